import type { Clock } from '../clock.ts';

/** Which Lease, who is told, how long everything takes. */
export interface ElectorOptions {
  readonly namespace: string;
  /** Of the Lease. */
  readonly name: string;
  /** Called when this process leads. Where it throws or rejects, the process leads no more.
   * @param leading aborted when it leads no more */
  readonly onStart: (leading: AbortSignal) => void | Promise<void>;
  /** Called once when this process led and does so no more, except by `release` or `stop`. It is not elected again: end the process, with
   * a code other than 0.
   * @param reason for the log */
  readonly onLost: (reason: string) => void;
  /** What the identity begins with: the host's name by default. A random part follows, so that it is never the same twice. */
  readonly host?: string | undefined;
  /** How long others leave a silent leader alone: 15,000 ms by default; whole seconds. */
  readonly leaseMs?: number | undefined;
  /** How long after its last renewal a leader leads, by its own clock: 10,000 ms by default; less than `leaseMs`. */
  readonly renewDeadlineMs?: number | undefined;
  /** How long until the next attempt: 2,000 ms by default, and up to a fifth more. */
  readonly retryMs?: number | undefined;
  /** Of one request: half of `renewDeadlineMs` by default, and at most that. */
  readonly timeoutMs?: number | undefined;
  /** For tests. */
  readonly clock?: Clock | undefined;
  /** For tests: gives numbers from 0 up to 1. */
  readonly random?: (() => number) | undefined;
}

/** - `waiting`: somebody else leads, or nobody does yet;
 * - `leading`: this process leads;
 * - `lost`: it led, and could not renew in time, or somebody else leads;
 * - `released`, `stopped`: it has been told to end. */
export type ElectorState = 'waiting' | 'leading' | 'lost' | 'released' | 'stopped';

/** How an election is going. RELIABILITY R21. */
export interface ElectorStatus {
  readonly state: ElectorState;
  readonly identity: string;
  /** Who holds the Lease, as far as is known; empty where nobody does. */
  readonly holder: string | undefined;
  /** How often the Lease has changed hands, as far as is known. */
  readonly transitions: number | undefined;
  /** How much longer this process leads without another renewal, in ms; 0 where it does not lead. */
  readonly validMs: number;
  /** How long ago an attempt went well, in ms; undefined before the first. */
  readonly lastSuccessAgeMs: number | undefined;
  /** Why the last attempt failed; undefined where it went well. `code` is the client's: `forbidden`, `conflict`, `timed-out`, ... */
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Why it led no more, once that is so. */
  readonly lostBecause: string | undefined;
}

/** What stands between a leader's work and the cluster. */
export interface WriteGuard {
  /** Whether this process leads at this very moment. Ask right before each write, with nothing awaited in between. */
  mayWrite(): boolean;
  /** Aborted when this process leads no more: give it to every request that writes. */
  readonly leading: AbortSignal;
}

/** Takes part in the election of a leader. RELIABILITY R19. */
export interface Elector {
  /** Of this process, never the same twice. */
  readonly identity: string;
  /** Whether this process leads at this very moment, by a clock that nobody sets: false as soon as the last renewal is older than the
   * deadline, even where the process was stopped, or busy, since then. */
  isLeader(): boolean;
  readonly guard: WriteGuard;
  status(): ElectorStatus;
  /** Ends it, and lets others lead at once. Call it when no guarded work is going on any more: first drain the queue. Where work is
   * left, call `stop`.
   * @returns whether the Lease was let go of, or was not held; false where the cluster did not say so, and it has to expire */
  release(): Promise<boolean>;
  /** Ends it at once, a `release` that takes too long included, and lets the Lease expire. No timer and no request is left. */
  stop(): void;
}
