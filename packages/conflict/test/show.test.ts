import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { showError, showLine, showText, showValue } from '../src/index.ts';

describe('a value in a message', () => {
  test.each<[unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    [true, 'true'],
    [4, '4'],
    [-0.5, '-0.5'],
    ['8Gi', '"8Gi"'],
    ['', '""'],
    [[], 'a list of 0'],
    [[1, 2, 3], 'a list of 3'],
    [{}, '{}'],
    [{ name: 'a', bus: 'b' }, 'an object with name, bus'],
    [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, 'an object with a, b, c, d, e'],
    ['say "hi"', '"say \\"hi\\""'],
    ['back\\slash', '"back\\\\slash"'],
  ])('%j is shown as %s', (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });
});

test.each<[string, string]>([
  ['a newline\nhere', 'a newline\\u000ahere'],
  ['\u001b[31mred', '\\u001b[31mred'],
  ['\u0007', '\\u0007'],
  ['\u2028', '\\u2028'],
  ['\u202eright to left', '\\u202eright to left'],
  ['\ud800 alone', '\\ud800 alone'],
  ['größe 日本 🙂', 'größe 日本 🙂'],
])('what a terminal would obey is escaped: %j', (text, shown) => {
  expect(showText(text)).toBe(shown);
});

test('long text is cut', () => {
  expect(showText('x'.repeat(80))).toBe('x'.repeat(80));
  expect(showText('x'.repeat(81))).toBe(`${'x'.repeat(80)}…`);
  expect(showValue('x'.repeat(1_000_000)).length).toBeLessThan(100);
  expect(showValue(Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key${index}`.padEnd(500, 'k'), 1]))).length).toBeLessThan(100);
});

test('a character of two halves is not cut in half', () => {
  for (let length = 55; length < 85; length++) {
    const text = `${'x'.repeat(length)}🙂🙂`;
    for (const shown of [showText(text), showValue(text), showValue({ [text]: 1 })]) expect(shown).not.toMatch(/\p{Cs}/u);
  }
});

test('for any JSON value: one short line without control characters', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const shown = showValue(value);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      // each of at most 80 characters may become an escape of 6
      expect(shown.length).toBeLessThanOrEqual(500);
    }),
  );
});

test('what somebody else says keeps its quotes, and stays on one line of a given length', () => {
  expect(showLine('webhook "a" denied\nthe request', 100)).toBe('webhook "a" denied\\u000athe request');
  expect(showLine('x'.repeat(300), 200)).toBe(`${'x'.repeat(200)}…`);
});

test('what was thrown is shown on one line, whatever it is', () => {
  expect(showError(new Error('webhook "a"\ndenied it'))).toBe('webhook "a"\\u000adenied it');
  expect([showError('x'.repeat(300)).length, showError(undefined), showError(7)]).toEqual([201, 'undefined', '7']);
});
