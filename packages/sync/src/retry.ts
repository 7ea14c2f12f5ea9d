import { type ClusterFault, hasCode, isMissing } from './fault.ts';
import type { SyncError, SyncOutcome } from './outcome.ts';

/** Findings that stay as they are until the VM itself is changed, which is a pass of its own. */
const OF_THE_VM: ReadonlySet<string> = /* @__PURE__ */ new Set(['unknown-kind', 'name-missing', 'template-missing', 'revision-name-too-long', 'revision-label-too-long']);

/** When to try again (RELIABILITY, rows 42, 46, 47, 50, 51 and 55 of its bad inputs): after a lost race at once; not at all where the VM is gone
 * or only its change can help; else with growing pauses.
 * @param error why the pass did not come to its end */
export function retryOf(error: SyncError | undefined): SyncOutcome<unknown>['retry'] {
  if (error === undefined) return 'never';
  if (error.causes) return error.causes.every(({ code }) => OF_THE_VM.has(code)) ? 'never' : 'backoff';
  return error.fault ? retryOfFault(error.fault) : 'backoff';
}

/** The same for what a call to the cluster threw, in whatever was being done for a VM.
 * @param fault what was thrown */
export function retryOfFault(fault: ClusterFault): SyncOutcome<unknown>['retry'] {
  if (hasCode(fault, 'conflict', 'already-exists')) return 'soon';
  return isMissing(fault) ? 'never' : 'backoff';
}

/** How long the cluster asks to wait, in seconds.
 * @param error why the pass did not come to its end */
export function pauseOf(error: SyncError | undefined): number | undefined {
  const seconds: unknown = error?.fault?.retryAfterSeconds;
  return typeof seconds === 'number' && seconds >= 0 ? seconds : undefined;
}
