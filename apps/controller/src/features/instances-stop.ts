import { VM_CONTROLLER_FINALIZER, type VirtualMachineLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import type { VmClient } from '../cluster/guarded-client.ts';
import { nameIn } from '../vm/key.ts';
import type { StepOutcome, StepTools } from '../vm/step.ts';
import type { Instances, StoredInstance } from './instances-cache.ts';
import { instanceRequests } from './instances-requests.ts';
import { withRestartRequired } from './live-update-condition.ts';

/** What starting and stopping work with. */
export interface Hands extends StepTools {
  readonly instances: Instances;
}

/** Whether an object is being deleted.
 * @param object a VM or an instance */
export function isLeaving(object: VirtualMachineLike | StoredInstance | undefined): boolean {
  return Boolean(object?.metadata?.deletionTimestamp);
}

/** Stops a VM: deletes its instance, and with it the need of a restart.
 * @param vm the VM
 * @param instance its own
 * @param hands requests */
export async function stopInstance(vm: VirtualMachineLike, instance: StoredInstance, { client, instances }: Hands): Promise<StepOutcome> {
  await instanceRequests(client, instances).remove(instance);
  const current = await withRestartRequired(vm, undefined, client);
  const message = `The VM was stopped: its instance ${instance.metadata?.name} (${instance.metadata?.uid}) was deleted.`;
  return { vm: current, proceed: true, retry: 'never', event: { type: 'Normal', reason: 'SuccessfulDelete', message } };
}

/** Lets an instance go that is being deleted, when nobody else has anything left to do about it.
 * @param vm the VM of its name
 * @param instance the instance, if there is one
 * @param hands requests */
export async function letGo(vm: VirtualMachineLike, instance: StoredInstance | undefined, { client, instances }: Hands): Promise<StepOutcome> {
  if (instance && isLast(instance)) await instanceRequests(client, instances).release(instance, [VM_CONTROLLER_FINALIZER]);
  return { vm, proceed: true, retry: 'never' };
}

/** The same for a VM that is not there any more. One that was not selected is there.
 * @param key the VM's
 * @param client requests
 * @param instances of the VMs */
export async function letOrphanGo(key: string, client: VmClient, instances: Instances): Promise<void> {
  const named = nameIn(key);
  const instance = instances.of({ metadata: named });
  if (!instance || !isLast(instance) || (await client.readVm(named.name, named.namespace))) return;
  await instanceRequests(client, instances).release(instance, [VM_CONTROLLER_FINALIZER]);
}

function isLast(instance: StoredInstance): boolean {
  const finalizers = valueAt(instance, '/metadata/finalizers');
  return isLeaving(instance) && Array.isArray(finalizers) && finalizers.length === 1 && finalizers[0] === VM_CONTROLLER_FINALIZER;
}
