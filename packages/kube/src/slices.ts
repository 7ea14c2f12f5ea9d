import type { Clock } from './clock.ts';

/** How long work may go on before everything else gets its turn, in ms. */
const SLICE_MS = 15;

/** Long work in slices.
 * @param clock whose time
 * @returns call it between two steps: it gives a promise where the slice is used up */
export function slices(clock: Clock): () => Promise<void> | undefined {
  let started = clock.now();
  return () => {
    if (clock.now() - started < SLICE_MS) return undefined;
    return clock.pause().then(() => {
      started = clock.now();
    });
  };
}
