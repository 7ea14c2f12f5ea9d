import { Backoff } from './backoff.ts';
import { type Change, type Handler, withChange } from './change.ts';
import type { Clock } from './clock.ts';
import { keyOf } from './objects.ts';

/** What one handler has not taken yet, about one object. */
interface Waiting<T> {
  /** What comes after the change that the handler is busy with. */
  changes: readonly Change<T>[];
  readonly backoff: Backoff;
  cancel: () => void;
}

/** Gives changes to one handler, those of one object one after the other, and gives them again where it fails (RELIABILITY R12). */
export class Deliveries<T> {
  readonly #handler: Handler<T>;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #onError: (error: unknown) => void;
  readonly #waiting: Map<string, Waiting<T>> = new Map();
  #stopped = false;

  /** @param handler gets the changes
   * @param clock whose time
   * @param random for the waits
   * @param onError gets what the handler throws */
  constructor(handler: Handler<T>, clock: Clock, random: () => number, onError: (error: unknown) => void) {
    this.#handler = handler;
    this.#clock = clock;
    this.#random = random;
    this.#onError = onError;
  }

  /** How many objects have changes that the handler has not taken yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Gives one change, after those about the same object that the handler has not taken.
   * @param change the newest */
  deliver(change: Change<T>): void {
    if (this.#stopped) return;
    const key = keyOf(change);
    const waiting = this.#waiting.get(key);
    if (waiting) {
      waiting.changes = withChange(waiting.changes, change);
      return;
    }
    const taken = this.#give(change);
    if (taken === undefined) return;
    const begun: Waiting<T> = { changes: [], backoff: new Backoff(this.#random), cancel: () => undefined };
    this.#waiting.set(key, begun);
    this.#await(key, begun, { change, taken });
  }

  /** Gives nothing any more, and leaves no timer behind. */
  stop(): void {
    this.#stopped = true;
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  // nothing where the handler has taken it at once, else a promise that never rejects
  #give(change: Change<T>): Promise<boolean> | undefined {
    try {
      const result: unknown = this.#handler(change);
      if (!isPromise(result)) return undefined;
      return Promise.resolve(result).then(
        () => true,
        (error: unknown) => this.#refused(error),
      );
    } catch (error) {
      return Promise.resolve(this.#refused(error));
    }
  }

  #refused(error: unknown): false {
    this.#onError(error);
    return false;
  }

  #await(key: string, waiting: Waiting<T>, { change, taken }: { readonly change: Change<T>; readonly taken: Promise<boolean> }): void {
    void taken.then((well) => {
      if (this.#stopped) return;
      if (well) this.#next(key, waiting);
      else this.#later(key, waiting, change);
    });
  }

  #next(key: string, waiting: Waiting<T>): void {
    for (;;) {
      const [change, ...rest] = waiting.changes;
      if (this.#stopped) return;
      if (!change) {
        this.#waiting.delete(key);
        return;
      }
      waiting.changes = rest;
      const taken = this.#give(change);
      if (taken) {
        this.#await(key, waiting, { change, taken });
        return;
      }
    }
  }

  #later(key: string, waiting: Waiting<T>, change: Change<T>): void {
    waiting.changes = waiting.changes.reduce<readonly Change<T>[]>(withChange, [change]);
    waiting.cancel = this.#clock.after(waiting.backoff.next(this.#clock.now()), () => this.#next(key, waiting));
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
