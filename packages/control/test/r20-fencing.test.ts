import { expect, test } from 'vitest';
import { LeaseStore } from './support/lease-store.ts';
import { type Api, type Replica, startReplica } from './support/replica.ts';

test('R20, row 51: what an old leader that was stopped still wanted to write is not written', async () => {
  const store = new LeaseStore();
  const old = startReplica({}, { store });
  await old.clock.advance(1000);
  // the VM as both have read it
  const vm = { resourceVersion: 7, by: 'nobody' };
  const write = (leader: Replica, seen: number): string => {
    if (!leader.elector.guard.mayWrite()) return 'not sent';
    if (vm.resourceVersion !== seen) return 'conflict';
    Object.assign(vm, { resourceVersion: seen + 1, by: leader === old ? 'old' : 'new' });
    return 'written';
  };
  const next = startReplica({}, { store });
  await next.clock.advance(20_000);
  expect(write(next, 7)).toBe('written');
  const written = store.history.length;
  old.clock.block(20_000);
  expect(write(old, 7)).toBe('not sent');
  await old.clock.advance(60_000);
  expect(store.history).toHaveLength(written);
  expect(vm.by).toBe('new');
  next.elector.stop();
});

test('R20: a renewal that comes late is refused by the version that it carries', async () => {
  const store = new LeaseStore();
  let late: (() => unknown) | undefined;
  let holdsBack = false;
  const api: Partial<Api> = {
    update: (_resource, lease) => {
      if (!holdsBack) return Promise.resolve().then(() => store.update(lease));
      late ??= () => store.update(lease);
      return new Promise(() => undefined);
    },
  };
  const old = startReplica({}, { store, api });
  await old.clock.advance(1000);
  holdsBack = true;
  await old.clock.advance(30_000);
  expect(old.elector.status().state).toBe('lost');
  const next = startReplica({}, { store });
  await next.clock.advance(17_500);
  expect(next.elector.isLeader()).toBe(true);
  expect(() => late?.()).toThrow('conflict');
  expect(store.spec['holderIdentity']).toBe(next.elector.identity);
  next.elector.stop();
});
