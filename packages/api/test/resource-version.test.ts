import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasReachedVersion, isOlderVersion } from '../src/index.ts';

test('versions are compared as the integers that they are', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n }), fc.bigInt({ min: 1n, max: 2n ** 64n }), (one, other) => {
      expect(isOlderVersion(String(one), String(other))).toBe(one < other);
      expect(hasReachedVersion(String(one), String(other))).toBe(one >= other);
    }),
  );
});

test.each([[undefined, '5'], ['5', undefined], ['', '5'], ['05', '6'], ['0', '5'], ['-1', '5'], ['v1', 'v2'], ['5.0', '6']])('of %j and %j nothing is known', (one, other) => {
  expect(isOlderVersion(one, other)).toBe(false);
  if (other !== undefined) expect(hasReachedVersion(one, other)).toBe(false);
});

test('what is the same has been seen, whatever it is', () => {
  expect(hasReachedVersion('v1', 'v1')).toBe(true);
});
