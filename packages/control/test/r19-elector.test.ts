import { expect, test } from 'vitest';
import { apiError, LeaseStore } from './support/lease-store.ts';
import { type Api, FOREIGN, startReplica } from './support/replica.ts';
import { settle, VirtualClock } from './support/virtual-clock.ts';

test('R19: the Lease is as other clients write it: times of six digits, whole seconds, transitions counted', async () => {
  const { clock, store, elector, told } = startReplica({ host: 'node-1' });
  await settle();
  expect(told).toEqual(['start']);
  expect(store.lease).toEqual({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'controller', namespace: 'kubevirt', resourceVersion: '101' },
    spec: { holderIdentity: elector.identity, leaseDurationSeconds: 15, acquireTime: '2026-01-31T10:00:00.000000Z', renewTime: '2026-01-31T10:00:00.000000Z', leaseTransitions: 0 },
  });
  await clock.advance(2000);
  expect(store.spec).toMatchObject({ acquireTime: '2026-01-31T10:00:00.000000Z', renewTime: '2026-01-31T10:00:02.000000Z', leaseTransitions: 0 });
  expect(elector.status()).toMatchObject({ state: 'leading', identity: elector.identity, holder: elector.identity, transitions: 0, validMs: 10_000, lastSuccessAgeMs: 0, error: undefined });
  elector.stop();
});

test('R19: no two identities are the same, and they say on which host they are', () => {
  const electors = Array.from({ length: 10 }, () => startReplica({ host: 'node-1' }).elector);
  expect(new Set(electors.map(({ identity }) => identity)).size).toBe(10);
  for (const { identity } of electors) expect(identity).toMatch(/^node-1_[0-9a-f-]{36}$/);
  for (const each of electors) each.stop();
});

test('R19: somebody else\'s Lease is left alone until it has not changed for as long as it says, whatever its dates are', async () => {
  const store = new LeaseStore();
  store.put({ ...FOREIGN, leaseDurationSeconds: 30 }, { labels: { app: 'controller' } });
  const { clock, elector, told } = startReplica({}, { store });
  await clock.advance(20_000);
  expect(elector.isLeader()).toBe(false);
  expect(elector.status()).toMatchObject({ state: 'waiting', holder: 'somebody-else', transitions: 3, error: undefined });
  store.put({ ...FOREIGN, leaseDurationSeconds: 30, renewTime: '2020-01-01T00:00:00.000001Z' }, { labels: { app: 'controller' } });
  await clock.advance(29_999);
  expect(store.history).toEqual([]);
  await clock.advance(2001);
  expect(told).toEqual(['start']);
  expect(store.spec).toMatchObject({ holderIdentity: elector.identity, leaseTransitions: 4, leaseDurationSeconds: 15 });
  expect(store.lease?.metadata).toMatchObject({ labels: { app: 'controller' } });
  elector.stop();
});

test.each([{}, { holderIdentity: '' }, { holderIdentity: null, leaseTransitions: null }, undefined, null])('R19: a Lease that nobody holds is taken at once: %j', async (spec) => {
  const store = new LeaseStore();
  store.put(spec as Record<string, unknown>);
  const { elector } = startReplica({}, { store });
  await settle();
  expect(elector.isLeader()).toBe(true);
  expect(store.spec).toMatchObject({ leaseTransitions: 1 });
  elector.stop();
});

test('R19: a Lease without a resource version is never written', async () => {
  const store = new LeaseStore();
  store.put(FOREIGN, { resourceVersion: undefined });
  const { clock, elector } = startReplica({}, { store });
  await clock.advance(60_000);
  expect(store.history).toEqual([]);
  expect(elector.status().error?.message).toMatch(/no metadata.resourceVersion/);
  elector.stop();
});

test('R19, row 58: after the process was busy or stopped for longer than the deadline, it may write no more, before any timer has run', async () => {
  const { clock, store, elector, told } = startReplica();
  await clock.advance(5000);
  const written = store.history.length;
  expect(elector.guard.mayWrite()).toBe(true);
  clock.block(12_000);
  expect(elector.guard.mayWrite()).toBe(false);
  expect(elector.guard.leading.aborted).toBe(true);
  expect(told).toEqual(['start', 'abort', expect.stringMatching(/^lost: The Lease kubevirt\/controller could not be renewed within 10000 ms/)]);
  await clock.advance(60_000);
  expect(store.history).toHaveLength(written);
  expect(elector.status()).toMatchObject({ state: 'lost', validMs: 0, lostBecause: expect.stringContaining('renewed') });
  expect(told).toHaveLength(3);
  expect(clock.timers).toBe(0);
});

test('row 58: a clock on the wall that is set by an hour changes nothing, and no two renewals look the same', async () => {
  let wall = Date.UTC(2026, 0, 31);
  const clock = new VirtualClock();
  clock.wall = () => wall;
  const { store, elector, told } = startReplica({}, { clock });
  for (const by of [3_600_000, -7_200_000, 0, 0, 3_600_000]) {
    wall += by;
    await clock.advance(20_000);
  }
  expect(elector.isLeader()).toBe(true);
  expect(told).toEqual(['start']);
  const times = store.history.map(({ spec }) => String(spec?.['renewTime']));
  expect(new Set(times).size).toBe(times.length);
  elector.stop();
});

test('R19: it stops leading by itself when it can no longer renew, at the deadline and not before', async () => {
  const store = new LeaseStore();
  let works = true;
  const { clock, elector, told } = startReplica({}, { store, api: { update: async (_resource, lease) => (works ? store.update(lease) : Promise.reject(apiError('unavailable'))) } });
  await clock.advance(4000);
  works = false;
  await clock.advance(9999);
  expect(told).toEqual(['start']);
  expect(elector.status()).toMatchObject({ state: 'leading', validMs: 1, error: { code: 'unavailable' } });
  await clock.advance(1);
  expect(told).toEqual(['start', 'abort', expect.stringContaining('the cluster says: unavailable')]);
});

test('R19: one request that is never answered does not lose the leadership', async () => {
  const store = new LeaseStore();
  const signals: AbortSignal[] = [];
  let hangs = 0;
  const api: Partial<Api> = {
    update: (_resource, lease, { signal, timeoutMs }) => {
      expect(timeoutMs).toBe(5000);
      if (hangs-- !== 1) return Promise.resolve().then(() => store.update(lease));
      signals.push(signal);
      return new Promise(() => undefined);
    },
  };
  const { clock, elector, told } = startReplica({}, { store, api });
  await clock.advance(1000);
  hangs = 1;
  await clock.advance(5999);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await clock.advance(1);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  // it has waited already
  expect(elector.status()).toMatchObject({ validMs: 10_000, error: undefined });
  await clock.advance(60_000);
  expect(told).toEqual(['start']);
  expect(elector.isLeader()).toBe(true);
  elector.stop();
});

test('R19: a renewal of which the answer got lost does not lose the leadership', async () => {
  const store = new LeaseStore();
  let loses = false;
  const api: Partial<Api> = {
    update: async (_resource, lease) => {
      const written = store.update(lease);
      if (loses) throw apiError('unavailable');
      return written;
    },
  };
  const { clock, elector, told } = startReplica({}, { store, api });
  await clock.advance(1000);
  loses = true;
  await clock.advance(2000);
  loses = false;
  expect(elector.status().error?.code).toBe('unavailable');
  await clock.advance(30_000);
  expect(told).toEqual(['start']);
  expect(elector.status()).toMatchObject({ state: 'leading', error: undefined });
  elector.stop();
});

test('R19: whoever sees somebody else hold its Lease leads no more', async () => {
  const { clock, store, elector, told } = startReplica();
  await clock.advance(1000);
  store.put(FOREIGN);
  await clock.advance(1000);
  expect(told).toEqual(['start', 'abort', 'lost: The Lease kubevirt/controller is held by somebody-else']);
  expect(elector.status()).toMatchObject({ state: 'lost', holder: 'somebody-else' });
  expect(store.spec).toEqual(FOREIGN);
});

test('R19: what the cluster refuses is told, and it takes part as soon as it may', async () => {
  const store = new LeaseStore();
  let code: string | undefined = 'forbidden';
  const api: Partial<Api> = { get: async () => (code === undefined ? store.get() : Promise.reject(apiError(code))) };
  const { clock, elector } = startReplica({}, { store, api });
  await clock.advance(10_000);
  expect(elector.status()).toMatchObject({ state: 'waiting', error: { code: 'forbidden', message: 'the cluster says: forbidden' }, lastSuccessAgeMs: undefined });
  code = undefined;
  await clock.advance(2000);
  expect(elector.status()).toMatchObject({ state: 'leading', error: undefined });
  elector.stop();
});

test('R19: of two that create or take it at the same time one leads, and the other is told of the conflict', async () => {
  const store = new LeaseStore();
  const clock = new VirtualClock();
  const both = [startReplica({}, { clock, store }), startReplica({}, { clock, store })];
  await settle();
  expect(both.map(({ elector }) => elector.isLeader()).toSorted()).toEqual([false, true]);
  expect(both.map(({ elector }) => elector.status().error?.code).toSorted()).toEqual(['already-exists', undefined]);
  await clock.advance(2000);
  expect(both.map(({ elector }) => elector.status().error)).toEqual([undefined, undefined]);
  for (const { elector } of both) elector.stop();
});

test.each([['no client', 'no client'], [null, 'null']])('R19: whatever a client throws is told, and it goes on: %j', async (thrown, message) => {
  const store = new LeaseStore();
  let works = false;
  const api: Partial<Api> = { get: async () => (works ? store.get() : Promise.reject(thrown)) };
  const { clock, elector } = startReplica({}, { store, api });
  await settle();
  expect(elector.status()).toMatchObject({ state: 'waiting', error: { code: 'unknown', message } });
  works = true;
  await clock.advance(2000);
  expect(elector.isLeader()).toBe(true);
  elector.stop();
});

test('R19: an answer that comes after the deadline, before any timer has run, does not bring the leadership back', async () => {
  const store = new LeaseStore();
  let answer = (): void => undefined;
  let isSlow = false;
  const api: Partial<Api> = {
    update: async (_resource, lease) => {
      const written = store.update(lease);
      if (isSlow) await new Promise<void>((resolve) => (answer = resolve));
      return written;
    },
  };
  const { clock, elector, told } = startReplica({ retryMs: 8000 }, { store, api });
  await clock.advance(1000);
  isSlow = true;
  await clock.advance(7000);
  clock.block(3000);
  answer();
  await settle();
  expect(told).toEqual(['start', 'abort', expect.stringContaining('could not be renewed within 10000 ms')]);
  expect(elector.isLeader()).toBe(false);
});

test('R19: by the time of this process, one that is alone leads', async () => {
  const { elector, told } = startReplica({ clock: undefined, random: undefined });
  await settle();
  expect([told, elector.isLeader()]).toEqual([['start'], true]);
  elector.stop();
});

test.each([
  [{ leaseMs: 1500 }, /leaseMs must be a number of whole seconds, and is 1500/],
  [{ renewDeadlineMs: 15_000 }, /renewDeadlineMs must be less than leaseMs \(15000\)/],
  [{ retryMs: 9000 }, /more than 1.2 times retryMs \(9000\), and is 10000/],
  [{ retryMs: 0 }, /retryMs must be above 0/],
  [{ timeoutMs: 6000 }, /timeoutMs must be above 0 and at most half of renewDeadlineMs/],
  [{ timeoutMs: 0 }, /timeoutMs must be above 0/],
  [{ renewDeadlineMs: Number.NaN }, /renewDeadlineMs/],
])('R19: times that do not fit together are refused: %j', (options, message) => {
  expect(() => startReplica(options)).toThrow(message);
});
