import { expect, test } from 'vitest';
import { drive, driveAsync } from '../src/index.ts';

/** Adds up what three calls give; one that fails counts as 100. */
function* sum(): Generator<string, number, unknown> {
  let total = 0;
  for (const call of ['a', 'b', 'c']) {
    try {
      total += (yield call) as number;
    } catch {
      total += 100;
    }
  }
  return total;
}

const answers: Readonly<Record<string, () => number>> = {
  a: () => 1,
  b: () => {
    throw new Error('b is broken');
  },
  c: () => 3,
};

test('what was yielded is carried out, and what it throws can be caught', async () => {
  expect(drive(sum(), (call) => answers[call]?.())).toBe(104);
  expect(await driveAsync(sum(), (call) => answers[call]?.())).toBe(104);
  expect(await driveAsync(sum(), async (call) => answers[call]?.())).toBe(104);
});

test('what nobody catches passes through', async () => {
  function* careless(): Generator<string, unknown, unknown> {
    return yield 'b';
  }
  expect(() => drive(careless(), (call) => answers[call]?.())).toThrow('b is broken');
  await expect(driveAsync(careless(), async (call) => answers[call]?.())).rejects.toThrow('b is broken');
});

test('nobody waits where there is nothing to wait for', () => {
  let isDone = false;
  function* watched(): Generator<number, void, unknown> {
    yield 1;
    yield 2;
    isDone = true;
  }
  void driveAsync(watched(), (call) => call);
  expect(isDone).toBe(true);
});
