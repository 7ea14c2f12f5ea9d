import { type Clock, systemClock } from '../clock.ts';
import { lineOf } from '../fault.ts';
import type { Log } from '../log/open-log.ts';
import type { Check } from '../probes/serve-probes.ts';

/** What `start` is given. */
export interface Starting {
  /** For the readiness probe: not well from the first signal on. */
  readonly draining: Check;
  /** Aborted by the first signal, during the start too. */
  readonly signal: AbortSignal;
  /** Ends the process in an orderly way, as a signal would.
   * @param reason for the log
   * @param exitCode 1 by default */
  stop(reason: string, exitCode?: number): void;
}

/** What `start` gives. */
export interface Running {
  /** Called when a signal has come: answers should close their connections from now on. */
  beginDrain?(): void;
  /** Called after the delay: no more work is taken, and what is at work is finished.
   * @param options what is left of the time */
  close(options: { readonly withinMs: number }): Promise<unknown>;
}

/** The parts of `process` that are used. */
export interface ProcessLike {
  on(event: string, listener: (value: unknown) => void): unknown;
  off(event: string, listener: (value: unknown) => void): unknown;
  exit(code: number): unknown;
}

/** What is run. */
export interface RunOptions {
  readonly start: (starting: Starting) => Promise<Running>;
  readonly log: Log;
  /** How long requests are still served after a signal, until everybody knows that there will be no more: 10 s by default. */
  readonly drainDelayMs?: number;
  /** How long the end may take in all, from the signal on, the delay and the rest of a start included: 30 s by default. Kubernetes must give the pod a little more. */
  readonly drainMs?: number;
  readonly process?: ProcessLike;
  readonly clock?: Clock;
}

/** Why it ends. */
interface Stop {
  readonly reason: string;
  readonly exitCode: number;
}

const SIGNALS = ['SIGTERM', 'SIGINT'];
const FAULTS = ['uncaughtException', 'unhandledRejection'];
const DRAIN_DELAY_MS = 10_000;
const DRAIN_MS = 30_000;
// so that what is cut off at the end can still be said
const LAST_WORDS = 0.05;
const LAST_LINES_MS = 1_000;
const FAILED = 1;

/** Starts something, runs it until SIGTERM or SIGINT, ends it in order and then the process: 0 when all went well. A second signal ends
 * the process at once, and so does an error that nobody caught. RELIABILITY A3, goal 11.
 * @param options what is run
 * @returns the exit code, after the process has been told to end with it */
export async function runUntilSignal(options: RunOptions): Promise<number> {
  const run = new Run(options);
  return run.end(await run.run());
}

class Run {
  readonly #options: RunOptions;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #process: ProcessLike;
  readonly #drainMs: number;
  readonly #abort = new AbortController();
  readonly #stopped = Promise.withResolvers<Stop>();
  /** Settles with the exit code when there is no time for anything else. */
  readonly #ended = Promise.withResolvers<number>();
  readonly #listeners: (readonly [string, (value: unknown) => void])[] = [];
  #stop: Stop | undefined;
  #stoppedAt = 0;
  #cancelLimit: () => void = () => undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#clock = options.clock ?? systemClock;
    this.#process = options.process ?? (process as ProcessLike);
    this.#drainMs = options.drainMs ?? DRAIN_MS;
    for (const signal of SIGNALS) this.#on(signal, () => this.#signalled(signal));
    for (const fault of FAULTS) this.#on(fault, (error) => this.#faulted(fault, error));
  }

  async run(): Promise<number> {
    const exitCode = await Promise.race([this.#live(), this.#ended.promise]);
    this.#cancelLimit();
    await this.#log.flush?.(LAST_LINES_MS);
    return exitCode;
  }

  end(exitCode: number): number {
    for (const [event, listener] of this.#listeners) this.#process.off(event, listener);
    this.#process.exit(exitCode);
    return exitCode;
  }

  async #live(): Promise<number> {
    const running = await this.#start();
    if (!running) return this.#stop?.exitCode ?? FAILED;
    // nobody has been told to send requests when it was stopped before
    const delay = this.#stop ? 0 : (this.#options.drainDelayMs ?? DRAIN_DELAY_MS);
    const stop = await this.#stopped.promise;
    const closed = await this.#drain(running, delay);
    this.#log.info('stopped', { reason: stop.reason });
    return closed ? stop.exitCode : FAILED;
  }

  async #start(): Promise<Running | undefined> {
    const { signal } = this.#abort;
    const draining: Check = { name: 'draining', check: () => this.#stop && `it is about to end: ${this.#stop.reason}` };
    try {
      return await this.#options.start({ draining, signal, stop: (reason, exitCode = FAILED) => this.#begin({ reason, exitCode }) });
    } catch (error) {
      if (this.#stop) this.#log.info('stopped during the start', { reason: this.#stop.reason });
      else this.#log.error('the start failed', { reason: lineOf(error), error });
      return undefined;
    }
  }

  async #drain(running: Running, delay: number): Promise<boolean> {
    try {
      running.beginDrain?.();
      await new Promise<void>((resolve) => this.#clock.after(Math.min(delay, this.#drainMs), resolve));
      const left = this.#drainMs * (1 - LAST_WORDS) - (this.#clock.now() - this.#stoppedAt);
      await running.close({ withinMs: Math.max(0, left) });
      return true;
    } catch (error) {
      this.#log.error('the end failed', { error });
      return false;
    }
  }

  #begin(stop: Stop): void {
    if (this.#stop) return;
    this.#stop = stop;
    this.#stoppedAt = this.#clock.now();
    // a start that hangs is waited for no longer than a drain that does
    this.#cancelLimit = this.#clock.after(this.#drainMs, () => {
      this.#log.error('the end took too long', { drainMs: this.#drainMs });
      this.#ended.resolve(FAILED);
    });
    this.#log.info('stopping', { reason: stop.reason });
    this.#abort.abort(new Error(stop.reason));
    this.#stopped.resolve(stop);
  }

  #signalled(signal: string): void {
    if (!this.#stop) return this.#begin({ reason: signal, exitCode: 0 });
    this.#log.warn('ended at once by a second signal', { signal });
    this.#ended.resolve(FAILED);
  }

  #faulted(fault: string, error: unknown): void {
    // what is left of the program cannot be trusted to end in order
    this.#log.error('an error that nobody caught ends the process', { fault, error: error instanceof Error ? error : new Error(String(error)) });
    this.#ended.resolve(FAILED);
  }

  #on(event: string, listener: (value: unknown) => void): void {
    this.#process.on(event, listener);
    this.#listeners.push([event, listener]);
  }
}
