import type { Failure, Success } from '@instancetype/conflict';
import type { Trace } from './trace.ts';

/** A result with what happened on the way to it; the trace is empty where none was asked for. */
export interface Traced<T> extends Success<T> {
  readonly trace: Trace;
}

/** What a function that rewrites an object returns. */
export type TracedOutcome<T> = Traced<T> | Failure;
