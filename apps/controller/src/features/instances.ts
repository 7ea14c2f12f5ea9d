import type { VirtualMachineLike } from '@instancetype/api';
import { generationPatch } from '@instancetype/render';
import { isFault } from '@instancetype/sync';
import { outcomeOfFault } from '../vm/fault.ts';
import type { Feature, StepOutcome } from '../vm/step.ts';
import { type Instances, ownerOf, type StoredInstance } from './instances-cache.ts';
import { StartFailures } from './instances-failures.ts';
import { instanceRequests } from './instances-requests.ts';
import { startInstance } from './instances-start.ts';
import { type Hands, isLeaving, letGo, stopInstance } from './instances-stop.ts';
import { wishOf } from './instances-wish.ts';

/** What a step works with. */
interface Tools extends Hands {
  readonly failures: StartFailures;
}

/** Starts and stops the instances of VMs by their run strategy (BEHAVIOUR 15.4, 15.7). KubeVirt's own controller does that in a cluster
 * where it runs.
 * @param instances of the VMs */
export function instancesFeature(instances: Instances): Feature {
  const failures = new StartFailures();
  return {
    name: 'instances',
    reasons: ['FailedCreate', 'FailedDelete'],
    needsWholeVms: true,
    step: (vm, tools) => step(vm, { ...tools, instances, failures }),
  };
}

/** Lets instances go that are being deleted, whatever is wrong with their VMs: before all else of a pass.
 * @param instances of the VMs */
export function releaseFeature(instances: Instances): Feature {
  return {
    name: 'instances',
    reasons: ['FailedDelete'],
    needsWholeVms: true,
    async step(vm, tools) {
      const instance = instances.of(vm);
      return isLeaving(instance) ? await attempt(vm, 'FailedDelete', () => letGo(vm, instance, { ...tools, instances })) : settled(vm);
    },
  };
}

async function step(vm: VirtualMachineLike, tools: Tools): Promise<StepOutcome> {
  const instance = tools.instances.of(vm);
  // what belongs to a VM that is being deleted goes with it
  if (isLeaving(vm) || isLeaving(instance)) return settled(vm);
  if (!instance) return wishOf(vm, undefined) === 'start' ? await start(vm, tools) : settled(vm);
  if (ownerOf(instance)?.uid !== vm.metadata?.uid) return wishOf(vm, undefined) === 'start' ? taken(vm, instance) : settled(vm);
  tools.failures.saw(vm.metadata?.uid ?? '', instance);
  if (wishOf(vm, instance) === 'stop') return await attempt(vm, 'FailedDelete', () => stopInstance(vm, instance, tools));
  await noteGeneration(vm, instance, tools);
  return settled(vm);
}

async function noteGeneration(vm: VirtualMachineLike, instance: StoredInstance, { client, instances }: Hands): Promise<void> {
  const operations = generationPatch(vm, instance, instances.revisionsOf(vm));
  if (operations) await instanceRequests(client, instances).patch(instance, operations);
}

async function start(vm: VirtualMachineLike, tools: Tools): Promise<StepOutcome> {
  const leftMs = tools.failures.leftMs(vm.metadata?.uid ?? '');
  if (leftMs > 0) return { ...settled(vm), retry: 'backoff', retryAfterSeconds: leftMs / 1000 };
  return await attempt(vm, 'FailedCreate', () => startInstance(vm, tools));
}

async function attempt(vm: VirtualMachineLike, reason: 'FailedCreate' | 'FailedDelete', work: () => Promise<StepOutcome>): Promise<StepOutcome> {
  try {
    return await work();
  } catch (error) {
    if (!isFault(error)) throw error;
    const outcome = outcomeOfFault(vm, reason, error);
    if (!outcome.error?.isTold) return outcome;
    return { ...outcome, event: { type: 'Warning', reason, message: outcome.error.message } };
  }
}

/** Another one's instance has the VM's name. When that is gone, the VM has its turn. */
function taken(vm: VirtualMachineLike, instance: StoredInstance): StepOutcome {
  const message = `The VM cannot be started: there is a VirtualMachineInstance "${instance.metadata?.name}" already that does not belong to it. Delete that one, or give the VM another name.`;
  return { vm, proceed: false, error: { reason: 'FailedCreate', message, isTold: true, isRefusal: false }, event: { type: 'Warning', reason: 'FailedCreate', message }, retry: 'never' };
}

function settled(vm: VirtualMachineLike): StepOutcome {
  return { vm, proceed: true, retry: 'never' };
}
