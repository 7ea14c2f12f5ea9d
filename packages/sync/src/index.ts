export { runSync, runSyncNow } from './calls.ts';
export type { SyncCall, SyncClient, SyncSteps } from './calls.ts';
export { failureSteps, nextFailure } from './failure-condition.ts';
export type { FailureLike, FailureOptions } from './failure-condition.ts';
export { isFault, isMissing, isRefusal } from './fault.ts';
export type { ClusterFault } from './fault.ts';
export type { ClusterError, ConditionLike, ManifestError, SyncError, SyncEvent, SyncOutcome, SyncReason, SyncWrite } from './outcome.ts';
export { sync, syncSteps } from './sync.ts';
export type { SyncOptions } from './sync.ts';
