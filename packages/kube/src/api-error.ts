/** What went wrong with a cluster, in words that do not change:
 * - `not-found`: there is no such object (or no such kind) in the cluster;
 * - `already-exists`: an object of that name is there already;
 * - `conflict`: the object has changed since it was read, or a precondition (also a `test` of a JSON patch) does not hold;
 * - `unauthorized`: the cluster does not know who asks; `forbidden`: it knows, and does not allow it;
 * - `invalid`: the cluster refuses what was sent;
 * - `gone`: a resource version or a page is too old;
 * - `too-many-requests`: wait for `retryAfterSeconds`;
 * - `timed-out`: no answer in time; `unavailable`: no answer at all, a server error, or an answer that is none of Kubernetes. */
export type ApiErrorCode =
  | 'not-found'
  | 'already-exists'
  | 'conflict'
  | 'forbidden'
  | 'unauthorized'
  | 'invalid'
  | 'gone'
  | 'too-many-requests'
  | 'unavailable'
  | 'timed-out';

/** What is known of an error besides its code. */
export interface ApiErrorFacts {
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** `reason` of the Kubernetes Status, for example `AlreadyExists`. */
  readonly reason?: string | undefined;
  /** `details` of the Kubernetes Status. */
  readonly details?: unknown;
  /** How long the cluster asks to wait, in seconds: never more than 60, whatever it says. */
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** An exchange with a cluster that failed. Tell errors apart by `code`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly status: number | undefined;
  readonly reason: string | undefined;
  readonly details: unknown;
  readonly retryAfterSeconds: number | undefined;

  /** @param code what went wrong
   * @param message for a person: what was asked, of whom, and what came back
   * @param facts what else is known */
  constructor(code: ApiErrorCode, message: string, facts: ApiErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.reason = facts.reason;
    this.details = facts.details;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** Whether something thrown is an error of a cluster with one of these codes. It works across copies of this package.
 * @param error anything
 * @param codes any of them; none given means every code */
export function hasCode(error: unknown, ...codes: readonly ApiErrorCode[]): error is ApiError {
  if (!(error instanceof Error) || error.name !== 'ApiError') return false;
  return codes.length === 0 || codes.includes((error as ApiError).code);
}
