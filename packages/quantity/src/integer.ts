/** Most digits that an exact sum may need; see `addQuantities`. Bounds the work that a hostile exponent can ask for. */
export const MAX_DIGITS = 4096;

/** The largest integer of 64 bits. */
export const MAX_INT64: bigint = 2n ** 63n - 1n;
/** The smallest. */
export const MIN_INT64: bigint = -(2n ** 63n);
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const MIN_SAFE = -MAX_SAFE;

/** 10^exponent as a number, exact up to 10^22. */
const POWERS_OF_TEN: readonly number[] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/** 10^exponent; the caller bounds the exponent. */
export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** The same integer as a `number` where that is exact: equal integers have one representation. */
export function narrow(value: bigint): number | bigint {
  return value <= MAX_SAFE && value >= MIN_SAFE ? Number(value) : value;
}

/** The integer or its opposite, never -0: a quantity has one zero. */
export function negateIf(negative: boolean, value: number | bigint): number | bigint {
  return negative && value !== 0 ? -value : value;
}

/** The digits of an integer, its sign left out: `digitCount(-120)` is 3, `digitCount(0)` is 1. */
export function digitCount(value: number | bigint): number {
  return String(value).length - (value < 0 ? 1 : 0);
}

/** mantissa × 10^exponent as a safe integer, or undefined where it is not one. Without a `bigint`. */
export function scaleUpSafely(mantissa: number | bigint, exponent: number): number | undefined {
  if (typeof mantissa !== 'number') return undefined;
  const power = POWERS_OF_TEN[exponent];
  if (power === undefined) return mantissa === 0 ? 0 : undefined;
  const product = mantissa * power;
  return Number.isSafeInteger(product) ? product : undefined;
}

/** mantissa ÷ 10^exponent, a fraction rounded away from zero. Bounded work for every exponent >= 0. */
export function scaleDownAwayFromZero(mantissa: number | bigint, exponent: number): number | bigint {
  const unit = mantissa < 0 ? -1 : 1;
  if (typeof mantissa === 'number') {
    if (mantissa === 0) return 0;
    const power = POWERS_OF_TEN[exponent];
    if (power === undefined) return unit; // a safe integer is below 10^16
    const rest = mantissa % power;
    const quotient = (mantissa - rest) / power;
    return rest === 0 ? quotient : quotient + unit;
  }
  if (exponent >= digitCount(mantissa)) return unit;
  const power = powerOfTen(exponent);
  const quotient = mantissa / power;
  return narrow(mantissa % power === 0n ? quotient : quotient + BigInt(unit));
}
