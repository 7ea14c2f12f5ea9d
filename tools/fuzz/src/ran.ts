import type { Failed } from './run.ts';

/** Which cases to run. */
export interface Run {
  readonly seed: number;
  /** Index of the first case. */
  readonly from: number;
  readonly count: number;
  /** Is told of each case before it runs. */
  readonly onCase?: (index: number) => void;
}

/** What a run came to. */
export interface Ran {
  readonly failed: Failed | undefined;
  /** The slowest answer, by its thread's own time; undefined where none was timed. */
  readonly slowest: Slowest | undefined;
  /** How many cases were run again, because by the clock they took too long. */
  readonly repeated: number;
  /** How often each outcome came about. */
  readonly outcomes: ReadonlyMap<string, number>;
}

/** How long an answer took, in milliseconds, and in which case. */
export interface Slowest {
  /** What its thread itself worked or waited. */
  readonly own: number;
  /** By the clock. */
  readonly wall: number;
  readonly index: number;
}

/** What several runs came to together; of failures the one with the lowest index.
 * @param a a run
 * @param b another */
export function together(a: Ran, b: Ran): Ran {
  const outcomes = new Map(a.outcomes);
  for (const [outcome, times] of b.outcomes) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + times);
  return {
    failed: a.failed && b.failed ? (a.failed.index < b.failed.index ? a.failed : b.failed) : (a.failed ?? b.failed),
    slowest: (a.slowest?.own ?? -1) >= (b.slowest?.own ?? -1) ? a.slowest : b.slowest,
    repeated: a.repeated + b.repeated,
    outcomes,
  };
}

/** Nothing has been run. */
export const NOTHING: Ran = { failed: undefined, slowest: undefined, repeated: 0, outcomes: new Map() };
