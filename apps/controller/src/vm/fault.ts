import type { VirtualMachineLike } from '@instancetype/api';
import type { StepOutcome } from './step.ts';

/** What a request threw: it says what went wrong by its code. */
interface Fault {
  readonly code: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number | undefined;
}

const REFUSALS: readonly string[] = ['forbidden', 'invalid'];

/** Whether something thrown comes from a cluster. Without a code in words it is a bug.
 * @param thrown anything */
export function isFault(thrown: unknown): thrown is Fault {
  return typeof thrown === 'object' && thrown !== null && typeof (thrown as { readonly code?: unknown }).code === 'string';
}

/** Whether the cluster refuses what was asked, so that asking again soon is of no use.
 * @param fault what a request threw */
export function isRefusal({ code }: Fault): boolean {
  return REFUSALS.includes(code);
}

/** Whether the cluster has not got what was to be written.
 * @param fault what a request threw */
export function isMissing({ code }: Pick<Fault, 'code'>): boolean {
  return code === 'not-found';
}

/** What becomes of a pass in which the cluster stands in the way: a lost race is run again, a VM that is gone is left, a refusal is told to the
 * VM's owner, and an outage is waited for (RELIABILITY, rows 50, 51 and 55 of its bad inputs).
 * @param vm the VM
 * @param reason for the condition
 * @param fault what a request threw */
export function outcomeOfFault(vm: VirtualMachineLike, reason: string, fault: Fault): StepOutcome {
  const { code, message = code, retryAfterSeconds } = fault;
  const refused = isRefusal(fault);
  const missing = isMissing(fault);
  const retry = code === 'conflict' ? 'soon' : missing ? 'never' : 'backoff';
  return { vm, proceed: false, error: { reason, message, isTold: refused, isRefusal: refused, isMissing: missing }, retry, retryAfterSeconds };
}
