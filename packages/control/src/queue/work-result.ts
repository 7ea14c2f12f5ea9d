import { showValue } from '@instancetype/conflict';

/** How work on a key has ended:
 * - `done`: well; what failed before is forgotten;
 * - `again`: not finished; it comes back soon, later each time in a row;
 * - `{afterMs}`: well for now; it comes back after so long, in ms, at the latest;
 * - `{notYetMs}`: it was not worked on, because something else has to happen first; it comes back after so long, in ms, at the latest, and what
 *   failed before still counts;
 * - `{failed}`: badly, for this reason (an Error, for example); it comes back, later each time in a row, and not before `atLeastMs` are over where
 *   the cluster asks for that. Throwing is the same. */
export type WorkResult =
  | 'done'
  | 'again'
  | { readonly afterMs: number }
  | { readonly notYetMs: number }
  | Failed;

/** It went badly. */
export interface Failed {
  readonly failed: unknown;
  readonly atLeastMs?: number | undefined;
}

/** What a worker gave, if it is a result. Throws a TypeError for anything else: then nobody knows how the work ended.
 * @param given whatever it is */
export function workResult(given: unknown): WorkResult {
  if (given === 'done' || given === 'again') return given;
  if (typeof given === 'object' && given !== null) {
    const { atLeastMs, afterMs, notYetMs } = given as Readonly<Record<string, unknown>>;
    if ('failed' in given && (atLeastMs === undefined || isTime(atLeastMs))) return given as Failed;
    if (isTime(afterMs)) return { afterMs };
    if (isTime(notYetMs)) return { notYetMs };
  }
  throw new TypeError(`A worker gives 'done', 'again', {afterMs: number}, {notYetMs: number} or {failed: reason}, and this one gave ${showValue(given)}.`);
}

function isTime(ms: unknown): ms is number {
  return typeof ms === 'number' && ms < Infinity;
}
