import type { Dispatcher } from 'undici';
import type { Access, ReadAccess } from './access.ts';
import { ApiError } from './api-error.ts';
import type { Clock } from './clock.ts';
import { dispatcherFor } from './dispatcher.ts';

/** How long what was read is good, in ms: as long as in other clients. */
const FRESH_MS = 60_000;

/** What requests go out with. */
export interface Line {
  readonly access: Access;
  readonly dispatcher: Dispatcher;
}

/** The access of a connection, read anew every minute and whenever the cluster does not know who asks. What cannot be read, or
 * does not fit together, leaves the last good one in place. */
export class LiveAccess {
  readonly #read: ReadAccess;
  readonly #clock: Clock;
  readonly #retired: Set<Dispatcher> = new Set();
  /** Why the last good line is in use although it should be another by now. */
  error: ApiError | undefined;
  #line: Line | undefined;
  #readAt = 0;
  #reading: Promise<Line> | undefined;
  #closed = false;

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
    this.#closed = true;
    const all = [...this.#retired, ...(this.#line ? [this.#line.dispatcher] : [])];
    await Promise.all(all.map((dispatcher) => dispatcher.destroy()));
  }

  #requireOpen(): void {
    if (this.#closed) throw new ApiError('unavailable', 'The connection is closed.');
  }

  #once(refused: boolean): Promise<Line> {
    this.#reading ??= this.#renew(refused).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #renew(refused: boolean): Promise<Line> {
    try {
      const access = await this.#read(refused);
      this.#requireOpen();
      this.#take(access);
      this.error = undefined;
    } catch (cause) {
      this.#requireOpen();
      this.error = new ApiError('unavailable', `There is no access to a cluster: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    if (!this.#line) throw this.error;
    this.#readAt = this.#clock.now();
    return this.#line;
  }

  #take(access: Access): void {
    const known = this.#line;
    if (known && sameLine(known.access, access)) {
      this.#line = { access, dispatcher: known.dispatcher };
      return;
    }
    this.#line = { access, dispatcher: dispatcherFor(access) };
    if (known) this.#retire(known.dispatcher);
  }

  // what runs on it may end; watches do so within minutes
  #retire(dispatcher: Dispatcher): void {
    this.#retired.add(dispatcher);
    const forget = (): void => void this.#retired.delete(dispatcher);
    dispatcher.close().then(forget, forget);
  }
}

function sameLine(one: Access, other: Access): boolean {
  return JSON.stringify([one.server, one.proxyUrl, one.tls]) === JSON.stringify([other.server, other.proxyUrl, other.tls]);
}
