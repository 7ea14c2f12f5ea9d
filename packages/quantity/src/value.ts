import { MIN_INT64, powerOfTen, scaleDownAwayFromZero } from './integer.ts';
import type { Quantity } from './quantity.ts';

/** 10^64 and up are multiples of 2^64: nothing is left of them in 64 bits. */
const NO_LOW_BITS = 64;
/** From this many places on Kubernetes divides exactly. */
const EXACT_PLACES = 19;
const INT64 = 64;
/** Scales for which Kubernetes multiplies at once and lets the product wrap; for all others it gives up, with 0. */
const WRAPPING_SCALES: readonly number[] = [1, 2, 3, 6, 9];

/**
 * The number as a 64-bit integer (BEHAVIOUR 21.6), fractions rounded up: `1.5Gi` gives 1610612736n, `100m` gives 1n.
 * Always within -2^63 … 2^63-1. A number that does not fit gives what Kubernetes gives for it: the low 64 bits in
 * arbitrary precision form (`9223372036854775808` gives -9223372036854775808n); in 64-bit form the low 64 bits at the
 * scales 1, 2, 3, 6 and 9 (`18446744073709552k` gives 384n) and 0n at the others (`1000E`). Negative numbers in
 * arbitrary precision form come out wrong there and, alike, here: `-0.1Gi` gives -107374181n, `-9223372036854775808`
 * gives 0n. Where a number may be negative or huge, use `compareQuantities` and `signOf`.
 */
export function integerValue(quantity: Quantity): bigint {
  const { mantissa, scale, places } = quantity;
  if (mantissa === 0) return 0n;
  if (places === undefined) return fromInt64(mantissa, scale);
  if (mantissa < 0 && places > 0 && places < EXACT_PLACES) return fromNegative(mantissa, scale, places);
  if (scale >= 0) return lowBits(mantissa, scale);
  if (mantissa > 0) return BigInt.asIntN(INT64, BigInt(scaleDownAwayFromZero(mantissa, -scale)));
  // division truncates, and that is up for a negative number
  return BigInt.asIntN(INT64, BigInt(mantissa) / powerOfTen(-scale));
}

function fromInt64(mantissa: number | bigint, scale: number): bigint {
  if (scale === 0) return BigInt(mantissa);
  if (scale < 0) return BigInt(scaleDownAwayFromZero(mantissa, -scale));
  if (scale > 18) return 0n;
  const value = BigInt(mantissa) * powerOfTen(scale);
  const low = BigInt.asIntN(INT64, value);
  return low === value || (WRAPPING_SCALES.includes(scale) && mantissa !== MIN_INT64) ? low : 0n;
}

/** Kubernetes cuts the number, in units of 10^-places, to 64 bits first; divides; and adds one for every remainder. */
function fromNegative(mantissa: number | bigint, scale: number, places: number): bigint {
  const units = lowBits(mantissa, scale + places);
  const one = powerOfTen(places);
  return units / one + (units % one === 0n ? 0n : 1n);
}

function lowBits(mantissa: number | bigint, scale: number): bigint {
  if (scale >= NO_LOW_BITS) return 0n;
  return BigInt.asIntN(INT64, BigInt(mantissa) * powerOfTen(scale));
}
