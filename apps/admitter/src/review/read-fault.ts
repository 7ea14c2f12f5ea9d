import type { ObjectRef } from '@instancetype/api';
import { showError, showObject, showText } from '@instancetype/conflict';

/** That an object could not be read: the cluster's fault, not the VM's. */
export class ReadFault extends Error {
  override readonly name = 'ReadFault';
  /** The HTTP status that tells of it. */
  readonly status: 503 | 504;

  /** @param ref the object
   * @param cause why; of an error with a `code` nothing else is told, for its message may name hosts */
  constructor(ref: ObjectRef, cause: unknown) {
    super(`cannot read ${showObject(ref)}: ${reasonOf(cause)}`, { cause });
    this.status = codeOf(cause) === 'timed-out' ? 504 : 503;
  }
}

/** The stable code of an error of a cluster; empty where it has none.
 * @param error anything that was thrown */
export function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? showText(code) : '';
}

function reasonOf(cause: unknown): string {
  return codeOf(cause) || showError(cause);
}
