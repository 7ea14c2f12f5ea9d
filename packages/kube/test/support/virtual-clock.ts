import type { Clock } from '../../src/clock.ts';

/** Time that passes only when a test says so. */
export class VirtualClock implements Clock {
  #now = 0;
  #next = 1;
  readonly #timers = new Map<number, { readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const id = this.#next++;
    this.#timers.set(id, { at: this.#now + ms, run });
    return () => void this.#timers.delete(id);
  }

  pause(): Promise<void> {
    return Promise.resolve();
  }

  /** Timers that are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** The same time for somebody whose timers are counted apart. */
  part(): Clock & { readonly timers: number } {
    let timers = 0;
    return {
      now: () => this.now(),
      pause: () => this.pause(),
      after: (ms, run) => {
        timers += 1;
        let pending = true;
        const end = (): void => {
          if (pending) timers -= 1;
          pending = false;
        };
        const cancel = this.after(ms, () => (end(), run()));
        return () => (end(), cancel());
      },
      get timers() {
        return timers;
      },
    };
  }

  /** Lets everything that is due run, and time pass. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([a, one], [b, other]) => one.at - other.at || a - b)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].run();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets every promise that can be settled settle. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
