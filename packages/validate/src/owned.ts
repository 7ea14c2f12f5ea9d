import type { Maybe } from '@instancetype/api';
import { type Claim, type ObjectName, showText } from '@instancetype/conflict';

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

/** An object as messages name it, after an article: `instance type "u1.small"`, or without a name where that is not known.
 * @param noun what it is
 * @param object whose name */
export function showOwner(noun: string, object: ObjectName | undefined): string {
  return object === undefined || object.name === '' ? noun : `${noun} "${showText(object.name)}"`;
}
