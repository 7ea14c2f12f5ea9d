import { expect, test } from 'vitest';
import { openQueue, type WorkFailure, type WorkResult, type WorkRun } from '../src/index.ts';
import { settle, VirtualClock } from './support/virtual-clock.ts';

test('R17: a key that is added many times runs once, and once more if it is added while it runs', async () => {
  const clock = new VirtualClock();
  const queue = openQueue({ clock });
  const ends: (() => void)[] = [];
  for (let count = 0; count < 5; count += 1) queue.add('a');
  queue.run(() => new Promise((resolve) => ends.push(() => resolve('done'))), { workers: 3 });
  await settle();
  expect(ends).toHaveLength(1);
  for (let count = 0; count < 5; count += 1) queue.add('a');
  await settle();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await settle();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await settle();
  expect(queue.metrics()).toMatchObject({ adds: 2, runs: 2, depth: 0, inFlight: 0 });
});

test('R17: whoever adds a key does not find itself inside a worker', async () => {
  const queue = openQueue({ clock: new VirtualClock() });
  let ran = false;
  queue.run(() => {
    ran = true;
    return 'done';
  }, { workers: 1 });
  queue.add('a');
  expect(ran).toBe(false);
  await settle();
  expect(ran).toBe(true);
});

test('R17: a key that fails waits 5 ms, twice as long each time, at most 1,000 s, until it goes well', async () => {
  const clock = new VirtualClock();
  const waits: (number | undefined)[] = [];
  const queue = openQueue({ clock, rateLimit: false, onFailure: ({ retryMs }) => void waits.push(retryMs) });
  let result: WorkResult = { failed: 'no' };
  queue.run(() => result, { workers: 1 });
  queue.add('a');
  await clock.advance(3_000_000);
  expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
  expect(waits.slice(-2)).toEqual([1_000_000, 1_000_000]);
  expect(queue.failures('a')).toBe(waits.length);
  expect(queue.metrics().backingOff).toBe(1);
  result = 'done';
  await clock.advance(1_000_000);
  expect(queue.failures('a')).toBe(0);
  result = { failed: 'no' };
  queue.add('a');
  await settle();
  expect(waits.at(-1)).toBe(5);
  queue.forget('a');
  expect(queue.retry('a')).toBe(5);
});

test('R17: a key that has to wait for something else keeps its back-off, and what fails waits as long as it is asked to', async () => {
  const clock = new VirtualClock();
  const waits: (number | undefined)[] = [];
  const queue = openQueue({ clock, rateLimit: false, onFailure: ({ retryMs }) => void waits.push(retryMs) });
  const results: WorkResult[] = [{ failed: 'no' }, { notYetMs: 100 }, { failed: 'no' }, { failed: 'later', atLeastMs: 7000 }, { failed: 'at once', atLeastMs: 0 }, { afterMs: 1 }, { failed: 'no' }];
  queue.run(() => results.shift() ?? 'done', { workers: 1 });
  queue.add('a');
  await clock.advance(60_000);
  expect(waits).toEqual([5, 10, 7000, 40, 5]);
  expect(queue.failures('a')).toBe(0);
});

test('R17: keys that come back do so 10 times a second at most, after the first 100', async () => {
  const clock = new VirtualClock();
  const queue = openQueue({ clock });
  for (let key = 0; key < 150; key += 1) queue.retry(`key-${key}`);
  await clock.advance(5);
  expect(queue.metrics()).toMatchObject({ depth: 100, delayed: 50 });
  await clock.advance(1000);
  expect(queue.metrics().depth).toBe(110);
  await clock.advance(4000);
  expect(queue.metrics()).toMatchObject({ depth: 150, delayed: 0 });
  // a quiet time gives back the burst, and no more; a second gives 10
  await clock.advance(3_600_000);
  const draw = (count: number): number[] => Array.from({ length: count }, (_, key) => queue.retry(`other-${clock.now()}-${key}`)).filter((ms) => ms > 5);
  expect(draw(101)).toEqual([100]);
  await clock.advance(1000);
  expect(draw(12)).toEqual([100, 200, 300]);
});

test('R17: new work is not held up by the limits', async () => {
  const clock = new VirtualClock();
  const queue = openQueue({ clock, rateLimit: { qps: 1, burst: 1 } });
  const runs: string[] = [];
  queue.run((key) => {
    runs.push(key);
    return runs.length === 1 ? { failed: 'no' } : 'done';
  }, { workers: 1 });
  for (let key = 0; key < 50; key += 1) queue.add(`key-${key}`);
  await settle();
  expect(runs).toHaveLength(50);
});

test('R17: of several times that a key is to be added after, the earliest holds', async () => {
  const clock = new VirtualClock();
  const queue = openQueue({ clock });
  queue.addAfter('a', 500);
  queue.addAfter('a', 100);
  queue.addAfter('a', 900);
  await clock.advance(99);
  expect(queue.metrics()).toMatchObject({ depth: 0, delayed: 1 });
  await clock.advance(1);
  expect(queue.metrics()).toMatchObject({ depth: 1, delayed: 0 });
  for (const none of [Number.NaN, Infinity]) expect(() => queue.addAfter('a', none)).toThrow(/ms, and (NaN|Infinity) is none/);
  queue.addAfter('b', 0);
  expect(queue.metrics()).toMatchObject({ depth: 2, delayed: 0 });
});

test('R17: what a worker throws, or gives instead of a result, is told and tried again, and disturbs no other key', async () => {
  const clock = new VirtualClock();
  const failures: WorkFailure[] = [];
  const queue = openQueue({ clock, onFailure: (failure) => void failures.push(failure) });
  const done: string[] = [];
  const worker = (key: string): WorkResult | Promise<WorkResult> => {
    if (queue.failures(key) > 0) done.push(key);
    else if (key === 'throws') throw new Error('at once');
    else if (key === 'rejects') return Promise.reject(new Error('later'));
    else if (key === 'odd') return undefined as unknown as WorkResult;
    else if (key === 'odder') return { afterMs: Number.NaN };
    else if (key === 'oddest') return { failed: 'no', atLeastMs: Infinity };
    else done.push(key);
    return 'done';
  };
  queue.run(worker, { workers: 2 });
  for (const key of ['throws', 'rejects', 'odd', 'odder', 'oddest', 'well']) queue.add(key);
  await settle();
  expect(done).toEqual(['well']);
  expect(failures.map(({ key, failures: count, retryMs }) => [key, count, retryMs])).toEqual([
    ['throws', 1, 5],
    ['rejects', 1, 5],
    ['odd', 1, 5],
    ['odder', 1, 5],
    ['oddest', 1, 5],
  ]);
  expect(failures.map(({ reason }) => (reason as Error).message)).toEqual(['at once', 'later', expect.stringContaining("'done', 'again'"), expect.stringContaining('afterMs'), expect.stringContaining('atLeastMs')]);
  await clock.advance(5);
  expect(done.toSorted()).toEqual(['odd', 'odder', 'oddest', 'rejects', 'throws', 'well']);
});

test('R17: what listens and throws costs no key', async () => {
  const clock = new VirtualClock();
  const queue = openQueue({
    clock,
    onFailure: () => {
      throw new Error('the log is full');
    },
    onRun: (async () => {
      throw new Error('no such metric');
    }) as () => void,
  });
  let runs = 0;
  queue.run(() => (++runs < 3 ? { failed: 'no' } : 'done'), { workers: 1 });
  queue.add('a');
  await clock.advance(100);
  expect(queue.metrics()).toMatchObject({ runs: 3, failures: 2, retries: 2, callbackErrors: 5, depth: 0, inFlight: 0, backingOff: 0 });
});

test('R21: a queue tells how it is doing, and how long each run waited and took', async () => {
  const clock = new VirtualClock();
  const told: WorkRun[] = [];
  const queue = openQueue({ clock, onRun: (run) => void told.push(run) });
  queue.run(
    (key) =>
      new Promise((resolve) => {
        clock.after(key === 'long' ? 1000 : 300, () => resolve('done'));
      }),
    { workers: 1 },
  );
  queue.add('long');
  await clock.advance(200);
  queue.add('short');
  queue.addAfter('later', 60_000);
  await clock.advance(500);
  expect(queue.metrics()).toEqual({ depth: 1, oldestMs: 500, delayed: 1, inFlight: 1, longestRunningMs: 700, backingOff: 0, adds: 2, runs: 0, failures: 0, retries: 0, callbackErrors: 0 });
  await clock.advance(1000);
  expect(told).toEqual([
    { key: 'long', waitedMs: 0, ranMs: 1000, result: 'done' },
    { key: 'short', waitedMs: 800, ranMs: 300, result: 'done' },
  ]);
  expect(queue.metrics()).toMatchObject({ depth: 0, oldestMs: 0, inFlight: 0, longestRunningMs: 0, runs: 2 });
  await queue.drain({ withinMs: 0 });
});

test('R17: draining waits for what is being worked on, and begins nothing more', async () => {
  const clock = new VirtualClock();
  const queue = openQueue({ clock });
  const ends = new Map<string, (result: WorkResult) => void>();
  const signals: AbortSignal[] = [];
  queue.run(
    (key, signal) => {
      signals.push(signal);
      return new Promise((resolve) => ends.set(key, resolve));
    },
    { workers: 3 },
  );
  for (const key of ['a', 'b', 'c', 'd']) queue.add(key);
  queue.addAfter('f', 100);
  await settle();
  let drained = false;
  const draining = queue.drain({ withinMs: 10_000 }).finally(() => {
    drained = true;
  });
  expect(clock.timers).toBe(1);
  queue.add('e');
  queue.add('a');
  queue.addAfter('f', 100);
  ends.get('a')?.({ failed: 'no' });
  ends.get('b')?.('again');
  await clock.advance(9000);
  expect(drained).toBe(false);
  ends.get('c')?.({ afterMs: 5 });
  expect(await draining).toEqual({ unfinished: [], left: 1 });
  expect([...ends.keys()]).toEqual(['a', 'b', 'c']);
  expect(queue.metrics()).toMatchObject({ delayed: 0, retries: 0, failures: 1 });
  expect(signals.some(({ aborted }) => aborted)).toBe(false);
  expect(clock.timers).toBe(0);
  expect(await queue.drain({ withinMs: 0 })).toEqual({ unfinished: [], left: 1 });
});

test('R17: when the time to drain is up, the rest is told to stop and given up; a second call can shorten it', async () => {
  const clock = new VirtualClock();
  const queue = openQueue({ clock });
  let reason: unknown;
  queue.run(
    (_key, signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
        });
      }),
    { workers: 1 },
  );
  queue.add('stuck');
  queue.add('next');
  await settle();
  const slow = queue.drain({ withinMs: 30_000 });
  await clock.advance(1000);
  expect(reason).toBeUndefined();
  expect(await queue.drain({ withinMs: 0 })).toEqual({ unfinished: ['stuck'], left: 1 });
  expect(reason).toBeInstanceOf(Error);
  await clock.advance(29_000);
  expect(await slow).toEqual({ unfinished: ['stuck'], left: 1 });
  expect(clock.timers).toBe(0);
});

test('R17: what cannot be meant is refused', () => {
  const queue = openQueue({ clock: new VirtualClock() });
  for (const workers of [0, 1.5, Number.NaN]) expect(() => queue.run(() => 'done', { workers })).toThrow(/at least 1 worker/);
  queue.run(() => 'done', { workers: 1 });
  expect(() => queue.run(() => 'done', { workers: 1 })).toThrow(/has a worker already/);
  expect(() => openQueue({ rateLimit: { qps: 0, burst: 1 } })).toThrow(/`rateLimit: false` is no limit/);
  expect(() => openQueue({ backoff: { firstMs: 10, longestMs: 1 } })).toThrow(/longestMs/);
  expect(() => openQueue({ backoff: { firstMs: 0, longestMs: 1 } })).toThrow(/firstMs above 0/);
});

test('R14, R17: 300,000 keys run once each, wait on one timer, and let timers and answers be heard meanwhile', async () => {
  const count = 300_000;
  const clock = new VirtualClock();
  const delayed = openQueue({ clock });
  for (let key = 0; key < count; key += 1) delayed.addAfter(`key-${key}`, 2000 * ((key * 7919) % 30));
  expect(clock.timers).toBe(1);
  await clock.advance(60_000);
  expect(delayed.metrics()).toMatchObject({ depth: count, delayed: 0 });

  const queue = openQueue();
  const runs = new Set<string>();
  const finished = new Promise<void>((resolve) => {
    queue.run(
      (key) => {
        runs.add(key);
        if (runs.size === count) resolve();
        return 'done';
      },
      { workers: 3 },
    );
  });
  for (let key = 0; key < count; key += 1) queue.add(`key-${key}`);
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    if (runs.size < count) setImmediate(turn);
  };
  setImmediate(turn);
  await finished;
  await settle();
  expect(queue.metrics()).toMatchObject({ runs: count, adds: count, depth: 0, inFlight: 0 });
  expect(turns).toBeGreaterThan(1);
});
