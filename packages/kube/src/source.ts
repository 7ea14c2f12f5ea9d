import { ApiError, hasCode } from './api-error.ts';
import type { RelistReason } from './cache-status.ts';
import type { Clock } from './clock.ts';
import type { Api, Selection } from './open-api.ts';
import type { Replica } from './replica.ts';
import type { ApiObject, ApiResource } from './resource.ts';
import { isTooLargeResourceVersion } from './status-error.ts';

/** Numbers that only grow. */
export interface Counters {
  requests: number;
  reconnects: number;
  brokenStreams: number;
  skippedEvents: number;
  readonly relists: Record<RelistReason, number>;
}

/** What a replica is filled from. */
export interface Source<T extends ApiObject> {
  readonly api: Api;
  readonly resource: ApiResource;
  readonly selection: Selection;
  readonly replica: Replica<T>;
  readonly clock: Clock;
  readonly counters: Counters;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** The cluster has told something. */
  readonly onLife: () => void;
  /** The replica holds everything. */
  readonly onFilled: () => void;
}

/** The server has gone back to an older state: what the cache holds is not what the cluster holds. */
export class WentBack extends ApiError {
  /** @param version of the cluster
   * @param known the version of the cache */
  constructor(version: string, known: string | undefined) {
    super('gone', `The cluster is at version ${version}, and was at ${known} before: its storage was restored.`);
  }
}

/** Why an error makes it necessary to read everything anew, if it does.
 * @param error of a list or a watch */
export function relistReason(error: unknown): RelistReason | undefined {
  if (error instanceof WentBack) return 'went-back';
  if (hasCode(error) && isTooLargeResourceVersion(error)) return 'too-large';
  return hasCode(error, 'gone') ? 'expired' : undefined;
}
