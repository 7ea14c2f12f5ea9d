import { hasReachedVersion } from '@instancetype/api';
import { type Clock, systemClock } from '../clock.ts';
import { laterOf } from './later-of.ts';

/** Whether a key may be worked on from the cache: `yes`; `wait`, because the cache does not have yet what was written; or `read-live`,
 * because it did not come in time, or because it is not known what was written. */
export type Readiness = 'yes' | 'wait' | 'read-live';

/** What can be set. */
export interface OwnWritesOptions {
  /** The resource version that the cache has reached, whatever object or bookmark brought it there. */
  readonly reached: () => string | undefined;
  /** How long a write may take to come back, in ms: 30,000 by default. */
  readonly withinMs?: number | undefined;
  /** Of so many keys at most something is remembered: 100,000 by default. */
  readonly most?: number | undefined;
  /** For tests. */
  readonly clock?: Clock | undefined;
}

/** What was written of the objects of one kind, and has not come back through the cache of that kind. RELIABILITY R18. */
export interface OwnWrites {
  /** A key was written. Before it is worked on again, the cache has to reach this version.
   * @param key the key that was worked on, which need not be the object's own
   * @param version `metadata.resourceVersion` of the answer; undefined where no answer came, and only the cluster knows */
  expect(key: string, version: string | undefined): void;
  /** The cache brought an object that belongs to a key. Nobody needs to say so, because `reached` tells as well; it is of use before a
   * key is added to a queue, where the cache tells of an object first and of its version afterwards.
   * @param version its `metadata.resourceVersion` */
  seen(key: string, version: string | undefined): void;
  ready(key: string): Readiness;
  /** How long until `wait` becomes `read-live`, in ms; 0 where it does not wait. */
  leftMs(key: string): number;
  /** The object was read from the cluster, after `read-live`: the work goes on with what was read, and until the cache has reached
   * that, it waits again.
   * @param version `metadata.resourceVersion`; undefined where there is no such object */
  readLive(key: string, version: string | undefined): void;
  /** The object is gone: there is nothing to wait for. */
  forget(key: string): void;
  /** Of how many keys something is remembered. */
  readonly size: number;
}

interface Write {
  /** Undefined where nobody knows what was written. */
  readonly version: string | undefined;
  readonly at: number;
}

const WITHIN_MS = 30_000;
const MOST = 100_000;

/** Remembers what this process wrote, so that nothing is decided by a cache that does not have it yet (the read-your-writes of KEP-5647).
 * Versions are compared within one kind only: open one for each kind that is written. RELIABILITY R18, row 53.
 * @param options what the cache has reached, limits */
export function openOwnWrites(options: OwnWritesOptions): OwnWrites {
  return new Writes(options);
}

class Writes implements OwnWrites {
  /** By key, the one of the longest ago first. */
  readonly #writes = new Map<string, Write>();
  /** Stands for all that did not find a place in time order; as long as it is there, no cache can be trusted. */
  #overflow: Write | undefined;
  readonly #reached: () => string | undefined;
  readonly #withinMs: number;
  readonly #most: number;
  readonly #clock: Clock;

  constructor({ reached, withinMs = WITHIN_MS, most = MOST, clock = systemClock }: OwnWritesOptions) {
    if (!(withinMs > 0) || !(most >= 1)) throw new RangeError(`withinMs must be above 0 and most at least 1, and they are ${withinMs} and ${most}.`);
    this.#reached = reached;
    this.#withinMs = withinMs;
    this.#most = most;
    this.#clock = clock;
  }

  get size(): number {
    return this.#writes.size;
  }

  expect(key: string, version: string | undefined): void {
    const known = this.#writes.get(key);
    if (known && known.version === undefined) return;
    this.#put(key, version ? laterOf(known?.version, version) : undefined);
  }

  seen(key: string, version: string | undefined): void {
    const wanted = this.#writes.get(key)?.version;
    if (wanted !== undefined && hasReachedVersion(version, wanted)) this.#writes.delete(key);
  }

  ready(key: string): Readiness {
    const write = this.#writes.get(key);
    if (!write) return this.#isOverflowed() ? 'read-live' : 'yes';
    if (write.version === undefined) return 'read-live';
    if (hasReachedVersion(this.#reached(), write.version)) {
      this.#writes.delete(key);
      return this.ready(key);
    }
    return this.#isLate(write) ? 'read-live' : 'wait';
  }

  leftMs(key: string): number {
    if (this.ready(key) !== 'wait') return 0;
    return (this.#writes.get(key)?.at ?? 0) + this.#withinMs - this.#clock.now();
  }

  readLive(key: string, version: string | undefined): void {
    if (version) this.#put(key, version);
    else this.#writes.delete(key);
  }

  forget(key: string): void {
    this.#writes.delete(key);
  }

  #put(key: string, version: string | undefined): void {
    this.#writes.delete(key);
    const reached = this.#reached();
    if (version !== undefined && hasReachedVersion(reached, version)) return;
    this.#dropReached(reached);
    if (this.#writes.size >= this.#most) this.#dropFirst();
    this.#writes.set(key, { version, at: this.#clock.now() });
  }

  // from the front only: every write is looked at once on its way out
  #dropReached(reached: string | undefined): void {
    for (const [key, { version }] of this.#writes) {
      if (version === undefined || !hasReachedVersion(reached, version)) return;
      this.#writes.delete(key);
    }
  }

  #dropFirst(): void {
    const [first] = this.#writes;
    if (!first) return;
    const [key, { version }] = first;
    this.#writes.delete(key);
    const latest = version === undefined ? this.#overflow?.version : laterOf(this.#overflow?.version, version);
    this.#overflow = { version: latest, at: this.#clock.now() };
  }

  // a write without an answer is in the cluster by the time, or will never be
  #isOverflowed(): boolean {
    const overflow = this.#overflow;
    if (!overflow) return false;
    if (!this.#isLate(overflow) || (overflow.version !== undefined && !hasReachedVersion(this.#reached(), overflow.version))) return true;
    this.#overflow = undefined;
    return false;
  }

  #isLate({ at }: Write): boolean {
    return this.#clock.now() - at >= this.#withinMs;
  }
}
