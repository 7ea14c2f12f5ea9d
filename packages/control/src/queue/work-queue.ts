import type { Clock } from '../clock.ts';
import { Delays } from './delays.ts';
import { Fifo } from './fifo.ts';
import type { Drained, Queue, QueueMetrics, QueueOptions, Worker } from './queue.ts';
import { Failures, TokenBucket } from './rate-limit.ts';
import { type Failed, type WorkResult, workResult } from './work-result.ts';

/** A key is ready, or being worked on, or being worked on and added meanwhile; or not known at all. */
type State = 'ready' | 'running' | 'added-meanwhile';

const RATE_LIMIT = { qps: 10, burst: 100 };
const BACKOFF = { firstMs: 5, longestMs: 1_000_000 };
/** Work that never waits for anything would keep timers and answers from being heard for as long as there are keys. */
const SLICE_MS = 10;

/** The queue behind {@link Queue}. */
export class WorkQueue implements Queue {
  readonly #options: QueueOptions;
  readonly #clock: Clock;
  readonly #ready = new Fifo<{ readonly key: string; readonly since: number }>();
  readonly #states = new Map<string, State>();
  /** When work on a key began; the longest comes first. */
  readonly #running = new Map<string, number>();
  readonly #delays: Delays;
  readonly #failures: Failures;
  readonly #bucket: TokenBucket | undefined;
  readonly #stop = new AbortController();
  readonly #whenIdle = new Set<() => void>();
  readonly #counts = { adds: 0, runs: 0, failures: 0, retries: 0, callbackErrors: 0 };
  #worker: Worker | undefined;
  #workers = 0;
  #draining = false;
  #woken = false;
  #pausedAt: number;

  constructor(options: QueueOptions & { readonly clock: Clock }) {
    this.#options = options;
    this.#clock = options.clock;
    this.#pausedAt = this.#clock.now();
    this.#delays = new Delays(this.#clock, (key) => this.add(key));
    this.#failures = new Failures(options.backoff ?? BACKOFF);
    this.#bucket = options.rateLimit === false ? undefined : new TokenBucket(options.rateLimit ?? RATE_LIMIT, this.#clock.now());
  }

  add(key: string): void {
    if (this.#draining) return;
    const state = this.#states.get(key);
    if (state === undefined) this.#makeReady(key);
    else if (state === 'running') this.#states.set(key, 'added-meanwhile');
    else return;
    this.#counts.adds += 1;
  }

  addAfter(key: string, ms: number): void {
    if (!(ms < Infinity)) throw new RangeError(`A key is added after a number of ms, and ${ms} is none.`);
    if (this.#draining) return;
    if (ms <= 0) this.add(key);
    else this.#delays.put(key, this.#clock.now() + ms);
  }

  retry(key: string, atLeastMs = 0): number {
    const ms = Math.max(atLeastMs, this.#failures.add(key), this.#bucket?.draw(this.#clock.now()) ?? 0);
    this.#counts.retries += 1;
    this.addAfter(key, ms);
    return ms;
  }

  forget(key: string): void {
    this.#failures.forget(key);
  }

  failures(key: string): number {
    return this.#failures.of(key);
  }

  run(worker: Worker, { workers }: { readonly workers: number }): void {
    if (this.#worker) throw new TypeError('This queue has a worker already: one queue runs one kind of work.');
    if (!Number.isInteger(workers) || workers < 1) throw new RangeError(`A queue needs at least 1 worker, and ${workers} is not that.`);
    this.#worker = worker;
    this.#workers = workers;
    this.#wake();
  }

  drain({ withinMs }: { readonly withinMs: number }): Promise<Drained> {
    this.#draining = true;
    this.#delays.clear();
    return new Promise((resolve) => {
      const settle = (): void => {
        cancel();
        this.#whenIdle.delete(settle);
        resolve({ unfinished: [...this.#running.keys()], left: this.#ready.size });
      };
      const giveUp = (): void => {
        settle();
        this.#stop.abort(new Error('The time to finish the work is up.'));
      };
      let cancel = (): void => undefined;
      if (this.#running.size === 0) return settle();
      if (!(withinMs > 0)) return giveUp();
      this.#whenIdle.add(settle);
      cancel = this.#clock.after(withinMs, giveUp);
    });
  }

  metrics(): QueueMetrics {
    const now = this.#clock.now();
    const [longest = now] = this.#running.values();
    return {
      depth: this.#ready.size,
      oldestMs: now - (this.#ready.first?.since ?? now),
      delayed: this.#delays.size,
      inFlight: this.#running.size,
      longestRunningMs: now - longest,
      backingOff: this.#failures.size,
      ...this.#counts,
    };
  }

  #makeReady(key: string): void {
    this.#states.set(key, 'ready');
    this.#ready.push({ key, since: this.#clock.now() });
    this.#wake();
  }

  // later, so that whoever adds a key does not find itself inside a worker
  #wake(): void {
    if (this.#woken || !this.#worker) return;
    this.#woken = true;
    void this.#begin(this.#worker);
  }

  async #begin(worker: Worker): Promise<void> {
    await undefined;
    while (!this.#draining && this.#running.size < this.#workers && this.#ready.size > 0) {
      if (this.#clock.now() - this.#pausedAt >= SLICE_MS) {
        await this.#clock.pause();
        this.#pausedAt = this.#clock.now();
        continue;
      }
      const { key, since } = this.#ready.shift() as { key: string; since: number };
      void this.#work(worker, key, since);
    }
    this.#woken = false;
  }

  async #work(worker: Worker, key: string, since: number): Promise<void> {
    const began = this.#clock.now();
    this.#states.set(key, 'running');
    this.#running.set(key, began);
    let result: WorkResult;
    try {
      result = workResult(await worker(key, this.#stop.signal));
    } catch (reason) {
      result = { failed: reason };
    }
    this.#counts.runs += 1;
    this.#settle(key, result);
    this.#end(key);
    this.#tell(this.#options.onRun, { key, waitedMs: began - since, ranMs: this.#clock.now() - began, result });
  }

  #settle(key: string, result: WorkResult): void {
    if (typeof result === 'object' && 'failed' in result) return this.#fail(key, result);
    if (typeof result === 'object' && 'notYetMs' in result) return this.addAfter(key, result.notYetMs);
    if (result === 'again') {
      if (!this.#draining) this.retry(key);
      return;
    }
    this.#failures.forget(key);
    if (result !== 'done') this.addAfter(key, result.afterMs);
  }

  #fail(key: string, { failed: reason, atLeastMs }: Failed): void {
    this.#counts.failures += 1;
    const failures = this.#failures.of(key) + 1;
    const retryMs = this.#draining ? undefined : this.retry(key, atLeastMs);
    this.#tell(this.#options.onFailure, { key, reason, failures, retryMs });
  }

  #end(key: string): void {
    const state = this.#states.get(key);
    this.#running.delete(key);
    this.#states.delete(key);
    if (state === 'added-meanwhile') this.#makeReady(key);
    this.#wake();
    if (this.#running.size > 0) return;
    for (const settle of this.#draining ? [...this.#whenIdle] : []) settle();
  }

  // a fault of whoever listens must not cost a key
  #tell<T>(listener: ((event: T) => void) | undefined, event: T): void {
    const failed = (): void => {
      this.#counts.callbackErrors += 1;
    };
    try {
      const given: unknown = listener?.(event);
      if (given instanceof Promise) given.catch(failed);
    } catch {
      failed();
    }
  }
}
