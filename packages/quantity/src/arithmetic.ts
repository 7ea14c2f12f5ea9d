import { digitCount, MAX_DIGITS, narrow, powerOfTen, scaleUpSafely } from './integer.ts';
import type { Quantity, QuantityFormat } from './quantity.ts';
import { decimalQuantity, int64Quantity } from './quantity.ts';

/**
 * A quantity of a whole number (BEHAVIOUR 21.6 "New from integer"). It is printed canonically: 1073741824n prints `1Gi`
 * as BinarySI, `1073741824` as DecimalSI.
 * @param value the number, in whole units (bytes, cores); beyond 64 bits it is kept exactly
 * @param format how to write it; `''` prints as DecimalExponent
 */
export function newQuantity(value: bigint, format: QuantityFormat): Quantity {
  return fitsInt64(value) ? int64Quantity(narrow(value), 0, format, undefined) : decimalQuantity(value, 0, 0, format);
}

/**
 * a + b (BEHAVIOUR 21.6), exact, in the format of `a`, or of `b` where `a` is zero. The sum has no kept text: it is
 * printed canonically. Where an exact sum would need more than 4096 digits (`1e9999 + 1`), the smaller of the two is
 * left out.
 */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const format = a.mantissa === 0 ? b.format : a.format;
  if (a.places === undefined && b.places === undefined) {
    if (b.mantissa === 0) return int64Quantity(a.mantissa, a.scale, format, undefined);
    if (a.mantissa === 0) return int64Quantity(b.mantissa, b.scale, format, undefined);
    return addInt64(a, b, format);
  }
  const places = Math.max(placesOf(a), placesOf(b));
  const [mantissa, scale] = exactSum(a, b);
  return decimalQuantity(mantissa, scale, places, format);
}

/** In 64-bit form where the aligned numbers and their sum fit, in arbitrary precision form otherwise. */
function addInt64(a: Quantity, b: Quantity, format: QuantityFormat): Quantity {
  const scale = Math.min(a.scale, b.scale);
  const left = scaleUpSafely(a.mantissa, a.scale - scale);
  const right = scaleUpSafely(b.mantissa, b.scale - scale);
  if (left !== undefined && right !== undefined && Number.isSafeInteger(left + right)) {
    return int64Quantity(left + right, scale, format, undefined);
  }
  const [mantissa, sumScale] = exactSum(a, b);
  const isInt64 = sumScale === scale && fitsInt64(alignedUp(a, scale)) && fitsInt64(alignedUp(b, scale)) && fitsInt64(mantissa);
  if (isInt64) return int64Quantity(mantissa, scale, format, undefined);
  return decimalQuantity(mantissa, sumScale, Math.max(placesOf(a), placesOf(b)), format);
}

type Sum = readonly [mantissa: number | bigint, scale: number];

function exactSum(a: Quantity, b: Quantity): Sum {
  if (a.mantissa === 0) return [b.mantissa, b.scale];
  if (b.mantissa === 0) return [a.mantissa, a.scale];
  const [high, low] = a.scale >= b.scale ? [a, b] : [b, a];
  const gap = high.scale - low.scale;
  const highDigits = digitCount(high.mantissa);
  if (gap > 0 && highDigits + gap > MAX_DIGITS) {
    const larger = highDigits + gap >= digitCount(low.mantissa) ? high : low;
    return [larger.mantissa, larger.scale];
  }
  return [narrow(BigInt(high.mantissa) * powerOfTen(gap) + BigInt(low.mantissa)), low.scale];
}

/** The mantissa at a lower scale, or something beyond 64 bits where it is beyond. */
function alignedUp(quantity: Quantity, scale: number): bigint {
  return BigInt(quantity.mantissa) * powerOfTen(Math.min(quantity.scale - scale, 20));
}

function fitsInt64(value: number | bigint): boolean {
  return typeof value === 'number' || BigInt.asIntN(64, value) === value;
}

function placesOf(quantity: Quantity): number {
  return quantity.places ?? 0 - quantity.scale;
}
