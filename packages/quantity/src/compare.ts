import { digitCount, powerOfTen, scaleUpSafely } from './integer.ts';
import type { Quantity } from './quantity.ts';

/** -1, 0 or 1: the sign of the number. */
export function signOf(quantity: Quantity): -1 | 0 | 1 {
  return quantity.mantissa === 0 ? 0 : quantity.mantissa < 0 ? -1 : 1;
}

/** Whether the number is zero, in whichever format (BEHAVIOUR 21.6). */
export function isZero(quantity: Quantity): boolean {
  return quantity.mantissa === 0;
}

/**
 * -1 where a < b, 0 where they are the same number, 1 where a > b (BEHAVIOUR 21.6). Exact; format and text do not
 * count: `1Gi`, `1024Mi` and `1073741824` are equal. Answers at once for every exponent.
 */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.scale === b.scale) return order(a.mantissa, b.mantissa);
  const sign = signOf(a);
  const other = signOf(b);
  if (sign !== other || sign === 0) return order(sign, other);
  return a.scale > b.scale ? compareAligned(a, b) : invert(compareAligned(b, a));
}

/** Of the same sign, neither zero, high.scale > low.scale. */
function compareAligned(high: Quantity, low: Quantity): -1 | 0 | 1 {
  const gap = high.scale - low.scale;
  const small = scaleUpSafely(high.mantissa, gap);
  if (small !== undefined) return order(small, low.mantissa);
  // numbers of different length are told apart by it; of equal length, the gap is no more than the digits of `low`
  const length = order(digitCount(high.mantissa) + gap, digitCount(low.mantissa));
  if (length !== 0) return high.mantissa < 0 ? invert(length) : length;
  return order(BigInt(high.mantissa) * powerOfTen(gap), BigInt(low.mantissa));
}

function order(a: number | bigint, b: number | bigint): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

function invert(value: -1 | 0 | 1): -1 | 0 | 1 {
  return value === 0 ? 0 : value === 1 ? -1 : 1;
}
