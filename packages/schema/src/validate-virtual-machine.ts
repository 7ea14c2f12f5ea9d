import type { Outcome } from '@instancetype/conflict';
import { validate } from './validate.ts';
import { virtualMachineSchema } from './virtual-machine-schema.ts';

/** Is it what KubeVirt's resource definition of VirtualMachine (`kubevirt.io/v1`) accepts, without unknown fields and
 * without negative numbers where there cannot be any? (BEHAVIOUR 7.1, 1.4, B7). `apiVersion` and `kind` are not looked at.
 * @param object anything; a manifest's plain JSON. It is not changed and is the outcome's value.
 * @returns the object, or all errors in the order of the document: at most 100, then a note of how many more there are */
export function validateVirtualMachine<T>(object: T): Outcome<T & object> {
  return validate(virtualMachineSchema(), object);
}
