import type { VirtualMachineLike } from '@instancetype/api';
import { restartRequiredPatch } from '@instancetype/update';
import type { VmClient } from '../cluster/guarded-client.ts';

/** Brings the condition `RestartRequired` of a VM up to date, where it is not as it is to be.
 * @param vm the VM, with its status
 * @param message why it must be restarted; undefined removes the condition
 * @param client requests for it
 * @returns the VM with the condition */
export async function withRestartRequired(vm: VirtualMachineLike, message: string | undefined, client: Pick<VmClient, 'patchStatus'>): Promise<VirtualMachineLike> {
  const operations = restartRequiredPatch(vm, message, new Date());
  if (!operations) return vm;
  const { uid, resourceVersion } = vm.metadata ?? {};
  const isStill = [{ op: 'test', path: '/metadata/uid', value: uid }, { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion }] as const;
  const answer = (await client.patchStatus(vm, [...isStill, ...operations])) as VirtualMachineLike;
  return { ...vm, metadata: answer.metadata ?? vm.metadata, status: answer.status };
}
