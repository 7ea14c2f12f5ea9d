import type { PreferenceSpec, VirtualMachineLike } from '@instancetype/api';
import type { Outcome } from '@instancetype/conflict';
import { type AsyncReader, findInFamily, findInFamilyAsync, type Found, type Reader } from '@instancetype/find';

/**
 * Finds the preference that applies to a VM (BEHAVIOUR 2): the revision that `spec.preference.revisionName` names; else the one
 * that the status names, where it is of the same object name; else the live object. Reads only.
 * @param vm the VM, with its status as it is
 * @param reader where objects are looked up, by kind, name and namespace
 * @returns the preference; undefined where the VM has none; or one cause: `preference-not-found`, `revision-not-found`,
 *   `unknown-kind`, `name-missing`, `preference-not-decodable`, or one of `decodeRevision`. The note
 *   `revision-of-another-owner` warns of a revision that another object controls. Pointers are into the VM
 */
export function findPreference(vm: VirtualMachineLike, reader: Reader): Outcome<Found<PreferenceSpec> | undefined> {
  return findInFamily(vm, 'preference', reader);
}

/** The same where objects have to be fetched (BEHAVIOUR 2): at most two, one after the other.
 * @param vm the VM, with its status as it is
 * @param reader where objects are looked up; what it rejects with passes through */
export function findPreferenceAsync(vm: VirtualMachineLike, reader: AsyncReader): Promise<Outcome<Found<PreferenceSpec> | undefined>> {
  return findInFamilyAsync(vm, 'preference', reader);
}
