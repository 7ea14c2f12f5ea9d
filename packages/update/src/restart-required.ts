import { timeOf, type VirtualMachineLike } from '@instancetype/api';
import { type JsonPatchOperation, valueAt } from '@instancetype/conflict';

const TYPE = 'RestartRequired';

/** The patch that sets the condition `RestartRequired` of a VM, which has no reason, or removes it, where it is not as it is to be (BEHAVIOUR
 * 15.5 steps 4 and 5). A changed message is written too (Appendix B10). Places in a list are those of the VM that was read: send it
 * behind tests of its UID and its resource version.
 * @param vm the VM, with its status
 * @param message why it must be restarted; undefined removes the condition
 * @param now the time
 * @returns the patch of the VM's status; undefined where nothing is to be written */
export function restartRequiredPatch(vm: VirtualMachineLike, message: string | undefined, now: Date): readonly JsonPatchOperation[] | undefined {
  const list = valueAt(vm, '/status/conditions');
  const conditions: readonly unknown[] = Array.isArray(list) ? list : [];
  const index = conditions.findIndex((condition) => valueAt(condition, '/type') === TYPE);
  const path = `/status/conditions/${index}`;
  if (message === undefined) return index === -1 ? undefined : [{ op: 'remove', path }];
  const current = conditions[index];
  const isSet = valueAt(current, '/status') === 'True';
  if (isSet && valueAt(current, '/message') === message) return undefined;
  const since = isSet ? valueAt(current, '/lastTransitionTime') : undefined;
  const value = { type: TYPE, status: 'True', message, lastTransitionTime: since ?? timeOf(now) };
  if (index !== -1) return [{ op: 'replace', path, value }];
  if (Array.isArray(list)) return [{ op: 'add', path: '/status/conditions/-', value }];
  return [vm.status ? { op: 'add', path: '/status/conditions', value: [value] } : { op: 'add', path: '/status', value: { conditions: [value] } }];
}
