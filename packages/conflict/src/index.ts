export type { CauseReason, Claim, Diagnostic, ObjectName, Severity } from './diagnostic.ts';
export type { JsonPatchOperation } from './json-patch.ts';
export { failure, failureOf, success } from './outcome.ts';
export type { Causes, Failure, Outcome, Success } from './outcome.ts';
export { displayPath, escapeSegment, pointerOf, segmentsOf, valueAt } from './pointer.ts';
export type { Segment } from './pointer.ts';
