import type { VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';

/** Tests with which a patch applies only to the VM exactly as it was read (RELIABILITY R20).
 * @param vm the VM as it was read */
export function guardsOf(vm: VirtualMachineLike): readonly JsonPatchOperation[] {
  return [...identityOf(vm), ...testOf(vm, 'resourceVersion')];
}

/** Tests with which a patch applies only to the VM that was read, and not to one that came after it under its name.
 * @param vm the VM as it was read */
export function identityOf(vm: VirtualMachineLike): readonly JsonPatchOperation[] {
  return testOf(vm, 'uid');
}

function testOf({ metadata }: VirtualMachineLike, member: 'resourceVersion' | 'uid'): readonly JsonPatchOperation[] {
  const value = metadata?.[member];
  return value ? [{ op: 'test', path: `/metadata/${member}`, value }] : [];
}
