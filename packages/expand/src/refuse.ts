import { notAnObject } from '@instancetype/apply';
import { type Failure, failure, objectName } from '@instancetype/conflict';

/** The failure that something is no object, undefined where it is one.
 * @param vm what should be a VM */
export function refuseNonObject(vm: unknown): Failure | undefined {
  if (typeof vm === 'object' && vm !== null) return undefined;
  return failure(notAnObject(vm, objectName({}, 'VirtualMachine')));
}
