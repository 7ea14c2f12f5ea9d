import { ApiError, hasCode } from './api-error.ts';
import { Backoff } from './backoff.ts';
import type { RelistReason } from './cache-status.ts';
import { type Clock, sleep } from './clock.ts';
import { follow, followFromStart } from './follow.ts';
import { listAll } from './list-all.ts';
import type { Api, Selection } from './open-api.ts';
import type { Replica } from './replica.ts';
import type { ApiObject, ApiResource } from './resource.ts';
import { type Counters, relistReason, type Source } from './source.ts';
import { BrokenStream, CutStream } from './watch-stream.ts';

/** A watch that ends sooner is no watch: reconnecting at once would only be a loop. */
const SHORT_WATCH_MS = 1000;
/** Failures in a row, of those that may be about the version that is asked for, after which everything is read anew. */
const FAILURES_BEFORE_RELIST = 5;
/** A stream may fall silent once, for example by a dead peer. Twice: the cluster has nothing to say about a version that it does not know. */
const SILENCES_BEFORE_RELIST = 2;
/** A server that is down does not answer a list either, so a list is tried every so many times only. */
const STREAMS_BEFORE_LIST = 3;

/** What a reflector works on. */
export interface ReflectorOptions<T extends ApiObject> {
  readonly api: Api;
  readonly resource: ApiResource;
  readonly selection: Selection;
  readonly replica: Replica<T>;
  /** Whether to read everything as a stream first. */
  readonly watchList: boolean;
  readonly clock: Clock;
  readonly random: () => number;
  /** The replica holds everything; called each time that everything was read. */
  readonly onFilled: () => void;
}

/** Keeps a replica like the cluster: it lists, watches, and begins again by itself whatever happens, until it is stopped
 * (RELIABILITY R1 to R9). */
export class Reflector<T extends ApiObject> {
  readonly counters: Counters = {
    requests: 0,
    reconnects: 0,
    brokenStreams: 0,
    skippedEvents: 0,
    relists: { initial: 0, expired: 0, 'too-large': 0, 'went-back': 0, silent: 0, failing: 0 },
  };
  /** What keeps it from following the cluster now. */
  error: ApiError | undefined;
  /** When the cluster has last told something. */
  lastEventAt: number | undefined;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #backoff: Backoff;
  readonly #source: Source<T>;
  readonly #stop = new AbortController();
  /** Why everything has to be read, or nothing. */
  #relist: RelistReason | undefined = 'initial';
  /** Whether a list may come from the API server's cache: the first one, unless it was refused. A later one must not go back in time. */
  #mayBeBehind = true;
  #watchList: boolean;
  #failedStreams = 0;
  #failures = 0;
  #silences = 0;
  #streamBegan = 0;
  #running: Promise<void> | undefined;

  /** @param options what it works on */
  constructor({ api, resource, selection, replica, watchList, clock, random, onFilled }: ReflectorOptions<T>) {
    this.#clock = clock;
    this.#random = random;
    this.#watchList = watchList;
    this.#backoff = new Backoff(random);
    const filled = (): void => {
      if (this.#relist) this.counters.relists[this.#relist] += 1;
      this.#relist = undefined;
      this.#mayBeBehind = false;
      onFilled();
    };
    this.#source = { api, resource, selection, replica, clock, counters: this.counters, signal: this.#stop.signal, onLife: () => this.#alive(), onFilled: filled };
  }

  /** Aborted once it is stopped. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** Begins; a second call changes nothing. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends. Afterwards no request, timer or listener of it is left. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.stopped.aborted) {
      const wait = await this.#round().then(
        () => this.#ended(),
        (error: unknown) => this.#failed(error),
      );
      if (wait > 0) await sleep(this.#clock, wait, this.stopped);
    }
  }

  // reads everything where needed, then follows
  async #round(): Promise<void> {
    this.#streamBegan = this.#clock.now();
    if (this.#relist === undefined) {
      this.counters.reconnects += 1;
      await this.#follow();
    } else if (!(await this.#streamed())) {
      await listAll(this.#source, this.#mayBeBehind);
      // where a list does what a stream did not, it is no use to try streams again
      this.#watchList = false;
      await this.#follow();
    }
  }

  async #follow(): Promise<void> {
    if (this.stopped.aborted) return;
    this.#streamBegan = this.#clock.now();
    await follow(this.#source, this.#random());
  }

  // whether everything was read as a stream; else it has to be listed
  async #streamed(): Promise<boolean> {
    if (!this.#watchList) return false;
    try {
      if (await followFromStart(this.#source, this.#random())) return true;
    } catch (error) {
      if (this.stopped.aborted || this.#relist === undefined || !this.#isAboutStreams(error)) throw error;
      if (relistReason(error)) this.#mayBeBehind = false;
    }
    return false;
  }

  // whether a list may do where a stream has failed
  #isAboutStreams(error: unknown): boolean {
    if (!hasCode(error, 'unavailable') || error instanceof BrokenStream) return !hasCode(error, 'unauthorized', 'forbidden', 'not-found', 'too-many-requests');
    this.#failedStreams += 1;
    return this.#failedStreams % STREAMS_BEFORE_LIST === 0;
  }

  // a stream is over and nothing was wrong with it; gives the wait before the next round, in ms
  #ended(): number {
    this.error = undefined;
    if (!this.#hasLived) return this.#wait();
    this.#backoff.reset();
    return 0;
  }

  get #hasLived(): boolean {
    return this.#clock.now() - this.#streamBegan >= SHORT_WATCH_MS;
  }

  // gives the wait before the next round, in ms
  #failed(thrown: unknown): number {
    if (this.stopped.aborted) return 0;
    // a balancer that takes quiet streams for dead cuts each of them: to wait longer each time is to be blind for a third of the time
    if (thrown instanceof CutStream && this.#relist === undefined && this.#hasLived) return this.#ended();
    const error = hasCode(thrown) ? thrown : new ApiError('unavailable', `What came of ${this.#source.resource.plural} could not be taken up: ${String(thrown)}`, { cause: thrown });
    this.error = error;
    if (error instanceof BrokenStream) this.counters.brokenStreams += 1;
    // an answer has a status; where there is none, it was the silence
    if (error.code === 'timed-out' && error.status === undefined) this.#silences += 1;
    else if (mayBeOfVersion(error)) this.#failures += 1;
    this.#decideRelist(error);
    return Math.max(this.#wait(), 1000 * (error.retryAfterSeconds ?? 0));
  }

  #decideRelist(error: ApiError): void {
    const reason = relistReason(error);
    if (reason) this.#mayBeBehind = false;
    if (this.#relist !== undefined) return;
    if (reason) this.#relist = reason;
    else if (this.#silences >= SILENCES_BEFORE_RELIST) this.#relist = 'silent';
    else if (this.#failures >= FAILURES_BEFORE_RELIST) this.#relist = 'failing';
  }

  #wait(): number {
    return this.#backoff.next(this.#clock.now());
  }

  #alive(): void {
    this.lastEventAt = this.#clock.now();
    this.error = undefined;
    this.#failures = 0;
    this.#silences = 0;
  }
}

// a server that cannot be reached, does not know who asks, or has enough of requests says nothing about the version that it was asked
// for, and to read everything would only be more of what it refuses; where it finds fault with a request, the version is what has changed
function mayBeOfVersion(error: ApiError): boolean {
  return error instanceof BrokenStream || error.code === 'invalid' || (error.status ?? 0) >= 500;
}
