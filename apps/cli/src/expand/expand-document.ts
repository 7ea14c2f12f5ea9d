import type { VirtualMachineLike } from '@instancetype/api';
import { patchOf, type Trace, type TracedOutcome } from '@instancetype/draft';
import type { ManifestDocument } from '../manifest/document.ts';
import { type ListFault, type ManifestObject, objectsOf } from '../manifest/objects.ts';
import { patchValue } from '../manifest/patch-value.ts';
import type { World } from '../world/world.ts';
import { expandVm } from './expand-vm.ts';
import { LEFT_OUT, replaceObjects } from './replace-objects.ts';
import { isVirtualMachine } from './virtual-machine.ts';

/** A VM of a document, and what became of it. */
export interface ExpandedVm {
  readonly object: ManifestObject;
  readonly outcome: TracedOutcome<VirtualMachineLike>;
}

/** What became of a document. */
export interface ExpandedDocument {
  readonly document: ManifestDocument;
  readonly vms: readonly ExpandedVm[];
  /** Lists that stand too deep to be looked into. */
  readonly faults: readonly ListFault[];
  /** The document's value with its VMs expanded; those that cannot be expanded are taken out of their List. Undefined where
   * the document is such a VM itself. */
  readonly value: unknown;
  /** What was copied from what, for `rewrite`. */
  readonly origins: ReadonlyMap<object, object>;
  /** Where an object of the document stands in the new value, by its pointer. */
  readonly pointers: ReadonlyMap<string, string>;
}

/** Expands the VMs of a document.
 * @param document a document
 * @param world what the VMs may refer to */
export function expandDocument(document: ManifestDocument, world: World): ExpandedDocument {
  const vms: ExpandedVm[] = [];
  const faults: ListFault[] = [];
  const origins = new Map<object, object>();
  const changes = new Map<string, unknown>();
  for (const object of objectsOf(document.value)) {
    if (object.kind === 'list-fault') {
      faults.push(object);
    } else if (isVirtualMachine(object.value)) {
      const outcome = expandVm(object.value, world);
      vms.push({ object, outcome });
      changes.set(object.pointer, outcome.ok ? changed(object.value, outcome, origins) : LEFT_OUT);
    }
  }
  const { value, pointers } = replaceObjects(document.value, changes, origins);
  return { document, vms, faults, value: value === LEFT_OUT ? undefined : value, origins, pointers };
}

/** The expanded VM, made from the VM by its patch: of each element of a list it is known which one it was. */
function changed(vm: object, { value, trace }: { readonly value: object; readonly trace: Trace }, origins: Map<object, object>): unknown {
  const patched = patchValue(vm, patchOf(trace, vm, value));
  for (const [copy, original] of patched.origins) origins.set(copy, original);
  return patched.value;
}

/** The VMs that were expanded, and where they stand in the new value. */
export function* expandedVms({ vms, pointers }: ExpandedDocument): Generator<{ readonly before: object; readonly after: object; readonly trace: Trace; readonly pointer: string }> {
  for (const { object, outcome } of vms) {
    if (outcome.ok) yield { before: object.value, after: outcome.value, trace: outcome.trace, pointer: pointers.get(object.pointer) ?? object.pointer };
  }
}
