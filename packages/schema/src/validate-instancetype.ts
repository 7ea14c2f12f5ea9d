import type { Outcome } from '@instancetype/conflict';
import { instancetypeSchema } from './instancetype-schema.ts';
import { validate } from './validate.ts';

/** Is it what KubeVirt's resource definition of VirtualMachineInstancetype (`instancetype.kubevirt.io/v1beta1`) accepts,
 * without unknown fields and without negative numbers where there cannot be any? (BEHAVIOUR 1.2, 1.4, B7). `apiVersion`
 * and `kind` are not looked at.
 * @param object anything; a manifest's plain JSON. It is not changed and is the outcome's value.
 * @returns the object, or all errors in the order of the document: at most 100, then a note of how many more there are */
export function validateVirtualMachineInstancetype<T>(object: T): Outcome<T & object> {
  return validate(instancetypeSchema(), object);
}

/** The same for VirtualMachineClusterInstancetype, whose structure is the same (BEHAVIOUR 1.2, 1.4, B7).
 * @param object anything; a manifest's plain JSON. It is not changed and is the outcome's value.
 * @returns the object, or all errors in the order of the document: at most 100, then a note of how many more there are */
export function validateVirtualMachineClusterInstancetype<T>(object: T): Outcome<T & object> {
  return validate(instancetypeSchema(), object);
}
