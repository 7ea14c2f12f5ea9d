import type { StatusRef, VirtualMachineLike } from '@instancetype/api';
import type { Outcome } from '@instancetype/conflict';
import { runStepsAsync, type StoreClient, storeInFamily, type StoreSteps } from '@instancetype/store';

/** Stores a VM's preference as a ControllerRevision where it is not stored yet (BEHAVIOUR 10.2, 10.3), and tells what the VM's status
 * is to say about it. Only the revision is written; write the status with `statusPatchOf` of `@instancetype/store`, for both
 * families at once. A preference never conflicts, so that nothing is checked.
 * @param vm the VM, with its status; not changed
 * @param client carries out the calls; what it throws passes through
 * @returns the reference that the status is to have; undefined where nothing is to be written; or `preference-not-found`,
 *   `unknown-kind`, `name-missing`, `revision-differs`, `revision-name-too-long`, `revision-label-too-long`, or those of
 *   `encodeRevision` */
export function storePreference(vm: VirtualMachineLike, client: StoreClient): Promise<Outcome<StatusRef | undefined>> {
  return runStepsAsync(storePreferenceSteps(vm), client);
}

/** {@link storePreference} as a computation, for a caller that carries out its calls itself (BEHAVIOUR 10.2).
 * @param vm the VM, with its status; not changed */
export function storePreferenceSteps(vm: VirtualMachineLike): StoreSteps<Outcome<StatusRef | undefined>> {
  return storeInFamily(vm, 'preference');
}
