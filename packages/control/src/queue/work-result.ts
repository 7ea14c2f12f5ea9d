import { showValue } from '@instancetype/conflict';

/** How work on a key has ended:
 * - `done`: well; what failed before is forgotten;
 * - `again`: not finished; it comes back soon, later each time in a row;
 * - `{afterMs}`: well for now; it comes back after so long, in ms, at the latest;
 * - `{failed}`: badly, for this reason (an Error, for example); it comes back, later each time in a row. Throwing is the same. */
export type WorkResult = 'done' | 'again' | { readonly afterMs: number } | { readonly failed: unknown };

/** What a worker gave, if it is a result. Throws a TypeError for anything else: then nobody knows how the work ended.
 * @param given whatever it is */
export function workResult(given: unknown): WorkResult {
  if (given === 'done' || given === 'again') return given;
  if (typeof given === 'object' && given !== null) {
    if ('failed' in given) return given as { failed: unknown };
    if ('afterMs' in given && typeof given.afterMs === 'number' && given.afterMs < Infinity) return given as { afterMs: number };
  }
  throw new TypeError(`A worker gives 'done', 'again', {afterMs: number} or {failed: reason}, and this one gave ${showValue(given)}.`);
}
