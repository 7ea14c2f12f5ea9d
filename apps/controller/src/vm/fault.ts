import type { VirtualMachineLike } from '@instancetype/api';
import { type ClusterFault, isMissing, isRefusal, retryOfFault } from '@instancetype/sync';
import type { StepOutcome } from './step.ts';

/** What becomes of a pass in which the cluster stands in the way: a lost race is run again, what is missing is left to the worker, a refusal is told to the
 * VM's owner, and an outage is waited for (RELIABILITY, rows 50, 51 and 55 of its bad inputs).
 * @param vm the VM
 * @param reason for the condition
 * @param fault what a request threw */
export function outcomeOfFault(vm: VirtualMachineLike, reason: string, fault: ClusterFault): StepOutcome {
  const { code, message = code, retryAfterSeconds } = fault;
  const refused = isRefusal(fault);
  return { vm, proceed: false, error: { reason, message, isTold: refused, isRefusal: refused, isMissing: isMissing(fault) }, retry: retryOfFault(fault), retryAfterSeconds };
}
