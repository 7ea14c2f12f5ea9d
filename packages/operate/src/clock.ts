import { performance } from 'node:perf_hooks';

/** Time and timers. Tests give one that they turn by hand. */
export interface Clock {
  /** Milliseconds since the epoch, for what is compared with dates. */
  wall(): number;
  /** Milliseconds since some moment; never jumps when somebody sets the clock. */
  now(): number;
  /** Runs something later, once.
   * @param ms how much later
   * @param run what to run
   * @returns calls it off */
  after(ms: number, run: () => void): () => void;
}

/** A longer time makes a timer of Node run at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time of this process. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
