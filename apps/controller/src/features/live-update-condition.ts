import type { VirtualMachineLike } from '@instancetype/api';
import { type JsonPatchOperation, valueAt } from '@instancetype/conflict';
import type { VmClient } from '../cluster/guarded-client.ts';

const TYPE = 'RestartRequired';

/** Sets the condition `RestartRequired` of a VM, which has no reason, or removes it, where it is not as it is to be (BEHAVIOUR 15.5 steps 4 and
 * 5). A changed message is written too (Appendix B10).
 * @param vm the VM, with its status
 * @param message why it must be restarted; undefined removes the condition
 * @param client requests for it
 * @returns the VM with the condition */
export async function withRestartRequired(vm: VirtualMachineLike, message: string | undefined, client: Pick<VmClient, 'patchStatus'>): Promise<VirtualMachineLike> {
  const operations = operationsFor(vm, message);
  if (!operations) return vm;
  const { metadata, uid, resourceVersion } = { metadata: vm.metadata, uid: vm.metadata?.uid, resourceVersion: vm.metadata?.resourceVersion };
  // places in a list are those of the VM that was read
  const isStill = [{ op: 'test', path: '/metadata/uid', value: uid }, { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion }] as const;
  const answer = (await client.patchStatus(vm, [...isStill, ...operations])) as VirtualMachineLike;
  return { ...vm, metadata: answer.metadata ?? metadata, status: answer.status } as VirtualMachineLike;
}

function operationsFor(vm: VirtualMachineLike, message: string | undefined): readonly JsonPatchOperation[] | undefined {
  const list = valueAt(vm, '/status/conditions');
  const conditions: readonly unknown[] = Array.isArray(list) ? list : [];
  const index = conditions.findIndex((condition) => valueAt(condition, '/type') === TYPE);
  const path = `/status/conditions/${index}`;
  if (message === undefined) return index === -1 ? undefined : [{ op: 'remove', path }];
  const current = conditions[index];
  const isSet = valueAt(current, '/status') === 'True';
  if (isSet && valueAt(current, '/message') === message) return undefined;
  const since = isSet ? valueAt(current, '/lastTransitionTime') : undefined;
  const value = { type: TYPE, status: 'True', message, lastTransitionTime: since ?? now() };
  if (index !== -1) return [{ op: 'replace', path, value }];
  if (Array.isArray(list)) return [{ op: 'add', path: '/status/conditions/-', value }];
  return [vm.status ? { op: 'add', path: '/status/conditions', value: [value] } : { op: 'add', path: '/status', value: { conditions: [value] } }];
}

// as Kubernetes writes times: without fractions of a second
function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
