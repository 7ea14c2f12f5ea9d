import { exactQuantity } from './exact.ts';
import { negateIf } from './integer.ts';
import type { Quantity } from './quantity.ts';
import { int64Quantity } from './quantity.ts';
import type { ScannedNumber } from './scan.ts';
import { scanNumber } from './scan.ts';
import type { Suffix } from './suffix.ts';
import { readSuffix } from './suffix.ts';

/**
 * Why a text is no quantity: `format` (not written as digits and a suffix), `suffix` (no such suffix), `numeric` (a
 * suffix that needs digits has none), `length` (longer than a quantity may be).
 */
export type QuantityErrorCode = 'format' | 'suffix' | 'numeric' | 'length';

/** Longest text that is read, in characters. Kubernetes has no limit; a bounded text bounds all work on it. */
export const MAX_TEXT_LENGTH = 1024;

const INT64_DIGITS = 18;
const NANO = -9;

/** Reads a text as it stands (BEHAVIOUR 21.3), white space included: ` 1Gi` is an error. */
export function readText(text: string): Quantity | QuantityErrorCode {
  if (text.length > MAX_TEXT_LENGTH) return 'length';
  if (text === '') return 'format';
  if (text === '0') return int64Quantity(0, 0, 'DecimalSI', text);
  const number = scanNumber(text);
  const suffix = readSuffix(text, number.end);
  if (typeof suffix === 'string') return suffix;
  const quantity = suffix.format === 'BinarySI' ? binaryInt64(number, suffix, text) : decimalInt64(number, suffix, text);
  if (quantity !== undefined) return quantity;
  return number.hasDigits ? exactQuantity(number, suffix) : 'numeric';
}

/** In 64-bit form, where the digits allow it (BEHAVIOUR 21.3 step 4, and 21.4 for the text that is kept). */
function binaryInt64(number: ScannedNumber, suffix: Suffix, text: string): Quantity | undefined {
  const { mantissa, negative } = number;
  if (number.fractionDigits > 0 || number.digits > suffix.fastDigits || typeof mantissa === 'bigint') return undefined;
  const product = mantissa * 2 ** suffix.exponent; // at most 11 digits × 2^10, 8 × 2^20, 5 × 2^30, 2 × 2^40: below 2^53
  return int64Quantity(negateIf(negative, product), 0, 'BinarySI', (mantissa & 7) === 0 ? undefined : text);
}

function decimalInt64(number: ScannedNumber, suffix: Suffix, text: string): Quantity | undefined {
  const { mantissa, negative } = number;
  const scale = suffix.exponent - number.fractionDigits;
  if (number.digits > INT64_DIGITS || scale < NANO) return undefined;
  const isKept = number.hasWhole && scale % 3 === 0 && !isThousands(mantissa);
  return int64Quantity(negateIf(negative, mantissa), scale, suffix.format, isKept ? text : undefined);
}

function isThousands(mantissa: number | bigint): boolean {
  return typeof mantissa === 'number' ? mantissa % 1000 === 0 : mantissa % 1000n === 0n;
}
