import { expect, test } from 'vitest';
import { sleep, systemClock } from '../src/clock.ts';
import { openApi } from '../src/open-api.ts';
import { openCache } from '../src/open-cache.ts';
import { RESOURCE } from './support/scripted-server.ts';
import { Answers } from './support/answers.ts';

const soon = (): Promise<void> => sleep(systemClock, 50, new AbortController().signal);

test.each([2 ** 31, 30 * 24 * 3_600_000, Infinity])('what is to run after %d ms does not run at once', async (ms) => {
  let runs = 0;
  const cancel = systemClock.after(ms, () => (runs += 1));
  await soon();
  cancel();
  expect(runs).toBe(0);
});

test('a cache that tells of everything again after a month does not do so all the time', async () => {
  const cluster = new Answers();
  cluster.answer = { body: '{"kind":"VirtualMachineList","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"namespace":"ns","name":"a","uid":"u","resourceVersion":"1"}}]}' };
  const told: string[] = [];
  const cache = openCache(openApi(cluster), RESOURCE, { watchList: false, resyncMs: 30 * 24 * 3_600_000, onChange: ({ type }) => void told.push(type) });
  await cache.synced;
  await soon();
  await cache.stop();
  expect(told).toEqual(['added']);
});
