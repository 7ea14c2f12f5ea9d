import type { StatusRef, VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';

/** The references that a VM's status is to have; one that is undefined stays as it is. */
export interface StatusReferences {
  readonly instancetypeRef?: StatusRef | undefined;
  readonly preferenceRef?: StatusRef | undefined;
}

const MEMBERS = ['instancetypeRef', 'preferenceRef'] as const;

/** The one patch of a VM's status subresource that brings its references up to date (BEHAVIOUR 10.1 step 4). It applies only to the
 * VM as it was read: its uid, or where there is none to test its resource version, is tested first, and a reference that is
 * replaced is still the one that was read. Of two writers, of which one slept meanwhile, the latter changes nothing then.
 * @param vm the VM as it was read
 * @param references what is to change
 * @returns the operations; an empty list where there is nothing to write */
export function statusPatchOf(vm: VirtualMachineLike, references: StatusReferences): readonly JsonPatchOperation[] {
  const changed = MEMBERS.filter((member) => references[member] !== undefined);
  if (changed.length === 0) return [];
  // a VM that no one has reported on yet has no status to add to
  const status: readonly JsonPatchOperation[] = vm.status ? [] : [{ op: 'add', path: '/status', value: {} }];
  return [
    ...preconditions(vm, status.length > 0),
    ...status,
    ...changed.flatMap((member) => replacing(vm, member, references[member])),
  ];
}

function replacing(vm: VirtualMachineLike, member: (typeof MEMBERS)[number], reference: StatusRef | undefined): readonly JsonPatchOperation[] {
  const [path, old] = [`/status/${member}`, vm.status?.[member]];
  const add: JsonPatchOperation = { op: 'add', path, value: reference };
  return old ? [{ op: 'test', path, value: old }, add] : [add];
}

/** The VM with the references that were written.
 * @param vm the VM; not changed
 * @param references what was written */
export function withReferences<VM extends VirtualMachineLike>(vm: VM, references: StatusReferences): VM {
  const written = Object.fromEntries(MEMBERS.filter((member) => references[member] !== undefined).map((member) => [member, references[member]]));
  return Object.keys(written).length === 0 ? vm : { ...vm, status: { ...vm.status, ...written } };
}

/** What must hold for a patch to be applied: that the VM is the one that was read, and where its whole status is written also that
 * nobody wrote it since.
 * @param vm the VM as it was read
 * @param isWhole whether the whole status is written */
export function preconditions(vm: VirtualMachineLike, isWhole = false): readonly JsonPatchOperation[] {
  const { uid, resourceVersion } = vm.metadata ?? {};
  const tests: JsonPatchOperation[] = [];
  if (uid) tests.push({ op: 'test', path: '/metadata/uid', value: uid });
  if (resourceVersion && (isWhole || !uid)) tests.push({ op: 'test', path: '/metadata/resourceVersion', value: resourceVersion });
  return tests;
}
