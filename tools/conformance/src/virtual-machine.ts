import { admit } from '@instancetype/admit';
import type { ObjectLike, VirtualMachineInstanceLike, VirtualMachineLike } from '@instancetype/api';
import { applyToVirtualMachineInstance } from '@instancetype/apply';
import type { Cluster } from '@instancetype/defaults';
import { expand, resolve } from '@instancetype/expand';
import { mutate } from '@instancetype/mutate';
import { errorOf, statusCauses } from './error-of.ts';
import type { Case } from './outcome-of.ts';
import { CaseReader } from './reader.ts';

const objectsOf = (one: Case): CaseReader => new CaseReader(one.objects as readonly ObjectLike[] | undefined);
const vmOf = (one: Case): VirtualMachineLike => one.vm as VirtualMachineLike;
const clusterOf = (one: Case): Cluster => ({ configuration: one.config as Cluster['configuration'] });

/** Expands the case's VM.
 * @param one a case of operation `expand` */
export function expandVirtualMachine(one: Case): object {
  const expanded = expand(vmOf(one), objectsOf(one), { cluster: clusterOf(one) });
  return expanded.ok ? { vm: expanded.value } : { error: errorOf(expanded.causes) };
}

/** Judges the case's VM as the validating webhook does.
 * @param one a case of operation `admit` */
export function admitVirtualMachine(one: Case): object {
  const admitted = admit(vmOf(one), objectsOf(one), { cluster: clusterOf(one) });
  if (admitted.ok) return { allowed: true };
  const isStatus = admitted.causes.every((cause) => cause.reason !== undefined);
  return isStatus ? { allowed: false, causes: statusCauses(admitted.causes) } : { error: {} };
}

/** Applies what the case's VM names to its VMI.
 * @param one a case of operation `applyToVMI` */
export function applyToVmi(one: Case): object {
  const resolved = resolve(vmOf(one), objectsOf(one));
  if (!resolved.ok) return { error: errorOf(resolved.causes) };
  const applied = applyToVirtualMachineInstance(vmOf(one), one.vmi as VirtualMachineInstanceLike, resolved.value);
  // conflicts of a VMI are one error text in KubeVirt, without causes
  return applied.ok ? { vmi: asPrinted(applied.value) } : { error: {} };
}

// KubeVirt's type prints these two members of the status even where nothing is known
function asPrinted(vmi: VirtualMachineInstanceLike & { readonly status?: object }): object {
  return { ...vmi, status: { guestOSInfo: {}, runtimeUser: 0, ...vmi.status } };
}

/** Mutates the case's VM as the mutating webhook does, as far as its references are concerned.
 * @param one a case of operation `mutate` */
export function mutateVirtualMachine(one: Case): object {
  const operation = one.operation === 'UPDATE' ? 'UPDATE' : 'CREATE';
  const mutated = mutate(vmOf(one), objectsOf(one), { operation, oldVm: one.oldVM as VirtualMachineLike | undefined, steps: 'references' });
  if (mutated.ok) return { allowed: true, vm: mutated.value };
  const isStatus = mutated.causes.every((cause) => cause.reason !== undefined);
  return isStatus ? { allowed: false, causes: statusCauses(mutated.causes), code: 422 } : { allowed: false, code: 400 };
}
