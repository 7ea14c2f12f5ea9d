import { performance } from 'node:perf_hooks';

/** Time that never jumps. Tests give one that they turn by hand. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Runs something later, once.
   * @param ms how much later
   * @param run what to run
   * @returns calls it off */
  after(ms: number, run: () => void): () => void;
  /** Lets everything else that is due run first. */
  pause(): Promise<void>;
}

/** A longer time makes a timer of Node run at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time of this process. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  pause: () =>
    new Promise((resolve) => {
      setImmediate(resolve);
    }),
};

/** Waits, unless it is called off.
 * @param clock whose time
 * @param ms how long
 * @param signal ends the wait at once; the promise never rejects */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end);
  });
}
