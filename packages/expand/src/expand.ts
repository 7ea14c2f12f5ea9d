import { matcherOf, misfitsOfVirtualMachine, type VirtualMachineLike } from '@instancetype/api';
import { applyTo, missingTemplate, nameOf, type Resolved, unreadable } from '@instancetype/apply';
import { failure, type Outcome } from '@instancetype/conflict';
import { addDefaultDevices, applyDefaultsTo, type Cluster } from '@instancetype/defaults';
import { type Draft, type DraftOptions, openDraft, type Rule, type TracedOutcome } from '@instancetype/draft';
import type { AsyncReader, Reader } from '@instancetype/find';
import { resolve, resolveAsync } from './resolve.ts';

const FLAT: Rule = { name: 'expanded' };

/** How to expand. */
export interface ExpandOptions extends DraftOptions {
  /** The cluster whose defaults are taken; without it KubeVirt's built-in ones. */
  readonly cluster?: Cluster | undefined;
}

const BUILT_IN: Cluster = {};

/** Resolves a VM: finds its instance type and preference, applies them and KubeVirt's defaults, and drops the references
 * (BEHAVIOUR 12.1). A VM without either is the result itself, without defaults.
 * @param vm the VM; not changed, and the result shares what stayed the same
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, and whether to record a trace
 * @returns the flat VM, or why there is none: a missing object, or conflicts in KubeVirt's order */
export function expand<VM extends VirtualMachineLike>(vm: VM, reader: Reader, options?: ExpandOptions): TracedOutcome<VM> {
  const refused = refuseUnreadable(vm);
  return refused ?? expandFound(vm, resolve(vm, reader), options);
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
  const refused = refuseUnreadable(vm);
  return refused ?? expandFound(vm, await resolveAsync(vm, reader), options);
}

/** {@link expand} for an instance type and a preference that are at hand.
 * @param vm the VM; not changed
 * @param resolved what applies to it
 * @param options the cluster's defaults, and whether to record a trace */
export function expandWith<VM extends VirtualMachineLike>(vm: VM, resolved: Resolved, options?: ExpandOptions): TracedOutcome<VM> {
  return refuseUnreadable(vm) ?? expandFound(vm, { ok: true, value: resolved, notes: [] }, options);
}

function refuseUnreadable(vm: VirtualMachineLike): (TracedOutcome<never> & { ok: false }) | undefined {
  const causes = unreadable(nameOf(vm, 'VirtualMachine'), misfitsOfVirtualMachine(vm), {});
  return causes && { ok: false, causes };
}

function expandFound<VM extends VirtualMachineLike>(vm: VM, found: Outcome<Resolved>, options: ExpandOptions = {}): TracedOutcome<VM> {
  if (!found.ok) return found;
  const draft = openDraft<VirtualMachineLike>(vm, options);
  if (!matcherOf(vm, 'instancetype') && !matcherOf(vm, 'preference')) return { ok: true, value: vm, notes: found.notes, trace: draft.trace };
  const failed = render(draft, vm, found.value, options.cluster ?? BUILT_IN);
  if (failed) return failed;
  dropReferences(draft);
  return { ok: true, value: draft.value as VM, notes: found.notes, trace: draft.trace };
}

/** Writes the VM's template as its instance would be (BEHAVIOUR 12.1 steps 4 to 7); a failed draft is half written. */
function render(draft: Draft<VirtualMachineLike>, vm: VirtualMachineLike, resolved: Resolved, cluster: Cluster): ReturnType<typeof failure> | undefined {
  const object = nameOf(vm, 'VirtualMachine');
  if (!vm.spec?.template) return failure(missingTemplate(object));
  const causes = unreadable(object, [], resolved);
  if (causes) return { ok: false, causes };
  const template = draft.at('spec').at('template');
  const spec = template.at('spec');
  const refused = addDefaultDevices(spec, cluster);
  if (refused) return failure(refused);
  const [conflict, ...more] = applyTo(template, resolved, { object, base: 'spec.template.spec' });
  if (conflict) return failure(conflict, ...more);
  const [finding, ...others] = applyDefaultsTo(spec, cluster);
  return finding && failure(finding, ...others);
}

function dropReferences(draft: Draft<VirtualMachineLike>): void {
  draft.by({ origin: 'derived' });
  const [spec, status] = [draft.at('spec'), draft.at('status')];
  spec.remove('instancetype', FLAT);
  spec.remove('preference', FLAT);
  status.remove('instancetypeRef', FLAT);
  status.remove('preferenceRef', FLAT);
}
