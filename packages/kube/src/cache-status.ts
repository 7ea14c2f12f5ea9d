import type { ApiErrorCode } from './api-error.ts';

/** Why everything was read anew. */
export type RelistReason = 'initial' | 'expired' | 'too-large' | 'went-back' | 'silent' | 'failing';

/** How a cache is doing: plain data, for readiness and metrics. Counters only grow. */
export interface CacheStatus {
  /** It holds everything, and its handlers have been told. */
  readonly synced: boolean;
  readonly stopped: boolean;
  readonly objects: number;
  /** The version up to which everything is known. */
  readonly resourceVersion: string | undefined;
  /** Since the cluster has last told something, were it only that nothing has changed; in ms. */
  readonly lastEventAgeMs: number | undefined;
  /** What keeps it from following the cluster now. */
  readonly error: { readonly code: ApiErrorCode; readonly message: string } | undefined;
  /** Lists and watches that were begun. */
  readonly requests: number;
  readonly relists: Readonly<Record<RelistReason, number>>;
  /** Watches that were begun anew without reading everything anew. */
  readonly reconnects: number;
  /** Streams with a line that could not be read. */
  readonly brokenStreams: number;
  /** Events that were about no object of this kind. */
  readonly skippedEvents: number;
  /** Exceptions of handlers, of `project` and of indexes. */
  readonly handlerErrors: number;
  /** Objects with changes that a handler has not taken yet. */
  readonly waitingChanges: number;
}
