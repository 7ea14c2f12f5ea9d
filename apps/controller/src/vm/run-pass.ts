import type { VirtualMachineLike } from '@instancetype/api';
import type { Cluster } from '@instancetype/defaults';
import { failureSteps, isFault, runSyncStepsAsync } from '@instancetype/sync';
import type { VmClient } from '../cluster/guarded-client.ts';
import { outcomeOfFault } from './fault.ts';
import type { Feature, StepOutcome, StepTools } from './step.ts';

/** What a pass consists of. */
export interface PassPlan {
  /** In the order in which they have their turns. */
  readonly features: readonly Feature[];
  /** The configuration of the cluster as it is now. */
  readonly cluster: () => Cluster;
}

/** One pass over one VM: every feature has its turn until one says that the pass is over, then the condition `Failure` is brought up to date,
 * once for all of them (BEHAVIOUR 15.1).
 * @param vm the VM
 * @param client requests for it
 * @param plan what is done
 * @returns what is left to do. What is no fault of the cluster passes through */
export async function runPass(vm: VirtualMachineLike, client: VmClient, { features, cluster }: PassPlan): Promise<StepOutcome> {
  const tools = { client, cluster: cluster() };
  let outcome: StepOutcome = { vm, proceed: true, retry: 'never' };
  for (const feature of features) {
    outcome = merged(outcome, await turn(feature, outcome.vm, tools));
    // nothing is begun, and nothing is said, for a spec that the VM has no more
    if (client.isOutdated) return { ...outcome, proceed: false, error: undefined, event: undefined, retry: 'soon' };
    if (!outcome.proceed || outcome.error) break;
  }
  return await reported(outcome, client, new Set(features.flatMap(({ reasons }) => reasons)));
}

async function turn({ name, reasons, step }: Feature, vm: VirtualMachineLike, tools: StepTools): Promise<StepOutcome> {
  try {
    return await step(vm, tools);
  } catch (error) {
    if (!isFault(error)) throw error;
    // one of its own, so that it also goes again
    return outcomeOfFault(vm, reasons[0] ?? name, error);
  }
}

const URGENCY: readonly StepOutcome['retry'][] = ['never', 'backoff', 'soon'];

// what an earlier step wants to come back for is not forgotten over a later one
function merged(before: StepOutcome, after: StepOutcome): StepOutcome {
  const retry = URGENCY.indexOf(before.retry) > URGENCY.indexOf(after.retry) ? before.retry : after.retry;
  const notes = [...(before.notes ?? []), ...(after.notes ?? [])];
  return { ...after, retry, notes, event: after.event ?? before.event, retryAfterSeconds: after.retryAfterSeconds ?? before.retryAfterSeconds };
}

async function reported(outcome: StepOutcome, client: VmClient, reasons: ReadonlySet<string>): Promise<StepOutcome> {
  const { vm, error } = outcome;
  if (vm.metadata?.deletionTimestamp || error?.isTold === false || reasons.size === 0) return outcome;
  try {
    return { ...outcome, vm: await runSyncStepsAsync(failureSteps(vm, error, { isOwn: (reason) => reasons.has(reason) }), client) };
  } catch (fault) {
    if (!isFault(fault)) throw fault;
    const { error: unreported, retry, retryAfterSeconds } = outcomeOfFault(vm, 'ConditionNotWritten', fault);
    // what is gone is gone for both
    return { ...outcome, error: error ? { ...error, isMissing: unreported?.isMissing } : unreported, retry, retryAfterSeconds };
  }
}
