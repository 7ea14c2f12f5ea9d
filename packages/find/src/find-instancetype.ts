import type { InstancetypeSpec, VirtualMachineLike } from '@instancetype/api';
import type { Outcome } from '@instancetype/conflict';
import { findInFamily, findInFamilyAsync } from './find.ts';
import type { AsyncReader, Found, Reader } from './found.ts';

/**
 * Finds the instance type that applies to a VM (BEHAVIOUR 2): the revision that `spec.instancetype.revisionName` names; else
 * the one that the status names, where it is of the same object name; else the live object. Reads only.
 * @param vm the VM, with its status as it is
 * @param reader where objects are looked up, by kind, name and namespace
 * @returns the instance type; undefined where the VM has none; or one cause: `instancetype-not-found`, `revision-not-found`,
 *   `unknown-kind`, `name-missing`, `instancetype-not-decodable`, or one of `decodeRevision`. The note
 *   `revision-of-another-owner` warns of a revision that another object controls. Pointers are into the VM
 */
export function findInstancetype(vm: VirtualMachineLike, reader: Reader): Outcome<Found<InstancetypeSpec> | undefined> {
  return findInFamily(vm, 'instancetype', reader);
}

/** The same where objects have to be fetched (BEHAVIOUR 2): at most two, one after the other.
 * @param vm the VM, with its status as it is
 * @param reader where objects are looked up; what it rejects with passes through */
export function findInstancetypeAsync(vm: VirtualMachineLike, reader: AsyncReader): Promise<Outcome<Found<InstancetypeSpec> | undefined>> {
  return findInFamilyAsync(vm, 'instancetype', reader);
}
