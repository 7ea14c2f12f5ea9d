import { isOlderVersion } from '@instancetype/api';

/** Removals that are remembered one by one. */
const REMEMBERED = 1000;

/** What is known to be gone, so that a late word of it does not bring it back (RELIABILITY R9). */
export class Removals {
  readonly #versions: Map<string, string> = new Map();
  /** What is not there was gone at this version: that of the last list, or of the newest removal that is no longer remembered. */
  #floor: string | undefined;

  /** @param floor the version at which whatever is not there was gone */
  constructor(floor?: string) {
    this.#floor = floor;
  }

  /** The version since which something is gone, as far as it is known.
   * @param key of what is not there */
  of(key: string): string | undefined {
    return this.#versions.get(key) ?? this.#floor;
  }

  /** @param key of what is gone
   * @param version since when */
  add(key: string, version: string): void {
    this.#versions.delete(key);
    this.#versions.set(key, version);
    if (this.#versions.size <= REMEMBERED) return;
    const [oldest] = this.#versions;
    if (!oldest) return;
    this.#versions.delete(oldest[0]);
    if (this.#floor === undefined || isOlderVersion(this.#floor, oldest[1])) this.#floor = oldest[1];
  }

  /** @param key of what is there again */
  delete(key: string): void {
    this.#versions.delete(key);
  }
}
