import type { StatusRef, VirtualMachineLike } from '@instancetype/api';
import type { Outcome } from '@instancetype/conflict';
import { runStepsAsync, type StoreClient, type StoreSteps } from './steps.ts';
import { type StoreCheck, storeInFamily } from './store-in-family.ts';

/** Stores a VM's instance type as a ControllerRevision where it is not stored yet (BEHAVIOUR 10.2, 10.3), and tells what the VM's
 * status is to say about it. Only the revision is written; write the status with `statusPatchOf`, for both families at once.
 * @param vm the VM, with its status; not changed
 * @param client carries out the calls; what it throws passes through
 * @param check asked before the live instance type is stored: why it conflicts with the VM
 * @returns the reference that the status is to have; undefined where nothing is to be written; or the causes of `check`,
 *   `instancetype-not-found`, `unknown-kind`, `name-missing`, `revision-differs`, `revision-name-too-long`,
 *   `revision-label-too-long`, or those of `encodeRevision` */
export function storeInstancetype(vm: VirtualMachineLike, client: StoreClient, check?: StoreCheck): Promise<Outcome<StatusRef | undefined>> {
  return runStepsAsync(storeInstancetypeSteps(vm, check), client);
}

/** {@link storeInstancetype} as a computation, for a caller that carries out its calls itself (BEHAVIOUR 10.2).
 * @param vm the VM, with its status; not changed
 * @param check asked before the live instance type is stored */
export function storeInstancetypeSteps(vm: VirtualMachineLike, check?: StoreCheck): StoreSteps<Outcome<StatusRef | undefined>> {
  return storeInFamily(vm, 'instancetype', check);
}
