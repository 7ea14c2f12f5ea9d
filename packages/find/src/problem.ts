import { CLUSTER_INSTANCETYPE, CLUSTER_PREFERENCE, type Family, INSTANCETYPE, type Matcher, type ObjectRef, PREFERENCE } from '@instancetype/api';
import { type CauseReason, type Diagnostic, displayPath, failure, type Failure, nearestWord, showObject, showValue } from '@instancetype/conflict';

/** How messages name a family, and its two kinds. */
const FAMILIES = {
  instancetype: { noun: 'instance type', kinds: [CLUSTER_INSTANCETYPE.kind, INSTANCETYPE.kind] },
  preference: { noun: 'preference', kinds: [CLUSTER_PREFERENCE.kind, PREFERENCE.kind] },
} as const;

/** The members of a VM that a finding can be about, as pointers. */
export const revisionPointer = (family: Family, source: 'matcher' | 'status'): string =>
  source === 'matcher' ? `/spec/${family}/revisionName` : `/status/${family}Ref/controllerRevisionRef/name`;

/** A finding about a matcher: `field` is the matcher, as KubeVirt's causes name it, and `pointer` the member. */
export function problem(family: Family, reason: CauseReason, what: Pick<Diagnostic, 'code' | 'message' | 'pointer' | 'suggestions'>): Diagnostic {
  const { code, message, pointer, suggestions } = what;
  const finding: Diagnostic = { code, severity: 'error', message, reason, field: `spec.${family}`, pointer };
  return suggestions === undefined || suggestions.length === 0 ? finding : { ...finding, suggestions };
}

/** The matcher's kind is none of the family's (BEHAVIOUR 2 step 4). */
export function unknownKind(family: Family, kind: unknown): Failure {
  const { noun, kinds } = FAMILIES[family];
  const path = `/spec/${family}/kind`;
  const meant = typeof kind === 'string' ? nearestWord(kind, kinds) : undefined;
  const suggestions = meant === undefined ? [] : [{ title: `Set spec.${family}.kind to ${meant}`, patch: [{ op: 'replace', path, value: meant } as const] }];
  const message = `spec.${family}.kind is ${showValue(kind)}, which is no kind of ${noun}: write ${kinds.join(' or ')}, or leave it out for the former`;
  return failure(problem(family, 'FieldValueInvalid', { code: 'unknown-kind', message, pointer: path, suggestions }));
}

/** The matcher does not say which object (BEHAVIOUR Appendix B13). */
export function nameMissing(family: Family, matcher: Matcher): Failure {
  const { noun } = FAMILIES[family];
  const { name, inferFromVolume } = matcher;
  let message = `spec.${family} names no ${noun}: set spec.${family}.name`;
  if (name) message = `spec.${family}.name is ${showValue(name)} and must be text: write the ${noun}'s name`;
  else if (inferFromVolume) message = `spec.${family} is inferred from volume ${showValue(inferFromVolume)} and names no ${noun} yet: infer it first, or set its name`;
  return failure(problem(family, 'FieldValueNotFound', { code: 'name-missing', message, pointer: `/spec/${family}/name` }));
}

/** The name of a revision is not text. */
export function badRevisionName(family: Family, source: 'matcher' | 'status', name: unknown): Failure {
  const pointer = revisionPointer(family, source);
  const message = `${displayPath(pointer)} is ${showValue(name)} and must be text: write the ControllerRevision's name`;
  return failure(problem(family, 'FieldValueInvalid', { code: 'name-missing', message, pointer }));
}

/** No object of that name. */
export function objectNotFound(family: Family, ref: ObjectRef): Failure {
  const { noun } = FAMILIES[family];
  const message = `spec.${family} names ${showObject(ref)}, which does not exist: create it, or name another ${noun}`;
  return failure(problem(family, 'FieldValueNotFound', { code: `${family}-not-found`, message, pointer: `/spec/${family}/name` }));
}

/** The live object cannot be read. */
export function objectNotDecodable(family: Family, ref: ObjectRef, what: string): Failure {
  const message = `spec.${family} names ${showObject(ref)}, which cannot be read: ${what}`;
  return failure(problem(family, 'FieldValueInvalid', { code: `${family}-not-decodable`, message, pointer: `/spec/${family}/name` }));
}

/** No revision of that name (BEHAVIOUR 2 steps 2 and 3). */
export function revisionNotFound(family: Family, source: 'matcher' | 'status', ref: ObjectRef, hasName: boolean): Failure {
  const pointer = revisionPointer(family, source);
  const path = displayPath(pointer);
  const message = `${path} names ${showObject(ref)}, which does not exist: restore it, or remove the reference to use the live ${FAMILIES[family].noun}`;
  const suggestions = source === 'matcher' && hasName ? [{ title: `Remove ${path}`, patch: [{ op: 'remove', path: pointer } as const] }] : [];
  return failure(problem(family, 'FieldValueNotFound', { code: 'revision-not-found', message, pointer, suggestions }));
}
