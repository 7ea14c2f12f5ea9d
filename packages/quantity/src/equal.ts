import { compareQuantities } from './compare.ts';
import { decodeQuantity } from './read.ts';

/**
 * Whether two values out of manifests are the same number (BEHAVIOUR 0.2 rule 3): `1Gi` equals `1024Mi` and
 * 1073741824, and an unset quantity equals 0.
 * @param a a field's value, as `JSON.parse` gives it
 * @param b another one
 * @returns undefined where one of them is no quantity
 */
export function equalQuantities(a: unknown, b: unknown): boolean | undefined {
  const left = decodeQuantity(a);
  const right = decodeQuantity(b);
  return left.ok && right.ok ? compareQuantities(left.value, right.value) === 0 : undefined;
}
