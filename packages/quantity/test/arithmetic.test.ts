import { describe, expect, test } from 'vitest';
import type { QuantityFormat } from '../src/index.ts';
import {
  addQuantities, canonicalText, compareQuantities, equalQuantities, formatOf, formatQuantity, integerValue, isZero,
  newQuantity, parseQuantity, signOf,
} from '../src/index.ts';
import { q } from './read.ts';

const sum = (...texts: string[]) => texts.map(q).reduce(addQuantities);

describe('a quantity of an integer', () => {
  test.each<[bigint, QuantityFormat, string]>([
    [1000n, 'BinarySI', '1k'], [1024n, 'BinarySI', '1Ki'], [1025n, 'BinarySI', '1025'], [1536n, 'BinarySI', '1536'],
    [114085072n, 'BinarySI', '114085072'], [1073741824n, 'BinarySI', '1Gi'], [-1048576n, 'BinarySI', '-1Mi'],
    [1500000000n, 'DecimalSI', '1500M'], [1500000000n, 'DecimalExponent', '1500e6'], [1500000000n, '', '1500e6'],
    [1000n, '', '1e3'], [0n, '', '0'], [2n ** 60n, 'BinarySI', '1Ei'], [2n ** 63n - 1n, 'DecimalSI', '9223372036854775807'],
    [-(2n ** 63n), 'BinarySI', '-9223372036854775808'],
  ])('%d as %s prints %s', (value, format, printed) => {
    const quantity = newQuantity(value, format);
    expect(formatQuantity(quantity)).toBe(printed);
    expect(formatOf(quantity)).toBe(format);
    expect(integerValue(quantity)).toBe(value);
  });

  test('beyond 64 bits it is kept exactly', () => {
    expect(formatQuantity(newQuantity(2n ** 63n, 'DecimalSI'))).toBe('9223372036854775808');
    expect(compareQuantities(newQuantity(2n ** 70n, 'BinarySI'), newQuantity(2n ** 70n + 1n, 'DecimalSI'))).toBe(-1);
  });
});

describe('sums', () => {
  test.each([
    ['1Gi', '512Mi', '1536Mi', 'BinarySI'],
    ['1G', '512Mi', '1536870912', 'DecimalSI'],
    ['0', '1Gi', '1Gi', 'BinarySI'],
    ['0Gi', '1500m', '1500m', 'DecimalSI'],
    ['1Gi', '0', '1Gi', 'BinarySI'],
    ['+5Gi', '0', '5Gi', 'BinarySI'],
    ['1Gi', '0.5', '1073741824500m', 'BinarySI'],
    ['0.1Gi', '0.9Gi', '1Gi', 'BinarySI'],
    ['1Gi', '-1Gi', '0', 'BinarySI'],
    ['1e18', '1n', '1000000000000000000000000001e-9', 'DecimalExponent'],
    ['9223372036854775807', '1', '9223372036854775808', 'DecimalSI'],
    ['7Ei', '7Ei', '14Ei', 'BinarySI'],
  ])('%s + %s is %s', (a, b, printed, format) => {
    expect(formatQuantity(sum(a, b))).toBe(printed);
    expect(formatOf(sum(a, b))).toBe(format);
  });

  test('what does not fit 64 bits stays exact, and its integer is cut', () => {
    const twice = sum('999999999999999999E', '999999999999999999E');
    expect(compareQuantities(twice, q('1999999999999999998E'))).toBe(0);
    const beyond = sum('7Ei', '1Ei');
    expect(canonicalText(beyond)).toBe('8Ei');
    expect(integerValue(beyond)).toBe(-(2n ** 63n));
    expect(compareQuantities(beyond, q('9223372036854775808'))).toBe(0);
  });

  test('an argument is never changed', () => {
    const a = Object.freeze(q('+5Gi'));
    const b = Object.freeze(q('.1'));
    addQuantities(a, b);
    compareQuantities(a, b);
    expect(formatQuantity(a)).toBe('+5Gi');
    expect(formatQuantity(b)).toBe('100m');
  });

  test('a quantity survives a structured clone', () => {
    for (const text of ['+5Gi', '0.1Gi', '123456789012345678901']) {
      const copy = structuredClone(q(text));
      expect(formatQuantity(copy)).toBe(formatQuantity(q(text)));
      expect(integerValue(copy)).toBe(integerValue(q(text)));
    }
  });
});

describe('comparison', () => {
  test('is by number alone', () => {
    for (const same of [['1Gi', '1024Mi', '1073741824', '1073741824000m', '1073741.824k'], ['1', '1000m', '1e0', '01', '1.'], ['0', '0Gi', '-0', '.']]) {
      for (const a of same) for (const b of same) expect([a, b, compareQuantities(q(a), q(b))]).toEqual([a, b, 0]);
    }
  });

  test('tells neighbours apart at every size', () => {
    const rising = ['-1e2147483647', '-1e400', '-9223372036854775809', '-9223372036854775808', '-1Ki', '-1.5', '-1', '-1n', '0', '1n', '999999999n', '1', '1.000000001', '1000', '1Ki', '9007199254740992', '9007199254740993', '9223372036854775806', '8Ei', '9223372036854775808', '1000E', '1e400', '1.000000000000000000000000000000001e400', '1e2147483646', '1e2147483647'];
    rising.forEach((a, i) => rising.forEach((b, j) => {
      expect([a, b, compareQuantities(q(a), q(b))]).toEqual([a, b, Math.sign(i - j)]);
    }));
    for (const text of rising) {
      expect(signOf(q(text))).toBe(compareQuantities(q(text), q('0')));
      expect(isZero(q(text))).toBe(signOf(q(text)) === 0);
    }
  });

  test('of raw values', () => {
    expect(equalQuantities('1Gi', ' 1024Mi ')).toBe(true);
    expect(equalQuantities(1073741824, '1Gi')).toBe(true);
    expect(equalQuantities(undefined, '0')).toBe(true);
    expect(equalQuantities('1Gi', '1G')).toBe(false);
    expect(equalQuantities('1GiB', '1GiB')).toBeUndefined();
    expect(equalQuantities('1', {})).toBeUndefined();
  });
});

test('keys of Object.prototype are no quantities', () => {
  for (const text of ['constructor', '__proto__', '1constructor', '1__proto__']) expect(parseQuantity(text).ok).toBe(false);
});
