import { matcherOf, type VirtualMachineLike } from '@instancetype/api';
import { applyTo, missingTemplate, refuseNonObject, type Resolved, unreadableMembers } from '@instancetype/apply';
import { type Causes, type Diagnostic, objectName, type Outcome } from '@instancetype/conflict';
import { addDefaultDevices, applyDefaultValuesTo, type Cluster } from '@instancetype/defaults';
import { type Draft, type DraftOptions, openDraft, type Rule, type TracedOutcome } from '@instancetype/draft';
import type { AsyncReader, Reader } from '@instancetype/find';
import { resolve, resolveAsync } from './resolve.ts';

const FLAT: Rule = { name: 'expanded' };
const MATCHERS = ['instancetype', 'preference'] as const;
const STATUS_REFS = ['instancetypeRef', 'preferenceRef'] as const;

/** How to expand. */
export interface ExpandOptions extends DraftOptions {
  /** The cluster whose defaults are taken; without it KubeVirt's built-in ones. */
  readonly cluster?: Cluster | undefined;
}

const BUILT_IN: Cluster = {};
const NO_NOTES: readonly Diagnostic[] = Object.freeze([]);

/** Resolves a VM: finds its instance type and preference, applies them and KubeVirt's defaults, and drops the references
 * (BEHAVIOUR 12.1). A VM without either is the result itself, without defaults.
 * @param vm the VM; not changed, and the result shares what stayed the same
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, and whether to record a trace
 * @returns the flat VM, or why there is none: a missing object, or conflicts in KubeVirt's order */
export function expand<VM extends VirtualMachineLike>(vm: VM, reader: Reader, options?: ExpandOptions): TracedOutcome<VM> {
  return refuseNonObject(vm, 'VirtualMachine') ?? expandFound(vm, resolve(vm, reader), options);
}

/** {@link expand} for a reader that answers later.
 * @param vm the VM; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, and whether to record a trace */
export async function expandAsync<VM extends VirtualMachineLike>(
  vm: VM,
  reader: AsyncReader,
  options?: ExpandOptions,
): Promise<TracedOutcome<VM>> {
  return refuseNonObject(vm, 'VirtualMachine') ?? expandFound(vm, await resolveAsync(vm, reader), options);
}

/** {@link expand} for an instance type and a preference that are at hand.
 * @param vm the VM; not changed
 * @param resolved what applies to it
 * @param options the cluster's defaults, and whether to record a trace */
export function expandWith<VM extends VirtualMachineLike>(vm: VM, resolved: Resolved, options?: ExpandOptions): TracedOutcome<VM> {
  return refuseNonObject(vm, 'VirtualMachine') ?? expandFound(vm, { ok: true, value: resolved, notes: NO_NOTES }, options);
}

function expandFound<VM extends VirtualMachineLike>(vm: VM, found: Outcome<Resolved>, options: ExpandOptions = {}): TracedOutcome<VM> {
  if (!found.ok) return found;
  const draft = openDraft<VirtualMachineLike>(vm, options);
  if (!matcherOf(vm, 'instancetype') && !matcherOf(vm, 'preference')) return { ok: true, value: vm, notes: found.notes, trace: draft.trace };
  const causes = render(draft, found.value, options.cluster ?? BUILT_IN);
  if (causes) return { ok: false, causes };
  dropReferences(draft);
  return { ok: true, value: draft.value as VM, notes: found.notes, trace: draft.trace };
}

/** Writes the VM's template as its instance would be (BEHAVIOUR 12.1 steps 4 to 7); a failed draft is half written. */
function render(draft: Draft<VirtualMachineLike>, resolved: Resolved, cluster: Cluster): Causes | undefined {
  const object = objectName(draft.value as VirtualMachineLike, 'VirtualMachine');
  const template = draft.at('spec').at('template');
  if (template.value === undefined) return unreadableMembers(draft, object) ?? [missingTemplate(object)];
  const spec = template.at('spec');
  const refused = addDefaultDevices(spec, cluster);
  if (refused) return unreadableMembers(draft, object) ?? [refused];
  return applyTo(template, resolved, { object, base: 'spec.template.spec' }) ?? applyDefaultValuesTo(spec, cluster) ?? unreadableMembers(draft, object);
}

function dropReferences(draft: Draft<VirtualMachineLike>): void {
  draft.by({ origin: 'derived' });
  draft.at('spec').remove(MATCHERS, FLAT);
  draft.at('status').remove(STATUS_REFS, FLAT);
}
