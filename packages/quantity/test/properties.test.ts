import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Quantity } from '../src/index.ts';
import {
  addQuantities, canonicalText, compareQuantities, formatOf, formatQuantity, integerValue, newQuantity, parseQuantity, signOf,
} from '../src/index.ts';
import { q } from './read.ts';

const UNITS: Record<string, bigint> = {
  n: 1n, u: 10n ** 3n, m: 10n ** 6n, '': 10n ** 9n, k: 10n ** 12n, M: 10n ** 15n, G: 10n ** 18n, T: 10n ** 21n,
  Ki: 10n ** 9n * 2n ** 10n, Mi: 10n ** 9n * 2n ** 20n, Gi: 10n ** 9n * 2n ** 30n, Ti: 10n ** 9n * 2n ** 40n, Pi: 10n ** 9n * 2n ** 50n,
  e3: 10n ** 12n, 'e-4': 10n ** 5n, 'E+7': 10n ** 16n,
};
const digits = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: max });
const parts = fc.record({
  sign: fc.constantFrom('', '', '-', '+'),
  whole: fc.oneof(fc.nat(5000).map(String), digits(8)),
  fraction: fc.oneof(fc.constant(undefined), digits(12)),
  suffix: fc.constantFrom(...Object.keys(UNITS)),
});
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;
const textOf = ({ sign, whole, fraction, suffix }: Parts) => sign + whole + (fraction === undefined ? '' : `.${fraction}`) + suffix;
const texts = parts.map(textOf);
const quantities = fc.oneof(
  texts.map(q),
  fc.tuple(texts, texts).map(([a, b]) => addQuantities(q(a), q(b))),
  fc.tuple(fc.bigInt(-(2n ** 62n), 2n ** 62n), fc.constantFrom('DecimalSI' as const, 'BinarySI' as const, 'DecimalExponent' as const, '' as const)).map(([v, f]) => newQuantity(v, f)),
);

/** In billionths, rounded away from zero: worked out without any of the package's code. */
function billionths({ sign, whole, fraction = '', suffix }: Parts): bigint {
  const unit = 10n ** BigInt(fraction.length);
  const product = BigInt(whole + fraction) * (UNITS[suffix] ?? 0n);
  const size = (product + unit - 1n) / unit;
  const max = (2n ** 63n - 1n) * 10n ** 9n;
  const capped = suffix.endsWith('i') && size > max ? max : size;
  return sign === '-' ? -capped : capped;
}

/** Beyond, a BinarySI text is capped when it is read, and from 10^21 on a DecimalSI one may lack its suffix. */
const fits64 = (quantity: Quantity) =>
  compareQuantities(quantity, q('9223372036854775807')) <= 0 && compareQuantities(quantity, q('-9223372036854775807')) >= 0;

describe('properties', () => {
  test('order, sign, integer and sum agree with plain arithmetic', () => {
    fc.assert(fc.property(parts, parts, (a, b) => {
      const [x, y] = [billionths(a), billionths(b)];
      const [left, right] = [q(textOf(a)), q(textOf(b))];
      expect(compareQuantities(left, right)).toBe(x < y ? -1 : x > y ? 1 : 0);
      expect(signOf(left)).toBe(x < 0n ? -1 : x > 0n ? 1 : 0);
      const ceiling = (x + 10n ** 9n - 1n) / 10n ** 9n;
      if (x >= 0n && ceiling < 2n ** 63n) expect(integerValue(left)).toBe(ceiling);
      const total = addQuantities(left, right);
      expect(compareQuantities(total, q(`${x + y}n`))).toBe(0);
      expect(formatOf(total)).toBe(formatOf(x === 0n ? right : left));
    }), { numRuns: 3000 });
  });

  test('what is printed reads back as the same number', () => {
    fc.assert(fc.property(quantities, (quantity) => {
      fc.pre(fits64(quantity));
      for (const text of [formatQuantity(quantity), canonicalText(quantity)]) {
        expect(compareQuantities(q(text), quantity)).toBe(0);
      }
    }), { numRuns: 3000 });
  });

  test('a canonical text is its own canonical text', () => {
    fc.assert(fc.property(quantities, (quantity) => {
      fc.pre(fits64(quantity));
      const printed = canonicalText(quantity);
      // a BinarySI number without a binary suffix reads back as DecimalSI, so 3698088640000 prints 3698088640k next
      const text = formatOf(quantity) === 'BinarySI' ? canonicalText(q(printed)) : printed;
      expect(canonicalText(q(text))).toBe(text);
    }), { numRuns: 2000 });
  });

  test('a text prints as it is or canonically, and white space never changes that', () => {
    fc.assert(fc.property(texts, (text) => {
      expect([text, canonicalText(q(text))]).toContain(formatQuantity(q(text)));
      expect(parseQuantity(` ${text}`).ok).toBe(false);
    }));
  });

  test('comparison is a total order', () => {
    fc.assert(fc.property(fc.array(quantities, { minLength: 3, maxLength: 6 }), (list) => {
      const sorted = [...list].sort(compareQuantities);
      sorted.forEach((a, i) => sorted.forEach((b, j) => {
        const ordered = compareQuantities(a, b);
        expect(ordered + compareQuantities(b, a)).toBe(0);
        if (i < j) expect(ordered).not.toBe(1);
      }));
    }), { numRuns: 500 });
  });

  test('sums commute and associate by number', () => {
    const same = (a: Quantity, b: Quantity) => { expect(compareQuantities(a, b)).toBe(0); };
    fc.assert(fc.property(quantities, quantities, quantities, (a, b, c) => {
      same(addQuantities(a, b), addQuantities(b, a));
      same(addQuantities(addQuantities(a, b), c), addQuantities(a, addQuantities(b, c)));
    }), { numRuns: 1000 });
  });

  test('no value crashes it', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'0123456789.+-eEinumkKMGTP _x'), maxLength: 12 });
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.string(), nasty), (input) => {
      const parsed = parseQuantity(input);
      if (parsed.ok) {
        expect(formatQuantity(parsed.value)).not.toBe('');
        expect(BigInt.asIntN(64, integerValue(parsed.value))).toBe(integerValue(parsed.value));
      } else {
        expect(parsed.error.message).not.toBe('');
      }
    }), { numRuns: 3000 });
  });
});
