import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryProblems, type MemorySample, slopeOf } from '../src/memory.ts';

/** What a process weighs that leaks so many bytes a second, with the ups and downs that there are. */
function samples(seconds: number, leak: number, noise: readonly number[] = [0]): MemorySample[] {
  return Array.from({ length: Math.floor(seconds / 2) }, (_, index) => {
    const bytes = 120e6 + 2 * index * leak + (noise[index % noise.length] as number) * 1e6;
    return { at: 1000 + 2 * index, rssBytes: bytes, heapBytes: bytes / 4, codeBytes: 7e6 };
  });
}

const noises = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 3, maxLength: 9 });

test('the slope of a line is found whatever its level', () => {
  fc.assert(fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 }), (slope, level) => {
    expect(slopeOf([0, 1, 5, 9].map((at) => [at, level + slope * at]))).toBeCloseTo(slope, 6);
  }));
});

describe('memory', () => {
  test('that stays where it is, is well, in a short time and in a long one', () => {
    fc.assert(fc.property(noises, (noise) => {
      expect([20, 60].flatMap((seconds) => memoryProblems('it', samples(seconds, 0, noise)))).toEqual([]);
    }));
    expect(memoryProblems('it', samples(900, 0, [-0.5, 0.5, 0.2, -0.3]))).toEqual([]);
  });

  test('that grows by a megabyte a second, is told of within 20 s', () => {
    fc.assert(fc.property(noises, (noise) => {
      expect(memoryProblems('the admitter', samples(20, 1e6, noise))[0]).toContain('The resident memory (without compiled code) of the admitter grew by ');
    }));
  });

  test('that grows by two megabytes in ten minutes, is told of after a quarter of an hour', () => {
    expect(memoryProblems('it', samples(900, 2e6 / 600, [-0.5, 0.5, 0.2, -0.3]))).toEqual([expect.stringContaining('The resident memory (without compiled code) of it grew by 3.3 kB/s')]);
    expect(memoryProblems('it', samples(900, 5e6 / 600))).toHaveLength(2);
  });

  test('that was hardly looked at, proves nothing', () => {
    expect(memoryProblems('it', samples(10, 0))).toEqual(['The memory of it was read 5 times, which is too few to tell whether it grows.']);
  });
});

test('compiled code may come, and nothing else beside it', () => {
  const compiling = samples(900, 5000).map((sample, index) => ({ ...sample, heapBytes: 30e6, codeBytes: 7e6 + index * 10_000 }));
  expect(memoryProblems('it', compiling)).toEqual([]);
  expect(memoryProblems('it', compiling.map((sample, index) => ({ ...sample, rssBytes: sample.rssBytes + index * 5000 })))).toEqual([expect.stringContaining('The resident memory (without compiled code) of it grew by 2.5 kB/s')]);
});
