import type { VirtualMachineLike } from '@instancetype/api';
import type { Causes } from '@instancetype/conflict';
import { planVmRevision, renderAsync } from '@instancetype/render';
import type { StepOutcome } from '../vm/step.ts';
import type { Instances } from './instances-cache.ts';
import { type InstanceRequests, instanceRequests } from './instances-requests.ts';
import type { Hands } from './instances-stop.ts';
import { withRestartRequired } from './live-update-condition.ts';

/** Starts a VM: remembers it as it is, in a revision, and creates its instance (BEHAVIOUR 15.4, 15.7). Cut off at any write, the next pass
 * completes it. The revision stays where the instance cannot be made, as with KubeVirt.
 * @param vm the VM; it has no instance
 * @param hands requests and the cluster */
export async function startInstance(vm: VirtualMachineLike, { client, cluster, instances }: Hands): Promise<StepOutcome> {
  const current = await withRestartRequired(vm, undefined, client);
  const requests = instanceRequests(client, instances);
  const revisionName = await remember(current, requests, instances);
  const rendered = await renderAsync(current, client, { cluster, revisionName });
  if (!rendered.ok) return refused(current, rendered.causes);
  await requests.create(rendered.value);
  const message = `The VM was started: its instance ${rendered.value.metadata?.name} was created.`;
  return { vm: current, proceed: true, retry: 'never', notes: rendered.notes, event: { type: 'Normal', reason: 'SuccessfulCreate', message } };
}

async function remember(vm: VirtualMachineLike, requests: InstanceRequests, instances: Instances): Promise<string> {
  const existing = instances.revisionsOf(vm);
  const { name, remove, create } = planVmRevision(vm, existing);
  for (const old of existing) if (remove.includes(old.metadata?.name ?? '')) await requests.removeRevision(old);
  if (create) await requests.createRevision(create);
  return name;
}

function refused(vm: VirtualMachineLike, causes: Causes): StepOutcome {
  const message = `The VM cannot be started: ${causes.map((cause) => cause.message).join('; ')}`;
  return { vm, proceed: false, error: { reason: 'FailedCreate', message, isTold: true, isRefusal: false }, event: { type: 'Warning', reason: 'FailedCreate', message }, retry: 'backoff' };
}
