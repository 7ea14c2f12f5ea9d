import type { QuantityLike } from '@instancetype/api';
import { integerValue, parseQuantity } from '@instancetype/quantity';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overcommittedRequest } from '../src/index.ts';
import { causesOf, domainWith, it } from './applied.ts';

// BEHAVIOUR 4.4, the table below step 5 (measured)
const OVERCOMMIT: readonly [QuantityLike, number, string][] = [
  ['128Mi', 15, '114085072'],
  ['128M', 15, '108800k'],
  ['512Mi', 10, '483183808'],
  ['512Mi', 15, '456340288'],
  ['2Gi', 50, '1Gi'],
  ['1Gi', 1, '1063004416'],
  ['1Gi', 99, '10737408'],
  ['1Gi', 100, '0'],
  ['1.5Gi', 20, '1288490240'],
  ['12Gi', 5, '11953766Ki'],
  ['24Gi', 60, '10066329Ki'],
  ['1Ti', 13, '934155392Ki'],
  ['4Gi', 33, '2877627904'],
  ['8Gi', 25, '6Gi'],
  ['16Gi', 15, '14260634Ki'],
  ['3Gi', 7, '2925527Ki'],
  ['64Gi', 12, '59055800Ki'],
  ['100Gi', 33, '70254584Ki'],
  ['7Gi', 13, '6385828Ki'],
  ['1500M', 13, '1305000064'],
  ['1e9', 15, '850e6'],
  ['1000000000', 15, '850M'],
  ['0.1Gi', 15, '91268056'],
  ['9Pi', 13, '8210350Gi'],
];

test.each(OVERCOMMIT)('guest %s overcommitted by %d percent requests %s (20 Q12)', (guest, overcommitPercent, request) => {
  const domain = domainWith({}, it(1, { memory: { guest, overcommitPercent } }));
  expect(domain?.resources).toEqual({ requests: { memory: request } });
  expect(domain?.memory).toEqual({ guest });
});

test('for any amount below 2^53: the request is what single precision arithmetic gives', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 100 }), (bytes, percent) => {
      const guest = parseQuantity(String(bytes));
      if (!guest.ok) throw new Error('a number is a quantity');
      const expected = Math.trunc(Math.fround(Math.fround(bytes) * Math.fround(1 - Math.fround(percent / 100))));
      expect(integerValue(overcommittedRequest(guest.value, percent))).toBe(BigInt(expected));
    }),
  );
});

/** The nearest single precision number of an integer, ties to even: found by looking at both of its neighbours. */
function nearestSingle(value: bigint): number {
  const guess = Math.fround(Number(value));
  const step = 2 ** (Math.floor(Math.log2(guess)) - 23);
  const candidates = [guess - step, guess - step / 2, guess, guess + step].map((each) => Math.fround(each));
  const distance = (each: number): bigint => (BigInt(each) > value ? BigInt(each) - value : value - BigInt(each));
  return candidates.reduce((best, each) => {
    const [a, b] = [distance(best), distance(each)];
    if (a !== b) return a < b ? best : each;
    return (BigInt(best) / BigInt(step)) % 2n === 0n ? best : each;
  });
}

test('for any larger amount it is rounded once, not by way of a double', () => {
  const wide = fc.bigInt(2n ** 53n, 2n ** 63n - 1n);
  // near the middle between two singles, and a little off it: there two roundings go wrong
  const nearTies = fc.tuple(fc.bigInt(2n ** 23n, 2n ** 24n - 1n), fc.integer({ min: 31, max: 38 }), fc.constantFrom(-1n, 0n, 1n)).map(
    ([mantissa, shift, off]) => (mantissa << BigInt(shift)) + (1n << BigInt(shift - 1)) + off,
  );
  fc.assert(
    fc.property(fc.oneof(wide, nearTies), (bytes) => {
      const guest = parseQuantity(String(bytes));
      if (!guest.ok) throw new Error('a number is a quantity');
      expect(integerValue(overcommittedRequest(guest.value, 50))).toBe(BigInt(nearestSingle(bytes)) / 2n);
    }),
  );
});

test.each([10, undefined])('a guest that is no quantity is told, with how to write it (an overcommit of %s)', (overcommitPercent) => {
  expect(causesOf({}, it(1, { memory: { guest: '8GiB', overcommitPercent } }))).toMatchObject([
    { code: 'wrong-type', severity: 'error', reason: 'FieldValueInvalid', field: 'spec.memory.guest', message: expect.stringMatching(/"8GiB", but must be a quantity: write 8Gi$/) },
  ]);
});

test.each([1e30, 3e38, 1e39, Number.MAX_VALUE, 0.5, 101, 1e-300])('an overcommit of %d percent has a result or causes, never an exception', (overcommitPercent) => {
  const huge = it(1, { memory: { guest: '8Ei', overcommitPercent } });
  expect(() => causesOf({}, huge)).not.toThrow();
  expect(() => causesOf({}, it(1, { memory: { guest: '0', overcommitPercent } }))).not.toThrow();
});
