import { canonicalText, compareQuantities, decodeQuantity, integerValue, isZero, newQuantity, type Quantity } from '@instancetype/quantity';

/** From here on there is no suffix left to print a number with. */
const HUGE = /* @__PURE__ */ newQuantity(10n ** 18n, 'DecimalSI');
const EXPONENTS: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** The amount of a field; undefined where it is unset, 0, or no quantity.
 * @param json what the field holds */
export function amountOf(json: unknown): Quantity | undefined {
  const parsed = decodeQuantity(json);
  return parsed.ok && !isZero(parsed.value) ? parsed.value : undefined;
}

/** An amount of memory in bytes, fractions rounded up, as KubeVirt reads it.
 * @param amount a quantity */
export function bytesOf(amount: Quantity): number {
  return Number(integerValue(amount));
}

/** An amount of CPU in cores: the number nearest to its exact value.
 * @param amount a quantity */
export function coresOf(amount: Quantity): number {
  if (compareQuantities(amount, HUGE) >= 0) return Number(integerValue(amount));
  const [, digits = '0', suffix = ''] = /^(-?\d+)(.*)$/.exec(canonicalText(amount)) ?? [];
  const binary = BINARY.indexOf(suffix);
  if (binary !== -1) return Number(BigInt(digits) << BigInt(10 * (binary + 1)));
  return Number(`${digits}e${EXPONENTS[suffix] ?? suffix.slice(1)}`);
}
