import type { VirtualMachineLike } from '@instancetype/api';
import { lastSeenSpec } from '@instancetype/render';
import { isFault } from '@instancetype/sync';
import { LIVE_UPDATE_REASONS, type LivePatch, planUpdateAsync, type UpdatePlan } from '@instancetype/update';
import type { VmClient } from '../cluster/guarded-client.ts';
import { outcomeOfFault } from '../vm/fault.ts';
import type { Feature, StepOutcome, StepTools } from '../vm/step.ts';
import { type Instances, ownerOf, type StoredInstance } from './instances-cache.ts';
import { instanceRequests } from './instances-requests.ts';
import { withRestartRequired } from './live-update-condition.ts';

/** Gives the instance of a changed VM what it can take while it runs, and tells where the VM must be restarted (BEHAVIOUR 15.5, 15.6).
 * @param instances of the VMs */
export function liveUpdate(instances: Instances): Feature {
  return {
    name: 'live-update',
    reasons: LIVE_UPDATE_REASONS,
    needsWholeVms: true,
    async step(vm, tools) {
      const instance = instances.of(vm);
      if (!instance || !isRunningOf(vm, instance)) return settled(vm);
      const lastSeen = lastSeenSpec(vm, instances.revisionsOf(vm));
      const plan = await planUpdateAsync({ vm, instance, lastSeen }, tools.client, { cluster: tools.cluster });
      return await carriedOut(plan, { vm, instance, tools, instances });
    },
  };
}

/** Whether an instance is a VM's own, and neither is being deleted. */
function isRunningOf(vm: VirtualMachineLike, instance: StoredInstance): boolean {
  return !vm.metadata?.deletionTimestamp && !instance.metadata?.deletionTimestamp && ownerOf(instance)?.uid === vm.metadata?.uid;
}

interface Update {
  readonly vm: VirtualMachineLike;
  readonly instance: StoredInstance;
  readonly tools: StepTools;
  readonly instances: Instances;
}

async function carriedOut({ condition, restartRequired, patches, errors }: UpdatePlan, { vm, instance, tools: { client }, instances }: Update): Promise<StepOutcome> {
  const current = condition === 'keep' ? vm : await withRestartRequired(vm, restartRequired?.message, client);
  const failed = await sent(patches, { current, instance, client, instances });
  if (failed) return failed;
  const [error] = errors;
  if (!error) return settled(current);
  const message = error.causes.map((cause) => cause.message).join('; ');
  return { vm: current, proceed: false, error: { reason: error.reason, message, isTold: true, isRefusal: false }, retry: 'backoff' };
}

interface Sending {
  readonly current: VirtualMachineLike;
  readonly instance: StoredInstance;
  readonly client: VmClient;
  readonly instances: Instances;
}

async function sent(patches: readonly LivePatch[], { current, instance, client, instances }: Sending): Promise<StepOutcome | undefined> {
  const requests = instanceRequests(client, instances);
  for (const { reason, operations } of patches) {
    try {
      await requests.patch(instance, operations);
    } catch (error) {
      if (!isFault(error)) throw error;
      return outcomeOfFault(current, reason, error);
    }
  }
  return undefined;
}

function settled(vm: VirtualMachineLike): StepOutcome {
  return { vm, proceed: true, retry: 'never' };
}
