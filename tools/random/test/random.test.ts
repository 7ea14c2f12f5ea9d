import { expect, test } from 'vitest';
import { Random, seedOf } from '../src/index.ts';

const several = (seed: number): readonly number[] => {
  const random = new Random(seed);
  return Array.from({ length: 1000 }, () => random.below(10));
};

test('the same seed gives the same numbers, another one others', () => {
  expect(several(7)).toEqual(several(7));
  expect(several(7)).not.toEqual(several(8));
});

test('every number has its turn, none more often than chance has it', () => {
  const counts = Array.from({ length: 10 }, (_, digit) => several(7).filter((each) => each === digit).length);
  expect(Math.min(...counts)).toBeGreaterThan(60);
  expect(Math.max(...counts)).toBeLessThan(140);
});

test('chances are what they say', () => {
  const random = new Random(7);
  const shareOf = (happens: () => boolean): number => Array.from({ length: 10_000 }, happens).filter(Boolean).length / 10_000;
  expect(shareOf(() => random.chance(0.2))).toBeCloseTo(0.2, 1);
  expect(shareOf(() => random.once(5))).toBeCloseTo(0.2, 1);
  expect([random.chance(0), random.chance(1), random.once(1)]).toEqual([false, true, true]);
});

test('the cases of a run have seeds of their own', () => {
  const seeds = [1, 2].flatMap((seed) => Array.from({ length: 1000 }, (_, index) => seedOf(seed, index)));
  expect(new Set(seeds).size).toBe(2000);
});
