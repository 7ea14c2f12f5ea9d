import type { Access, ReadAccess } from './access.ts';
import { ApiError } from './api-error.ts';
import type { Clock } from './clock.ts';
import { deadline } from './deadline.ts';
import type { Wire } from './wire.ts';
import { wireTo } from './wire-to.ts';

/** How long what was read is good, in ms: as long as in other clients. */
const FRESH_MS = 60_000;
/** How long a read is waited for where something was read before, in ms. A plugin may have to ask somebody far away; but a request that waits for
 * it has 30 s, and is to go out in that time with what was read before. */
const READ_MS = 10_000;
/** How long the first one is waited for, in ms: a plugin may ask a person to sign in. */
const FIRST_READ_MS = 120_000;

/** What requests go out with. */
export interface Line {
  readonly access: Access;
  readonly wire: Wire;
}

/** The access of a connection, read anew every minute and whenever the cluster does not know who asks. What cannot be read in time,
 * or does not fit together, leaves the last good one in place. */
export class LiveAccess {
  readonly #read: ReadAccess;
  readonly #clock: Clock;
  readonly #retired: Set<Wire> = new Set();
  /** Why the last good line is in use although it should be another by now. */
  error: ApiError | undefined;
  #line: Line | undefined;
  #readAt = 0;
  #reading: Promise<Line> | undefined;
  readonly #end = new AbortController();

  /** @param read reads everything
   * @param clock whose time */
  constructor(read: ReadAccess, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** What to send a request with. Rejects where nothing could be read ever. */
  async current(): Promise<Line> {
    this.#requireOpen();
    return this.#line && this.#clock.now() - this.#readAt < FRESH_MS ? this.#line : this.#once(false);
  }

  /** Reads anew after the cluster has refused what was read. Several at once read once. */
  async refresh(): Promise<Line> {
    this.#requireOpen();
    return this.#once(true);
  }

  /** Closes every socket. */
  async close(): Promise<void> {
    this.#end.abort(new ApiError('unavailable', 'The connection is closed.'));
    const all = [...this.#retired, ...(this.#line ? [this.#line.wire] : [])];
    await Promise.all(all.map((wire) => wire.destroy()));
  }

  #requireOpen(): void {
    this.#end.signal.throwIfAborted();
  }

  #once(refused: boolean): Promise<Line> {
    this.#reading ??= this.#renew(refused).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #renew(refused: boolean): Promise<Line> {
    try {
      await this.#take(await this.#inTime(this.#read(refused)));
      this.error = undefined;
    } catch (cause) {
      this.#requireOpen();
      this.error = new ApiError('unavailable', `There is no access to a cluster: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    if (!this.#line) throw this.error;
    this.#readAt = this.#clock.now();
    return this.#line;
  }

  // what comes later is not taken: something newer may be in place by then
  async #inTime(read: Promise<Access>): Promise<Access> {
    const limit = deadline(this.#clock, this.#line ? READ_MS : FIRST_READ_MS, 'reading the credentials', this.#end.signal);
    try {
      return await limit.race(read);
    } finally {
      limit.clear();
    }
  }

  async #take(access: Access): Promise<void> {
    const known = this.#line;
    const isSame = known !== undefined && sameLine(known.access, access);
    const wire = isSame ? known.wire : await wireTo(access);
    // what was opened after the end would never be closed
    if (this.#end.signal.aborted && !isSame) await wire.destroy();
    this.#requireOpen();
    this.#line = { access, wire };
    if (known && !isSame) this.#retire(known.wire);
  }

  // what runs on it may end; watches do so within minutes
  #retire(wire: Wire): void {
    this.#retired.add(wire);
    const forget = (): void => void this.#retired.delete(wire);
    wire.retire().then(forget, forget);
  }
}

function sameLine(one: Access, other: Access): boolean {
  return JSON.stringify([one.server, one.proxyUrl, one.tls]) === JSON.stringify([other.server, other.proxyUrl, other.tls]);
}
