import { Worker } from 'node:worker_threads';
import { NOTHING, type Ran, type Run, together } from './ran.ts';

const STEP = 2_000;
const WORKER: URL = new URL('worker.ts', import.meta.url);
const PATIENCE = 60_000;
/** How often it is looked within that time. */
const LOOKS = 20;
/** The stack of a thread is four times that of a program, unless it is told; a server has no more than a program has. */
const STACK_MB = 1;

/** What to run, and on how many threads. */
export interface PoolOptions extends Omit<Run, 'onCase'> {
  readonly subject: string;
  readonly jobs: number;
  /** What runs on each thread; the checks' own tests put something else in its place. */
  readonly worker?: URL;
  /** A case that runs longer than so many milliseconds has no end. */
  readonly patience?: number;
  /** Is told how many cases have been run, after each step. */
  readonly onStep?: (done: number) => void;
}

/** Runs cases on several threads until one fails. A thread that dies, or does not get on, is a failure of its case.
 * @param options what to run */
export async function runOnThreads(options: PoolOptions): Promise<Ran> {
  const { seed, from, count } = options;
  let all = NOTHING;
  let [next, done] = [from, 0];
  async function work(): Promise<void> {
    const thread = new Thread(options);
    try {
      while (next < from + count && all.failed === undefined) {
        const step = { seed, from: next, count: Math.min(STEP, from + count - next) };
        next += step.count;
        const ran = await thread.run(step);
        // read only now: another thread may have come in between
        all = together(all, ran);
        done += step.count;
        options.onStep?.(done);
      }
    } finally {
      await thread.end();
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(options.jobs, Math.ceil(count / STEP))) }, work));
  return all;
}

class Thread {
  readonly #current = new Int32Array(new SharedArrayBuffer(4));
  readonly #worker: Worker;
  readonly #patience: number;

  constructor({ subject, worker = WORKER, patience = PATIENCE }: PoolOptions) {
    this.#patience = patience;
    this.#worker = new Worker(worker, { workerData: { subject, current: this.#current }, resourceLimits: { stackSizeMb: STACK_MB } });
  }

  async run(step: Run): Promise<Ran> {
    Atomics.store(this.#current, 0, step.from);
    const { promise, resolve } = Promise.withResolvers<Ran>();
    const fail = (problem: string): void => resolve({ ...NOTHING, failed: { index: Atomics.load(this.#current, 0), problem, json: '' } });
    const onError = (error: Error): void => fail(`the thread died: ${error.stack ?? error.message}`);
    const onExit = (code: number): void => fail(`the thread ended by itself, with ${code}`);
    let [seen, times] = [-1, 0];
    // counted, not timed: a machine that slept is no endless case
    const timer = setInterval(() => {
      const index = Atomics.load(this.#current, 0);
      [seen, times] = [index, index === seen ? times + 1 : 0];
      if (times === LOOKS) fail(`it has no end: there is nothing after ${this.#patience} ms`);
    }, this.#patience / LOOKS);
    this.#worker.once('message', resolve).once('error', onError).once('exit', onExit);
    try {
      this.#worker.postMessage(step);
      return await promise;
    } finally {
      clearInterval(timer);
      this.#worker.off('message', resolve).off('error', onError).off('exit', onExit);
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
