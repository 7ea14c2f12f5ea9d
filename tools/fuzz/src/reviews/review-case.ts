import type { ReviewSettings } from '@instancetype/admitter';
import type { ObjectLike } from '@instancetype/api';
import type { Cluster } from '@instancetype/defaults';

/** One AdmissionReview, what the cluster holds, and how it answers. Plain JSON but for the body, so that it can be printed. */
export interface ReviewCase {
  readonly path: string;
  /** The review; where there is a body, what it was before that was spoilt. */
  readonly review: unknown;
  /** The body, where its text or its bytes were spoilt. It may be no JSON at all. */
  readonly body: Uint8Array | undefined;
  /** Whether the body has a key twice, and nothing else that is wrong. */
  readonly repeatsKey: boolean;
  /** What was noticed before. */
  readonly warnings: readonly string[];
  readonly objects: readonly ObjectLike[];
  readonly cluster: Cluster;
  readonly settings: ReviewSettings;
  /** Whether everything about it is as a Kubernetes API server would send it. */
  readonly isWhole: boolean;
  readonly reading: Reading;
}

/** How the cluster answers. */
export interface Reading {
  /** What some of the lookups end with: a name of `FAULTS`, or `silence`, which ends with the signal. */
  readonly fault: string | undefined;
  /** Which of the objects cannot be read. */
  readonly salt: number;
  /** When the signal is aborted, if there is one. */
  readonly aborted: 'before' | 'meanwhile' | undefined;
}

/** A member of a value of any type; undefined where it has none of its own.
 * @param value any JSON
 * @param keys the way to it */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (!isObject(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** Whether a value is an object or a list.
 * @param value any JSON */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The kind of an object; empty where it has none.
 * @param object any JSON */
export function kindOf(object: unknown): string {
  const kind = at(object, 'kind');
  return typeof kind === 'string' ? kind.slice(0, 100) : '';
}
