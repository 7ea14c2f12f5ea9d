import type { Maybe } from '@instancetype/api';
import { type Claim, type ObjectName, showObject } from '@instancetype/conflict';

/** A spec and, where it is known, whose it is: what the find packages give. */
export interface Owned<Spec> {
  readonly spec?: Maybe<Spec>;
  readonly object?: ObjectName | undefined;
}

/** Whose value, in which dotted field, and the value. */
export type ClaimSource = readonly [owner: ObjectName | undefined, field: string, value: unknown];

/** The claims of a finding, without those whose owner is not known.
 * @param claims all of them, the checked object's own first */
export function claimsOf(...claims: readonly ClaimSource[]): readonly Claim[] | undefined {
  const known = claims.flatMap(([owner, field, value]) => (owner === undefined ? [] : [{ owner, field, value }]));
  return known.length === 0 ? undefined : known;
}

/** Whose value it is, as messages name it.
 * @param object whose name, where that is known
 * @param otherwise what it is: `the instance type` */
export function showOwner(object: ObjectName | undefined, otherwise: string): string {
  return object === undefined || object.name === '' ? otherwise : showObject(object);
}
