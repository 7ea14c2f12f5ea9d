import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameJson } from '../src/index.ts';

test.each<[unknown, unknown, boolean]>([
  [1, 1, true],
  [1, '1', false],
  [null, null, true],
  [null, undefined, false],
  [{}, {}, true],
  [{}, [], false],
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: 1 }, { a: 1, b: null }, false],
  [{ a: 1 }, { b: 1 }, false],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [{ a: {} }, { a: null }, false],
  [{}, Object.create({ a: 1 }), true],
  [{ toString: 1 }, { a: 1 }, false],
])('%j and %j: %s', (a, b, same) => {
  expect(sameJson(a, b)).toBe(same);
  expect(sameJson(b, a)).toBe(same);
});

test('hostile keys count as any other', () => {
  const hostile = (value: number): unknown => JSON.parse(`{"__proto__":${value}}`);
  expect(sameJson(hostile(1), hostile(1))).toBe(true);
  expect(sameJson(hostile(1), hostile(2))).toBe(false);
  expect(sameJson(hostile(1), {})).toBe(false);
});

test('values nested without end are answered, as different', () => {
  const nested = (depth: number): unknown => {
    let value: unknown = 'deep';
    for (let level = 0; level < depth; level++) value = { inner: value };
    return value;
  };
  expect(sameJson(nested(100), nested(100))).toBe(true);
  expect(sameJson(nested(100_000), nested(100_000))).toBe(false);
});

test('for any JSON: a copy with its members in another order is the same, and one with a member more is not', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).reverse().map(([key, inner]) => [key, shuffled(inner)]));
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 2 }), (a, b) => {
      expect(sameJson(a, shuffled(a))).toBe(true);
      expect(sameJson({ a }, { a, another: 1 })).toBe(false);
      expect(sameJson(a, b)).toBe(sameJson(b, a));
    }),
  );
});
