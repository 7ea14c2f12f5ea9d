import type { Causes } from '@instancetype/conflict';

const MISSING: ReadonlySet<string> = new Set(['instancetype-not-found', 'preference-not-found', 'revision-not-found']);

/** A failure as the cases write it: status causes where it is a conflict, else a mark for a missing object.
 * @param causes why it failed */
export function errorOf(causes: Causes): object {
  if (causes.some((cause) => MISSING.has(cause.code))) return { notFound: true };
  return causes[0].code === 'instancetype-conflict' ? { causes: statusCauses(causes) } : {};
}

/** Causes as the type and field of Kubernetes status causes.
 * @param causes why it failed */
export function statusCauses(causes: Causes): object[] {
  return causes.map((cause) => ({ type: cause.reason, field: cause.field }));
}
