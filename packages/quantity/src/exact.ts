import { MAX_INT64, narrow, negateIf, powerOfTen, scaleDownAwayFromZero } from './integer.ts';
import type { Quantity } from './quantity.ts';
import { decimalQuantity } from './quantity.ts';
import type { ScannedNumber } from './scan.ts';
import type { Suffix } from './suffix.ts';

/** Arbitrary precision numbers that were read from a text count in billionths. */
const PLACES = 9;

/**
 * A quantity in arbitrary precision form (BEHAVIOUR 21.3 step 5): rounded away from zero to nine decimals, a binary
 * one capped to 2^63-1. The number stays mantissa × 10^scale, so that no exponent makes it large.
 */
export function exactQuantity(number: ScannedNumber, suffix: Suffix): Quantity {
  const isBinary = suffix.format === 'BinarySI';
  const product = isBinary ? timesPowerOfTwo(number.mantissa, suffix.exponent) : number.mantissa;
  const scale = (isBinary ? 0 : suffix.exponent) - number.fractionDigits;
  // a zero is not rounded: it keeps its own places, and sums take them over
  if (product === 0) return decimalQuantity(0, scale, 0 - scale, suffix.format);

  const rounded = scale < -PLACES ? scaleDownAwayFromZero(product, -PLACES - scale) : product;
  const mantissa = negateIf(number.negative, rounded);
  const roundedScale = Math.max(scale, -PLACES);
  if (!isBinary) return decimalQuantity(mantissa, roundedScale, PLACES, suffix.format);
  if (typeof rounded === 'bigint' && rounded > MAX_INT64 * powerOfTen(-roundedScale)) return decimalQuantity(negateIf(number.negative, MAX_INT64), 0, 0, 'BinarySI');
  return decimalQuantity(mantissa, roundedScale, PLACES, rounded < 10 ** -roundedScale ? 'DecimalSI' : 'BinarySI');
}

function timesPowerOfTwo(digits: number | bigint, exponent: number): number | bigint {
  if (typeof digits === 'number') {
    const product = digits * 2 ** exponent;
    if (Number.isSafeInteger(product)) return product;
  }
  return narrow(BigInt(digits) << BigInt(exponent));
}
