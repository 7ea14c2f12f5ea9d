import { describe, expect, test } from 'vitest';
import {
  addQuantities, canonicalText, compareQuantities, decodeQuantity, formatQuantity, integerValue, newQuantity, signOf,
} from '../src/index.ts';
import { q } from './read.ts';

// each of these numbers, written out, would fill the memory: that the tests end is what they assert
describe('exponents that no computer can write out', () => {
  test.each([
    ['1e400', '10e399', 0n], ['1e2147483647', '10e2147483646', 0n], ['-1e2147483647', '-10e2147483646', 0n],
    ['1000e2147483647', '10000e2147483646', 0n], ['1e99999999999', '10e1215752190', 0n],
    ['1e-2147483648', '1e-9', 1n], ['1.5e-2147483648', '1e-9', 1n], ['0e2147483647', '0', 0n],
    ['0.00000000000000000000e-2147483648', '0', 0n], ['12345678901234567890e2147483647', '123456789012345678900e2147483646', 0n],
    ['10000000000000000000000Ki', '9223372036854775807', 2n ** 63n - 1n],
  ])('%s is canonically %s', (text, canonical, value) => {
    const quantity = q(text);
    expect(canonicalText(quantity)).toBe(canonical);
    expect(integerValue(quantity)).toBe(value);
    expect(compareQuantities(quantity, q(canonical))).toBe(0);
  });

  test('sums stay exact up to 4096 digits and drop the smaller number beyond', () => {
    expect(canonicalText(addQuantities(q('1e4000'), q('1')))).toBe(`1${'0'.repeat(3999)}1`);
    const huge = q('1e2147483647');
    for (const total of [addQuantities(huge, q('1')), addQuantities(q('1'), huge), addQuantities(huge, q('-12345678901234567890.5'))]) {
      expect(compareQuantities(total, huge)).toBe(0);
    }
    const binary = addQuantities(q('1Gi'), huge);
    expect(canonicalText(binary)).toBe('10e2147483646');
    expect(integerValue(binary)).toBe(0n);
  });

  test('sums of sums do not grow without bound', () => {
    let total = q('1');
    for (let exponent = 4000; exponent < 400_000; exponent += 4000) total = addQuantities(total, q(`1e${exponent}`));
    expect(compareQuantities(total, q('2e396000'))).toBe(-1);
    expect(compareQuantities(total, q('1e396000'))).not.toBe(-1);
    expect(formatQuantity(total).length).toBeLessThan(9000);
  });
});

describe('texts without end', () => {
  test.each(['9', '0', ' ', 'e', '.', '-', '+', 'K', 'Ki', '1e', '\u0000', '\ud800', '1.'])('100 kB of %j', (piece) => {
    const text = piece.repeat(100_000 / piece.length);
    expect(decodeQuantity(text)).toMatchObject({ ok: false, error: { code: 'length' } });
    const parsed = decodeQuantity(`1${text}Xi`);
    expect(!parsed.ok && parsed.error.message.length).toBeLessThan(500);
  });

  test('the longest text that is read', () => {
    const longest = q('9'.repeat(1024));
    expect(canonicalText(longest)).toBe('9'.repeat(1024));
    expect(signOf(addQuantities(longest, q(`-${'9'.repeat(1023)}`)))).toBe(1);
    expect(integerValue(q(`0.${'0'.repeat(1021)}1`))).toBe(1n);
  });

  test('a bigint beyond that', () => {
    expect(decodeQuantity(10n ** 1023n).ok).toBe(true);
    for (const huge of [10n ** 1024n, -(10n ** 100_000n)]) {
      expect(decodeQuantity(huge)).toMatchObject({ ok: false, error: { code: 'length' } });
    }
    expect(signOf(newQuantity(-(10n ** 5000n), 'DecimalSI'))).toBe(-1);
  });
});
