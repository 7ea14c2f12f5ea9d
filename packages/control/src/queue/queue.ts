import type { Clock } from '../clock.ts';
import type { Backoff, RateLimit } from './rate-limit.ts';
import type { WorkResult } from './work-result.ts';

/** Works on one key. The signal is aborted when the queue is drained and the time for it is up. What it throws is a failure of the key. */
export type Worker = (key: string, signal: AbortSignal) => WorkResult | Promise<WorkResult>;

/** Work on a key that went wrong. */
export interface WorkFailure {
  readonly key: string;
  /** What was thrown, or given as `failed`. */
  readonly reason: unknown;
  /** How often in a row, this time included. */
  readonly failures: number;
  /** When it is tried again, in ms; undefined where the queue is being drained. */
  readonly retryMs: number | undefined;
}

/** One run of a worker, when it is over. */
export interface WorkRun {
  readonly key: string;
  /** How long the key was ready before a worker was free for it, in ms. */
  readonly waitedMs: number;
  /** How long the work took, in ms. */
  readonly ranMs: number;
  readonly result: WorkResult;
}

/** What a queue can be told. */
export interface QueueOptions {
  /** For keys that come back by `again`, `failed` or `retry`, all together: 10 a second with a burst of 100 by default; false for none. */
  readonly rateLimit?: RateLimit | false | undefined;
  /** For each of these keys: 5 ms, twice as long each time, at most 1,000 s by default. The longer of both waits holds. */
  readonly backoff?: Backoff | undefined;
  /** Told of every failure, for the log. */
  readonly onFailure?: ((failure: WorkFailure) => void) | undefined;
  /** Told of every run, for histograms. */
  readonly onRun?: ((run: WorkRun) => void) | undefined;
  /** For tests. */
  readonly clock?: Clock | undefined;
}

/** How a queue is doing. RELIABILITY R21. */
export interface QueueMetrics {
  /** Keys that are ready and wait for a worker. */
  readonly depth: number;
  /** How long the first of them has been waiting, in ms; 0 where there is none. */
  readonly oldestMs: number;
  /** Keys that wait for a time. */
  readonly delayed: number;
  /** Keys that are being worked on. */
  readonly inFlight: number;
  /** How long the longest of these runs has been going on, in ms; 0 where there is none. */
  readonly longestRunningMs: number;
  /** Keys whose last run did not go well. */
  readonly backingOff: number;
  /** How often a key was added and was not waiting already. */
  readonly adds: number;
  readonly runs: number;
  /** Runs that failed. */
  readonly failures: number;
  /** How often a key was sent back to be tried again. */
  readonly retries: number;
  /** How often `onFailure` or `onRun` threw. */
  readonly callbackErrors: number;
}

/** What was left when a queue was drained. */
export interface Drained {
  /** Keys that were still being worked on when the time was up: none means that no work is going on any more. */
  readonly unfinished: readonly string[];
  /** How many keys were ready and were not begun. */
  readonly left: number;
}

/** A queue of keys. A key is worked on once however often it was added before, and once more if it was added meanwhile; never twice at
 * the same time; in the order in which keys became ready. RELIABILITY R17. */
export interface Queue {
  /** There is something to do for a key. Nothing happens after `drain`. */
  add(key: string): void;
  /** There will be something to do for a key. Of several such times the earliest holds. It does not delay what `add` says.
   * Throws a RangeError for a time that is none.
   * @param ms how much later */
  addAfter(key: string, ms: number): void;
  /** Adds a key as if its work had failed: after its back-off, and within the rate limit.
   * @param atLeastMs not before so long, in ms
   * @returns after how many ms */
  retry(key: string, atLeastMs?: number): number;
  /** Forgets how often a key has failed: its next back-off begins anew. */
  forget(key: string): void;
  /** How often a key has failed in a row. */
  failures(key: string): number;
  /** Begins to work. Throws a TypeError when it has begun before.
   * @param worker works on one key
   * @param options `workers`: on so many keys at the same time */
  run(worker: Worker, options: { readonly workers: number }): void;
  /** Begins nothing more, and waits for what is being worked on. When the time is up, the workers' signal is aborted and the rest
   * is given up: with 0 that is at once. A second call can shorten the time.
   * @param options how long it waits */
  drain(options: { readonly withinMs: number }): Promise<Drained>;
  metrics(): QueueMetrics;
}
