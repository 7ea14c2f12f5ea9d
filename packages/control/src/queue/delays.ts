import type { Clock } from '../clock.ts';

interface Delayed {
  readonly key: string;
  due: number;
  /** Tells apart what is due at the same time: who came first goes first. */
  readonly order: number;
  place: number;
}

/** So many keys are handed over before anything else may run: a few milliseconds' worth. */
const AT_ONCE = 5000;

/** Keys that wait for a time: a heap with one timer for the first of them, whatever their number. RELIABILITY R17. */
export class Delays {
  readonly #clock: Clock;
  readonly #onDue: (key: string) => void;
  readonly #heap: Delayed[] = [];
  readonly #byKey = new Map<string, Delayed>();
  #order = 0;
  #timer: { readonly due: number; readonly cancel: () => void } | undefined;

  /** @param clock whose time
   * @param onDue told of a key when its time has come */
  constructor(clock: Clock, onDue: (key: string) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  get size(): number {
    return this.#heap.length;
  }

  /** Lets a key wait. Where it waits already, the earlier time holds.
   * @param key the key
   * @param due when */
  put(key: string, due: number): void {
    const known = this.#byKey.get(key);
    if (known && known.due <= due) return;
    if (known) known.due = due;
    const entry = known ?? { key, due, order: this.#order++, place: this.#heap.length };
    if (!known) {
      this.#byKey.set(key, entry);
      this.#heap.push(entry);
    }
    this.#up(entry);
    this.#arm();
  }

  /** Forgets all of them. */
  clear(): void {
    this.#heap.length = 0;
    this.#byKey.clear();
    this.#disarm();
  }

  #arm(): void {
    const [first] = this.#heap;
    if (!first || (this.#timer && this.#timer.due <= first.due)) return;
    this.#disarm();
    const cancel = this.#clock.after(Math.max(0, Math.ceil(first.due - this.#clock.now())), () => this.#fire());
    this.#timer = { due: first.due, cancel };
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #fire(): void {
    this.#timer = undefined;
    const now = this.#clock.now();
    for (let count = 0; count < AT_ONCE; count += 1) {
      const [first] = this.#heap;
      if (!first || first.due > now) break;
      this.#takeFirst(first);
      this.#onDue(first.key);
    }
    this.#arm();
  }

  #takeFirst(first: Delayed): void {
    this.#byKey.delete(first.key);
    const last = this.#heap.pop();
    if (!last || last === first) return;
    this.#place(last, 0);
    this.#down(last);
  }

  #up(entry: Delayed): void {
    while (entry.place > 0) {
      const above = this.#heap[(entry.place - 1) >> 1];
      if (!above || isBefore(above, entry)) return;
      this.#swap(above, entry);
    }
  }

  #down(entry: Delayed): void {
    for (;;) {
      const left = this.#heap[2 * entry.place + 1];
      const right = this.#heap[2 * entry.place + 2];
      const below = left && right && isBefore(right, left) ? right : left;
      if (!below || isBefore(entry, below)) return;
      this.#swap(entry, below);
    }
  }

  #swap(one: Delayed, other: Delayed): void {
    const { place } = one;
    this.#place(one, other.place);
    this.#place(other, place);
  }

  #place(entry: Delayed, place: number): void {
    entry.place = place;
    this.#heap[place] = entry;
  }
}

function isBefore(one: Delayed, other: Delayed): boolean {
  return one.due === other.due ? one.order < other.order : one.due < other.due;
}
