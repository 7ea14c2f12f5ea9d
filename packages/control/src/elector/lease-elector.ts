import { showError, showText } from '@instancetype/conflict';
import type { Clock } from '../clock.ts';
import { type Hold, type Lease, type LeaseObject, newLease, released, renewed, taken } from './lease.ts';
import { codeOf, type LeaseApi, LeaseClient } from './lease-client.ts';
import type { Elector, ElectorOptions, ElectorState, ElectorStatus, WriteGuard } from './elector.ts';

/** {@link ElectorOptions} with everything set. */
interface Settings extends ElectorOptions {
  readonly leaseMs: number;
  readonly renewDeadlineMs: number;
  readonly retryMs: number;
  readonly timeoutMs: number;
  readonly identity: string;
  readonly clock: Clock;
  readonly nextWait: () => number;
}

/** The elector behind {@link Elector}. */
export class LeaseElector implements Elector {
  readonly identity: string;
  readonly guard: WriteGuard;
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #client: LeaseClient;
  readonly #leading = new AbortController();
  #state: ElectorState = 'waiting';
  /** As it was last read or written. */
  #lease: Lease | undefined;
  /** When the Lease was first seen as it is, by the clock of this process: dates in it are others' clocks. */
  #observed: { readonly print: string; readonly at: number } | undefined;
  #validUntil = -Infinity;
  /** Whether a request was sent that makes this process the holder, and it is not known that it is none. */
  #mayHold = false;
  #micros = 0;
  #succeededAt: number | undefined;
  #error: ElectorStatus['error'];
  #lostBecause: string | undefined;
  #releasing: Promise<boolean> | undefined;
  #cancelNext = (): void => undefined;
  #cancelDeadline = (): void => undefined;

  constructor(api: LeaseApi, settings: Settings) {
    this.#settings = settings;
    this.#clock = settings.clock;
    this.identity = settings.identity;
    this.#client = new LeaseClient(api, settings.clock, { name: settings.name, namespace: settings.namespace }, settings.timeoutMs);
    this.guard = { mayWrite: () => this.isLeader(), leading: this.#leading.signal };
    void this.#attempt();
  }

  isLeader(): boolean {
    if (this.#state !== 'leading') return false;
    if (this.#clock.now() < this.#validUntil) return true;
    // the timer that says so may not have had its turn
    this.#lose(`The Lease ${this.#name()} could not be renewed within ${this.#settings.renewDeadlineMs} ms${this.#error ? `: ${this.#error.message}` : ''}`);
    return false;
  }

  status(): ElectorStatus {
    const leads = this.isLeader();
    return {
      state: this.#state,
      identity: this.identity,
      holder: this.#lease?.holder,
      transitions: this.#lease?.transitions,
      validMs: leads ? this.#validUntil - this.#clock.now() : 0,
      lastSuccessAgeMs: this.#succeededAt === undefined ? undefined : this.#clock.now() - this.#succeededAt,
      error: this.#error,
      lostBecause: this.#lostBecause,
    };
  }

  release(): Promise<boolean> {
    this.#releasing ??= this.#release();
    return this.#releasing;
  }

  async #release(): Promise<boolean> {
    if (this.#state !== 'waiting' && !this.isLeader()) return !this.#mayHold;
    this.#end('released', 'The leadership was released.');
    if (!this.#mayHold) return true;
    try {
      await this.#free();
      this.#error = undefined;
    } catch (error) {
      this.#note(error);
    }
    return !this.#mayHold;
  }

  stop(): void {
    if (this.#isOn()) this.#end('stopped', 'The election was stopped.');
    else this.#client.cancel();
  }

  async #attempt(): Promise<void> {
    const began = this.#clock.now();
    try {
      await this.#try();
      if (!this.#isOn()) return;
      this.#error = undefined;
      this.#succeededAt = this.#clock.now();
    } catch (error) {
      if (!this.#isOn()) return;
      this.#note(error);
    }
    this.#cancelNext = this.#clock.after(this.#wait(began), () => void this.#attempt());
  }

  async #try(): Promise<void> {
    if (this.#state === 'leading' && !this.isLeader()) return;
    if (this.#state === 'leading' && this.#lease) {
      try {
        return await this.#hold(renewed(this.#lease, this.#holdNow()));
      } catch (error) {
        // it has changed: perhaps by a renewal of which the answer got lost
        if (!['conflict', 'not-found'].includes(codeOf(error) ?? '')) throw error;
      }
    }
    const lease = await this.#client.read();
    if (!this.#isOn()) return;
    if (lease) await this.#judge(lease);
    else await this.#hold(newLease(this.#settings, this.#holdNow()));
  }

  async #judge(lease: Lease): Promise<void> {
    this.#observe(lease);
    if (lease.holder === this.identity) return this.#hold(renewed(lease, this.#holdNow()));
    this.#mayHold = false;
    if (this.#state === 'leading') return this.#lose(`The Lease ${this.#name()} is held by ${lease.holder === '' ? 'nobody' : showText(lease.holder)}`);
    if (lease.holder === '' || this.#clock.now() >= this.#expiry(lease)) await this.#hold(taken(lease, this.#holdNow()));
  }

  async #hold(lease: LeaseObject): Promise<void> {
    // what others have seen of this request they have seen later
    const sentAt = this.#clock.now();
    this.#mayHold = true;
    const exists = lease.metadata.resourceVersion !== undefined;
    const written = await (exists ? this.#client.update(lease) : this.#client.create(lease));
    this.#observe(written);
    const led = this.#state === 'leading';
    const validUntil = sentAt + this.#settings.renewDeadlineMs;
    if (!this.#isOn() || (led && !this.isLeader()) || this.#clock.now() >= validUntil) return;
    this.#validUntil = validUntil;
    this.#cancelDeadline();
    this.#cancelDeadline = this.#clock.after(Math.ceil(validUntil - this.#clock.now()), () => void this.isLeader());
    if (!led) this.#start();
  }

  #start(): void {
    this.#state = 'leading';
    const failed = (error: unknown): void => this.#lose(`onStart failed: ${showError(error)}`);
    try {
      Promise.resolve(this.#settings.onStart(this.guard.leading)).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  #lose(reason: string): void {
    if (this.#state !== 'leading') return;
    this.#lostBecause = reason;
    this.#end('lost', reason);
    try {
      this.#settings.onLost(reason);
    } catch (error) {
      this.#error = { code: codeOf(error) ?? 'unknown', message: `onLost failed: ${showError(error)}` };
    }
  }

  #end(state: 'lost' | 'released' | 'stopped', reason: string): void {
    this.#state = state;
    this.#validUntil = -Infinity;
    this.#cancelNext();
    this.#cancelDeadline();
    this.#leading.abort(new Error(reason));
    this.#client.cancel();
  }

  // twice, because the answer of the last renewal may have got lost
  async #free(): Promise<void> {
    try {
      if (this.#lease?.holder === this.identity) return await this.#freeAs(this.#lease);
    } catch (error) {
      if (codeOf(error) !== 'conflict') throw error;
    }
    const lease = await this.#client.read();
    if (lease?.holder === this.identity) await this.#freeAs(lease);
    else this.#mayHold = false;
  }

  async #freeAs(lease: Lease): Promise<void> {
    this.#lease = await this.#client.update(released(lease, this.#nextMicros()));
    this.#mayHold = false;
  }

  #observe(lease: Lease): void {
    this.#lease = lease;
    if (this.#observed?.print !== lease.print) this.#observed = { print: lease.print, at: this.#clock.now() };
  }

  #expiry(lease: Lease): number {
    return (this.#observed?.at ?? this.#clock.now()) + (lease.durationMs ?? this.#settings.leaseMs);
  }

  /** Until the next attempt. A request that took its time has waited already; what expires before is not waited for longer. */
  #wait(began: number): number {
    const now = this.#clock.now();
    const wait = Math.max(0, this.#settings.nextWait() - (now - began));
    const left = this.#state === 'waiting' && this.#lease && this.#lease.holder !== '' ? this.#expiry(this.#lease) - now : 0;
    return Math.ceil(left > 0 ? Math.min(wait, left) : wait);
  }

  #holdNow(): Hold {
    return { identity: this.identity, leaseMs: this.#settings.leaseMs, micros: this.#nextMicros() };
  }

  // no two renewals look the same, whatever is done to the clock on the wall
  #nextMicros(): number {
    this.#micros = Math.max(this.#micros + 1, Math.floor(this.#clock.wall() * 1000));
    return this.#micros;
  }

  #isOn(): boolean {
    return this.#state === 'waiting' || this.#state === 'leading';
  }

  #note(error: unknown): void {
    this.#error = { code: codeOf(error) ?? 'unknown', message: showError(error) };
  }

  #name(): string {
    return `${showText(this.#settings.namespace)}/${showText(this.#settings.name)}`;
  }
}
