import { expect, test } from 'vitest';
import { openPacer } from '../src/index.ts';
import { VirtualClock } from './support/virtual-clock.ts';

const NEVER = new AbortController().signal;

test('a burst goes at once, then one after the other at the pace, who came first first', async () => {
  const clock = new VirtualClock();
  const pace = openPacer({ qps: 100, burst: 3 }, clock);
  const order: [turn: number, at: number][] = [];
  for (const turn of [0, 1, 2, 3, 4]) void pace(NEVER).then(() => order.push([turn, clock.now()]));
  await clock.advance(100);
  expect(order).toEqual([[0, 0], [1, 0], [2, 0], [3, 10], [4, 20]]);
});

test('who gives up does not wait, before or while, and leaves no timer', async () => {
  const clock = new VirtualClock();
  const pace = openPacer({ qps: 1, burst: 1 }, clock);
  await pace(NEVER);
  const ending = new AbortController();
  const given = pace(ending.signal);
  ending.abort(new Error('no more'));
  await expect(given).rejects.toThrow('no more');
  await expect(pace(ending.signal)).rejects.toThrow('no more');
  expect(clock.timers).toBe(0);
});

test('a pace that lets nothing through is refused', () => {
  expect(() => openPacer({ qps: 0, burst: 1 })).toThrow(RangeError);
});
