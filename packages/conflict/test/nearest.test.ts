import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestWord, typingErrors } from '../src/index.ts';

const NAMES = ['u1.small', 'u1.medium', 'u1.large', 'cx1.large'];

test.each<[string, string | undefined]>([
  ['u1.small', 'u1.small'],
  ['U1.Small', 'u1.small'],
  ['u1.smal', 'u1.small'],
  ['u1.smalll', 'u1.small'],
  ['u1.smlal', 'u1.small'],
  ['ul.large', 'u1.large'],
  ['u1-medium', 'u1.medium'],
  ['u1.mdeum', 'u1.medium'],
  ['x1.large', 'u1.large'],
  ['completely different', undefined],
  ['', undefined],
  ['x'.repeat(65), undefined],
])('%s means %s', (word, meant) => {
  expect(nearestWord(word, NAMES)).toBe(meant);
});

test('a short word may have one error only', () => {
  expect(nearestWord('spec', ['spce'])).toBe('spce');
  expect(nearestWord('spec', ['spot'])).toBeUndefined();
  expect(nearestWord('a', ['b'])).toBe('b');
});

test('the nearest one wins, the first among equals', () => {
  expect(nearestWord('u1.largo', ['u1.lagro', 'u1.large'])).toBe('u1.lagro');
  expect(nearestWord('u1.larges', ['ux.large', 'u1.large'])).toBe('u1.large');
});

test('long words and candidates are not compared', () => {
  expect(nearestWord('a'.repeat(65), ['a'.repeat(64)])).toBeUndefined();
  expect(nearestWord('a'.repeat(64), ['a'.repeat(65)])).toBeUndefined();
  expect(nearestWord('a'.repeat(63), ['a'.repeat(64)])).toBe('a'.repeat(64));
});

test.each<[string, string, number]>([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', '', 3],
  ['abc', 'abd', 1],
  ['abc', 'abcd', 1],
  ['abc', 'acb', 1],
  ['ca', 'abc', 3],
  ['kitten', 'sitting', 3],
])('from "%s" to "%s" are %d errors', (a, b, errors) => {
  expect(typingErrors(a, b)).toBe(errors);
});

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

test('for any words: symmetric, none to itself, at most the longer word, one after one change', () => {
  fc.assert(
    fc.property(word, word, fc.nat(8), fc.constantFrom('x', ''), (a, b, at, put) => {
      expect(typingErrors(a, b)).toBe(typingErrors(b, a));
      expect(typingErrors(a, a)).toBe(0);
      expect(typingErrors(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      const position = a.length === 0 ? 0 : at % a.length;
      const changed = a.slice(0, position) + put + a.slice(position + 1);
      if (changed !== a) expect(typingErrors(a, changed)).toBe(1);
    }),
  );
});

test('the same word but for letter case wins over one that is as near, wherever it stands', () => {
  expect(nearestWord('U1.LARGE', ['u1.larges', 'u1.large'])).toBe('u1.large');
});

test('words of the most letters are compared', () => {
  expect(nearestWord('a'.repeat(64), ['a'.repeat(64)])).toBe('a'.repeat(64));
});

test('long words and candidates, however many, are answered at once', () => {
  const started = Date.now();
  expect(nearestWord('a'.repeat(1_000_000), ['a'.repeat(1_000_001)])).toBeUndefined();
  expect(nearestWord('ab'.repeat(30), Array.from({ length: 1_000 }, (_, index) => 'c'.repeat(50_000 + index)))).toBeUndefined();
  expect(Date.now() - started).toBeLessThan(500);
});
