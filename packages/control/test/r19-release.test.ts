import { expect, test } from 'vitest';
import { LeaseStore } from './support/lease-store.ts';
import { type Api, FOREIGN, startReplica } from './support/replica.ts';
import { settle } from './support/virtual-clock.ts';

test('R19: a leader renews for as long as its work drains, and lets go afterwards', async () => {
  const { clock, store, elector, told } = startReplica();
  await clock.advance(60_000);
  expect(elector.isLeader()).toBe(true);
  const released = elector.release();
  expect(elector.guard.mayWrite()).toBe(false);
  expect(elector.guard.leading.aborted).toBe(true);
  expect(await released).toBe(true);
  expect(store.spec).toEqual({ holderIdentity: '', leaseDurationSeconds: 1, leaseTransitions: 0, renewTime: '2026-01-31T10:01:00.000001Z', acquireTime: '2026-01-31T10:01:00.000001Z' });
  expect(told).toEqual(['start', 'abort']);
  expect(elector.status().state).toBe('released');
  expect(await elector.release()).toBe(true);
  expect(clock.timers).toBe(0);
});

test('R19: a Lease is let go of although the answer of its last renewal got lost', async () => {
  const store = new LeaseStore();
  let loses = false;
  const api: Partial<Api> = {
    update: (_resource, lease) => {
      const written = Promise.resolve().then(() => store.update(lease));
      return loses ? written.then(() => new Promise(() => undefined)) : written;
    },
  };
  const { clock, elector } = startReplica({}, { store, api });
  await clock.advance(1000);
  loses = true;
  await clock.advance(1500);
  loses = false;
  expect(await elector.release()).toBe(true);
  expect(store.spec).toMatchObject({ holderIdentity: '' });
  expect(clock.timers).toBe(0);
});

test('R19: where the cluster does not answer, letting go fails and says so, and can be cut short', async () => {
  const store = new LeaseStore();
  let answers = true;
  const api: Partial<Api> = { update: async (_resource, lease) => (answers ? store.update(lease) : new Promise(() => undefined)) };
  const { clock, elector } = startReplica({}, { store, api });
  await clock.advance(1000);
  answers = false;
  const released = elector.release();
  await settle();
  elector.stop();
  expect(await released).toBe(false);
  expect(elector.status()).toMatchObject({ state: 'released', error: { code: 'unknown' } });
  expect(clock.timers).toBe(0);
});

test('R19: whose Lease somebody else has taken meanwhile lets go without a write', async () => {
  const { clock, store, elector } = startReplica();
  await clock.advance(1000);
  store.put(FOREIGN);
  expect(await elector.release()).toBe(true);
  expect(store.spec).toEqual(FOREIGN);
});

test('R19: who tried to take a Lease, and is not known to have it, lets go of nobody else\'s', async () => {
  const store = new LeaseStore();
  store.put(FOREIGN);
  const { clock, elector } = startReplica({}, { store, api: { update: () => new Promise(() => undefined) } });
  await clock.advance(16_000);
  expect(await elector.release()).toBe(true);
  expect(store.history).toEqual([]);
});

test('R19: who has heard nothing of the cluster yet asks nothing more to let go', async () => {
  let asked = 0;
  const { elector, clock } = startReplica({}, { api: { get: () => (asked++, new Promise(() => undefined)) } });
  expect(await elector.release()).toBe(true);
  expect([asked, clock.timers]).toEqual([1, 0]);
});

test('R19: who waits lets go without a write, and who stops leaves no timer and no request', async () => {
  const store = new LeaseStore();
  store.put(FOREIGN);
  const waiting = startReplica({}, { store });
  await waiting.clock.advance(5000);
  expect(await waiting.elector.release()).toBe(true);
  expect(store.history).toEqual([]);
  expect(waiting.clock.timers).toBe(0);

  const signals: AbortSignal[] = [];
  const api: Partial<Api> = {
    get: (_resource, _named, { signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  };
  const stopped = startReplica({}, { api });
  await settle();
  stopped.elector.stop();
  await settle();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(stopped.clock.timers).toBe(0);
  expect(stopped.told).toEqual([]);
});

test('R19: a start that fails ends the leadership; what onLost throws is told', async () => {
  for (const onStart of [() => Promise.reject(new Error('no caches')), () => { throw new Error('no caches'); }]) {
    const { clock, elector } = startReplica({
      onStart,
      onLost: () => {
        throw new Error('no log');
      },
    });
    await settle();
    expect(elector.isLeader()).toBe(false);
    expect(elector.status()).toMatchObject({ state: 'lost', lostBecause: 'onStart failed: no caches', error: { code: 'unknown', message: 'onLost failed: no log' } });
    expect(clock.timers).toBe(0);
  }
});
