import { digitCount, MAX_DIGITS, MIN_INT64, narrow, powerOfTen, scaleUpSafely } from './integer.ts';
import type { Quantity } from './quantity.ts';

const DECIMAL_SUFFIXES: readonly string[] = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** The largest multiple of three that a text's exponent can give back: one beyond 32 bits would be cut when read. */
const MAX_EXPONENT = 2147483646;

/**
 * What JSON encoding prints (BEHAVIOUR 21.2): the text that the quantity was read from where that is kept (21.4), the
 * canonical text otherwise.
 */
export function formatQuantity(quantity: Quantity): string {
  return quantity.text ?? canonicalText(quantity);
}

/**
 * The canonical text (BEHAVIOUR 21.5), whatever text the quantity was read from: `1.5Gi` gives `1536Mi`, `1.5` gives
 * `1500m`. As in Kubernetes, DecimalSI numbers from 10^21 on and BinarySI ones that divide by 1024^7 print without the
 * suffix that they would need.
 */
export function canonicalText(quantity: Quantity): string {
  const { mantissa, scale, format } = quantity;
  if (mantissa === 0) return '0';
  if (format !== 'BinarySI') return decimalText(mantissa, scale, format === 'DecimalSI');
  // only a sum with a hostile exponent gets here; its binary text would have that many digits
  if (scale > MAX_DIGITS) return decimalText(mantissa, scale, false);
  const whole = wholeNumber(mantissa, scale);
  if (whole === undefined || (whole > -1024 && whole < 1024)) return decimalText(mantissa, scale, true);
  // in 64-bit form -2^63 has no positive counterpart, and keeps its factors
  if (whole === MIN_INT64 && quantity.places === undefined) return String(whole);
  return binaryText(whole);
}

function decimalText(mantissa: number | bigint, scale: number, isSI: boolean): string {
  let digits = String(mantissa);
  let end = digits.length;
  const least = end - Math.max(0, MAX_EXPONENT - scale);
  while (end > least && digits.charCodeAt(end - 1) === 0x30) end--;
  let exponent = scale + digits.length - end;
  digits = digits.slice(0, end);
  const excess = ((exponent % 3) + 3) % 3;
  if (excess !== 0) {
    digits += excess === 1 ? '0' : '00';
    exponent -= excess;
  }
  if (isSI) return digits + (DECIMAL_SUFFIXES[exponent / 3 + 3] ?? '');
  return exponent === 0 ? digits : `${digits}e${exponent}`;
}

function binaryText(whole: number | bigint): string {
  let times = 0;
  if (typeof whole === 'number') {
    for (; whole % 1024 === 0; times++) whole /= 1024;
  } else {
    for (; whole % 1024n === 0n; times++) whole /= 1024n;
  }
  return String(whole) + (BINARY_SUFFIXES[times] ?? '');
}

/** The number where it is whole, undefined otherwise. */
function wholeNumber(mantissa: number | bigint, scale: number): number | bigint | undefined {
  if (scale === 0) return mantissa;
  if (scale > 0) return scaleUpSafely(mantissa, scale) ?? narrow(BigInt(mantissa) * powerOfTen(scale));
  if (-scale >= digitCount(mantissa)) return undefined;
  const power = powerOfTen(-scale);
  const whole = BigInt(mantissa);
  return whole % power === 0n ? narrow(whole / power) : undefined;
}
