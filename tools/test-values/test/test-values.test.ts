import { expect, test } from 'vitest';
import { frozen, HOSTILE } from '../src/index.ts';

test('what is frozen cannot be written to, at any depth', () => {
  const value = frozen({ a: [{ b: 1 }] });
  expect(() => ((value.a[0] as { b: number }).b = 2)).toThrow(TypeError);
  expect(() => value.a.push({ b: 2 })).toThrow(TypeError);
  expect(frozen(5)).toBe(5);
});

test('even what nests too deep for everybody else can be frozen', () => {
  for (const [, value] of HOSTILE) expect(frozen(value)).toBe(value);
});
