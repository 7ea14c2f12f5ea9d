import { lookUp, lookUpAsync, type VirtualMachineLike } from '@instancetype/api';
import { refuseNonObject } from '@instancetype/apply';
import type { Diagnostic } from '@instancetype/conflict';
import type { TracedOutcome } from '@instancetype/draft';
import { type AsyncReader, findInstancetype, findInstancetypeAsync, type Reader } from '@instancetype/find';
import { findPreference, findPreferenceAsync } from '@instancetype/preference-find';
import { faultOf } from './found.ts';
import { judge } from './judge.ts';
import type { AdmitOptions } from './options.ts';
import { checkStructure } from './structure.ts';

/** Judges a VM as KubeVirt's validating webhook does, as far as instance types and preferences are concerned: spread,
 * conflicts, defaults, requirements, and with `steps: 'all'` what KubeVirt and Kubernetes want of the result (BEHAVIOUR 14.3).
 * What cannot be found counts as none there, and is a note of severity `warning` here. A VM that is being deleted is admitted
 * as it is.
 *
 * A cause without a `reason` is one that the webhook answers with a bare error (HTTP 400), not with a status cause.
 * @param vm the VM; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through, unless `ignoresFault` says otherwise
 * @param options the cluster's defaults, how much to check, and whether to record a trace
 * @returns the VM as the webhook's further checks would see it, or why it is refused */
export function admit<VM extends VirtualMachineLike>(vm: VM, reader: Reader, options: AdmitOptions = {}): TracedOutcome<VM> {
  const before = beforehand(vm, options);
  if ('ok' in before) return before;
  const find = <T>(family: 'instancetype' | 'preference', found: () => T): T | ReturnType<typeof faultOf> => {
    try {
      return found();
    } catch (error) {
      return faultOf(error, family, options);
    }
  };
  const instancetype = find('instancetype', () => findInstancetype(vm, reader));
  const preference = find('preference', () => findPreference(vm, reader));
  return lookUp(judge({ vm, options, notes: before.notes }, { instancetype, preference }), reader);
}

/** {@link admit} for a reader that answers later.
 * @param vm the VM; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through, unless `ignoresFault` says otherwise
 * @param options the cluster's defaults, how much to check, and whether to record a trace */
export async function admitAsync<VM extends VirtualMachineLike>(vm: VM, reader: AsyncReader, options: AdmitOptions = {}): Promise<TracedOutcome<VM>> {
  const before = beforehand(vm, options);
  if ('ok' in before) return before;
  const instancetype = await findInstancetypeAsync(vm, reader).catch((error: unknown) => faultOf(error, 'instancetype', options));
  const preference = await findPreferenceAsync(vm, reader).catch((error: unknown) => faultOf(error, 'preference', options));
  return await lookUpAsync(judge({ vm, options, notes: before.notes }, { instancetype, preference }), reader);
}

interface Pending {
  readonly notes: readonly Diagnostic[];
}

/** Step 1 of BEHAVIOUR 14.3: the answer where it is known without what the VM names. */
function beforehand<VM extends VirtualMachineLike>(vm: VM, { steps }: AdmitOptions): TracedOutcome<VM> | Pending {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return refused;
  const structure = steps === 'all' ? checkStructure(vm, 'VirtualMachine') : undefined;
  if (structure?.ok === false) return structure;
  const notes = structure?.notes ?? [];
  return vm.metadata?.deletionTimestamp ? { ok: true, value: vm, notes, trace: [] } : { notes };
}
