const FIRST_MS = 800;
const LONGEST_MS = 30_000;
const HEALTHY_MS = 120_000;

/** Waits that grow: 0.8 s, twice as long each time, each up to twice as long by chance, at most 30 s, so that clients which fell
 * together do not come back together, however long they have been waiting. After two minutes without a failure they start anew, and at
 * once where they are told that all is well. */
export class Backoff {
  readonly #random: () => number;
  #step = 0;
  #free = 0;

  /** @param random gives numbers from 0 up to 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** The next wait, in ms.
   * @param now the time, in ms */
  next(now: number): number {
    if (now - this.#free > HEALTHY_MS) this.#step = 0;
    const longest = Math.min(2 * FIRST_MS * 2 ** this.#step, LONGEST_MS);
    if (longest < LONGEST_MS) this.#step += 1;
    const wait = (longest / 2) * (1 + this.#random());
    this.#free = now + wait;
    return wait;
  }

  /** Starts anew: all is well. */
  reset(): void {
    this.#step = 0;
  }
}
