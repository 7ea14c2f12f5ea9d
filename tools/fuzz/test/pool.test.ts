import { expect, test } from 'vitest';
import { runOnThreads } from '../src/pool.ts';
import { runReviews } from '../src/reviews/run-reviews.ts';

const fixture = (name: string): URL => new URL(`fixtures/${name}.ts`, import.meta.url);
const BROKEN = { subject: 'reviews', seed: 1, from: 100, count: 10, jobs: 2 } as const;

test('threads come to the same as one after the other', async () => {
  const steps: number[] = [];
  const { failed, outcomes } = await runOnThreads({ subject: 'reviews', seed: 5, from: 0, count: 2_500, jobs: 3, onStep: (done) => steps.push(done) });
  const alone = await runReviews({ seed: 5, from: 0, count: 2_500 });
  expect([failed, alone.failed]).toEqual([undefined, undefined]);
  expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(alone.outcomes));
  expect(steps).toHaveLength(2);
  expect(steps.at(-1)).toBe(2_500);
});

test('a thread that dies is a failure of the case that it was at', async () => {
  const { failed } = await runOnThreads({ ...BROKEN, worker: fixture('worker-that-dies') });
  expect(failed).toMatchObject({ index: 105, problem: expect.stringContaining('the thread died: Error: out of luck') });
});

test('a thread that ends by itself is a failure', async () => {
  expect((await runOnThreads({ ...BROKEN, worker: fixture('worker-that-ends') })).failed?.problem).toBe('the thread ended by itself, with 3');
});

test('a case without end is a failure', async () => {
  const { failed } = await runOnThreads({ ...BROKEN, worker: fixture('worker-without-end'), patience: 400 });
  expect(failed).toMatchObject({ index: 107, problem: 'it has no end: there is nothing after 400 ms' });
});
