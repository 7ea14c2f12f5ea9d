/** What a call to a cluster threw: it says what went wrong by its code. */
export interface ClusterFault {
  readonly code: string;
  readonly message?: string | undefined;
  /** How long the cluster asks to wait. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Whether something thrown comes from a cluster. Without a code in words it is a bug of somebody's.
 * @param thrown anything */
export function isFault(thrown: unknown): thrown is ClusterFault {
  return typeof thrown === 'object' && thrown !== null && typeof (thrown as { readonly code?: unknown }).code === 'string';
}

/** Whether something thrown is a fault with one of these codes.
 * @param thrown anything
 * @param codes as `conflict` */
export function hasCode(thrown: unknown, ...codes: readonly string[]): boolean {
  return isFault(thrown) && codes.includes(thrown.code);
}

/** Whether the cluster answered and does not want this, now and the next time: for a right that is missing, a quota, a webhook. It
 * concerns the VM's owner, where an outage or a busy server does not (RELIABILITY, row 55 of its bad inputs).
 * @param fault what a call threw */
export function isRefusal(fault: ClusterFault): boolean {
  return fault.code === 'forbidden' || fault.code === 'invalid';
}

/** Whether the cluster has not got what was read or was to be written: where a VM was, it is gone.
 * @param fault what a call threw */
export function isMissing(fault: ClusterFault): boolean {
  return fault.code === 'not-found';
}
