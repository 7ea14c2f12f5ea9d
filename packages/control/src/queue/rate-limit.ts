/** How often keys may come back, all of them together. */
export interface RateLimit {
  /** So many a second in the long run. */
  readonly qps: number;
  /** So many at once after a quiet time. */
  readonly burst: number;
}

/** How long a key that fails waits: longer each time. */
export interface Backoff {
  /** After the first failure, in ms; twice as long after each that follows. */
  readonly firstMs: number;
  /** Never longer, in ms. */
  readonly longestMs: number;
}

/** A bucket of tokens that may be drawn in advance: whoever draws is told how long to wait for the token. */
export class TokenBucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #at: number;

  /** @param limit throws a RangeError for one that lets nothing through
   * @param now the time, in ms */
  constructor(limit: RateLimit, now: number) {
    if (!(limit.qps > 0) || !(limit.burst >= 1)) {
      throw new RangeError(`A rate limit needs a qps above 0 and a burst of at least 1, and these are ${limit.qps} and ${limit.burst}; \`rateLimit: false\` is no limit.`);
    }
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#at = now;
  }

  /** Draws a token.
   * @param now the time, in ms
   * @returns after how many ms it may be used */
  draw(now: number): number {
    const { qps, burst } = this.#limit;
    const grown = (Math.max(0, now - this.#at) / 1000) * qps;
    this.#tokens = Math.min(burst, this.#tokens + grown) - 1;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / qps) * 1000;
  }
}

/** How often each key has failed since it last went well. */
export class Failures {
  readonly #backoff: Backoff;
  readonly #counts = new Map<string, number>();

  /** @param backoff throws a RangeError for times that are none */
  constructor(backoff: Backoff) {
    if (!(backoff.firstMs > 0) || !(backoff.longestMs >= backoff.firstMs)) {
      throw new RangeError(`A back-off needs a firstMs above 0 and a longestMs that is no shorter, and these are ${backoff.firstMs} and ${backoff.longestMs}.`);
    }
    this.#backoff = backoff;
  }

  /** Keys that have failed. */
  get size(): number {
    return this.#counts.size;
  }

  /** How often one has failed.
   * @param key the key */
  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Counts one more.
   * @param key that failed
   * @returns how long it waits, in ms */
  add(key: string): number {
    const before = this.of(key);
    this.#counts.set(key, before + 1);
    return Math.min(this.#backoff.firstMs * 2 ** before, this.#backoff.longestMs);
  }

  /** It went well, or is gone.
   * @param key the key */
  forget(key: string): void {
    this.#counts.delete(key);
  }
}
