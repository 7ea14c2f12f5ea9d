import { afterEach, describe, expect, test } from 'vitest';
import type { Cache } from '../src/open-cache.ts';
import { synced } from '../src/open-cache.ts';
import { harness } from './support/harness.ts';
import { refuse } from './support/scripted-server.ts';

const opened: Cache[] = [];
const kept = (cache: Cache): Cache => {
  opened.push(cache);
  return cache;
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.stop()));
});

describe('begin and end', () => {
  test('R15 stopped at any moment, nothing is left: no request, no timer, no further change', async () => {
    for (let moment = 0; moment < 60; moment += 1) {
      const { clock, server, open, changes } = harness();
      server.knowsWatchList = moment % 2 === 0;
      for (let index = 0; index < 3; index += 1) server.put(`vm-${index}`);
      const cache = open({ watchList: true, resyncMs: 10_000 });
      for (let step = 0; step < moment; step += 1) await Promise.resolve();
      const stopped = cache.stop();
      const before = server.requests.length;
      const told = changes.length;
      await stopped;
      server.endWatches();
      await clock.advance(600_000);
      expect([moment, server.open, server.requests.length - before, changes.length - told, clock.timers]).toEqual([moment, 0, 0, 0, 0]);
    }
  });

  test('R15 stopped while it waits, hangs or retries, nothing is left', async () => {
    for (const fault of ['status', 'hang', 'handler'] as const) {
      const { clock, server, open } = harness();
      server.put('a');
      if (fault === 'status') server.fault = (_, stream) => ({ status: refuse(stream, 500, 'InternalError') });
      if (fault === 'hang') server.fault = () => 'hang';
      const failing = (): void => {
        throw new Error('never');
      };
      const cache = open(fault === 'handler' ? { onChange: failing } : {});
      await clock.advance(1000);
      await cache.stop();
      await cache.stop();
      server.endWatches();
      await clock.advance(120_000);
      expect([fault, server.open, clock.timers]).toEqual([fault, 0, 0]);
      expect(cache.status().stopped).toBe(true);
    }
  });

  test('R15 stopped while it tells of everything once more, it does not begin to do so again', async () => {
    const { clock, server, open } = harness();
    server.put('a');
    let told = 0;
    const cache: Cache = open({
      resyncMs: 10_000,
      onChange: ({ type }) => {
        if (type === 'resynced') told += 1;
        if (told > 0) void cache.stop();
      },
    });
    await clock.advance(60_000);
    expect([told, clock.timers]).toEqual([1, 0]);
  });

  test('R16 synced only after every cache holds everything and the handlers were told', async () => {
    const { clock, server, open, told } = harness();
    server.put('a');
    const first = kept(open());
    server.fault = ({ watch }, stream) => (watch ? undefined : { status: refuse(stream, 500, 'InternalError') });
    const second = kept(open());
    let ready = false;
    void synced([first, second]).then(() => (ready = true));
    server.fault = ({ watch, at }, stream) => (watch || at > 3000 ? undefined : { status: refuse(stream, 500, 'InternalError') });
    await clock.advance(3000);
    expect([ready, second.isSynced, second.status().synced]).toEqual([false, false, false]);
    await clock.advance(6000);
    expect([ready, first.isSynced, second.isSynced]).toEqual([true, true, true]);
    expect(told()).toEqual(['added a', 'added a']);
  });

  test('R16 synced rejects where a cache is stopped before, and stops nobody else', async () => {
    const { clock, server, open } = harness();
    server.fault = () => 'hang';
    const cache = open();
    await clock.advance(0);
    await cache.stop();
    await expect(synced([cache])).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('R21 counts what operators need', async () => {
    const { clock, server, open } = harness();
    server.put('a');
    const cache = kept(open());
    await clock.advance(30_000);
    expect(cache.status()).toEqual({
      synced: true,
      stopped: false,
      objects: 1,
      resourceVersion: '101',
      lastEventAgeMs: 30_000,
      error: undefined,
      requests: 2,
      relists: { initial: 1, expired: 0, 'too-large': 0, 'went-back': 0, silent: 0, failing: 0 },
      reconnects: 0,
      brokenStreams: 0,
      skippedEvents: 0,
      handlerErrors: 0,
      waitingChanges: 0,
    });
  });
});
