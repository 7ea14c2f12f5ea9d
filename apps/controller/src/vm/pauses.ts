const FIRST_MS = 10_000;
const LONGEST_MS = 1_000_000;

/** How long a VM is left alone over which the cluster refuses something: a quota, a missing right, a namespace that ends. To ask again soon
 * would change nothing (RELIABILITY, row 55 of its bad inputs). */
export class Pauses {
  readonly #counts = new Map<string, number>();

  /** The next pause: twice as long each time.
   * @param key the VM's */
  next(key: string): number {
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    return Math.min(FIRST_MS * 2 ** count, LONGEST_MS);
  }

  /** It went well, or the VM is gone.
   * @param key the VM's */
  forget(key: string): void {
    this.#counts.delete(key);
  }
}
