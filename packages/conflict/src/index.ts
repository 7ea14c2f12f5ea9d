export type { CauseReason, Claim, Diagnostic, ObjectName, Severity, Suggestion } from './diagnostic.ts';
export type { JsonPatchOperation } from './json-patch.ts';
export { nearestWord, typingErrors } from './nearest.ts';
export { objectName, showObject } from './object-name.ts';
export { failure, failureOf, success } from './outcome.ts';
export type { Causes, Failure, Outcome, Success } from './outcome.ts';
export { displayPath, escapeSegment, pointerOf, segmentsOf, valueAt } from './pointer.ts';
export type { Segment } from './pointer.ts';
export { showError, showLine, showText, showValue } from './show.ts';
