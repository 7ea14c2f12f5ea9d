import { type Quantity, formatOf, integerValue, newQuantity } from '@instancetype/quantity';

// 24 bits of precision, one bit to round by and one that gathers all that is lost
const KEPT_BITS = 26;

/** The memory to request for a guest whose memory is overcommitted, in the single precision arithmetic that KubeVirt uses
 * (BEHAVIOUR 4.4 step 4), written in the guest quantity's format.
 * @param guest guest memory
 * @param percent how much of it is not requested, 1 to 100 */
export function overcommittedRequest(guest: Quantity, percent: number): Quantity {
  const share = Math.fround(1 - Math.fround(Math.fround(percent) / 100));
  const bytes = Math.trunc(Math.fround(toSinglePrecision(integerValue(guest)) * share));
  return newQuantity(toInt64(bytes), formatOf(guest));
}

/** What the conversion to a 64-bit integer gives where KubeVirt runs: the least one for all that does not fit. */
function toInt64(bytes: number): bigint {
  return bytes >= -(2 ** 63) && bytes < 2 ** 63 ? BigInt(bytes) : -(2n ** 63n);
}

/** The nearest single precision number, ties to even, rounded once: by way of a double, large integers would be rounded
 * twice. */
function toSinglePrecision(value: bigint): number {
  const double = Number(value);
  if (Number.isSafeInteger(double)) return Math.fround(double);
  const magnitude = value < 0n ? -value : value;
  const shift = magnitude.toString(2).length - KEPT_BITS;
  const lost = (magnitude & ((1n << BigInt(shift)) - 1n)) === 0n ? 0n : 1n;
  const rounded = Math.fround(Number((magnitude >> BigInt(shift)) | lost)) * 2 ** shift;
  return value < 0n ? -rounded : rounded;
}
