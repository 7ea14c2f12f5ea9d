import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureSteps, nextFailure, runSyncStepsAsync, sync } from '../src/index.ts';
import { Cluster, Fault, type Vm } from './cluster.ts';
import { INSTANCETYPE, NOW, PREFERENCE, VM } from './objects.ts';

const READY = { type: 'Ready', status: 'True' };
const PAUSED = { type: 'Paused', status: 'False' };
const LONG_AGO = '2020-01-01T00:00:00Z';
const failure = (reason: string, message: string, more: object = {}): object => ({ type: 'Failure', status: 'True', reason, message, lastTransitionTime: LONG_AGO, ...more });
const withConditions = (...conditions: readonly object[]): Vm => ({ ...VM, status: { printableStatus: 'Stopped', conditions } as never });

test('is added to a VM without a status, without conditions, and beside others', async () => {
  for (const status of [undefined, {}, { conditions: null }, { conditions: [] }, { conditions: [READY] }]) {
    const cluster = new Cluster({ ...VM, status: status as never });
    const outcome = await sync(cluster.vm, cluster, { now: NOW });
    const conditions = cluster.vm.status?.conditions ?? [];
    expect(conditions).toHaveLength((status?.conditions?.length ?? 0) + 1);
    expect(conditions.at(-1)).toMatchObject({ type: 'Failure', reason: 'FailedFindInstancetype', lastTransitionTime: '2026-05-04T03:02:01Z' });
    expect(outcome.vm).toEqual(cluster.vm);
    expect(outcome.writes).toEqual([{ verb: 'patchStatus', kind: 'VirtualMachine', name: 'shop' }]);
  }
});

test('a message that changed is written, and the time stays (Appendix B10); another reason is another time', async () => {
  const cluster = new Cluster(withConditions(READY, failure('FailedFindInstancetype', 'before', { extra: 1 }), PAUSED));
  await sync(cluster.vm, cluster, { now: NOW });
  expect(cluster.vm.status?.conditions).toEqual([READY, failure('FailedFindInstancetype', 'after', { extra: 1, message: expect.stringContaining('small') }), PAUSED]);
  cluster.put(INSTANCETYPE);
  await sync(cluster.vm, cluster, { now: NOW });
  expect(cluster.vm.status?.conditions?.[1]).toMatchObject({ reason: 'FailedFindPreference', lastTransitionTime: '2026-05-04T03:02:01Z' });
});

test('is removed by the next pass without an error, and by one over a VM that lost its matchers', async () => {
  const reasons = ['FailedFindInstancetype', 'FailedFindPreference', 'FailedCreate', 'UnsupportedSyncError'];
  for (const vm of [...reasons.map((reason) => withConditions(READY, failure(reason, 'x'), PAUSED)), { ...withConditions(failure('UnsupportedSyncError', 'x')), spec: {} }]) {
    const cluster = new Cluster(vm, INSTANCETYPE, PREFERENCE);
    expect(await sync(cluster.vm, cluster)).toMatchObject({ error: undefined, condition: undefined });
    expect(cluster.vm.status?.conditions).toEqual((vm.status?.conditions ?? []).filter((each) => each === READY || each === PAUSED));
  }
});

test('one that another part of the controller reported stays', async () => {
  const theirs = failure('HotPlugCPUError', 'x');
  const cluster = new Cluster({ ...withConditions(theirs), spec: {} });
  expect(await sync(cluster.vm, cluster)).toMatchObject({ writes: [], condition: theirs });
});

test('is not taken for another one that came to its place meanwhile', async () => {
  const cluster = new Cluster(withConditions(failure('FailedCreate', 'x'), READY));
  cluster.meanwhile = () => cluster.change((vm) => ({ ...vm, status: { conditions: [READY, PAUSED] } as never }));
  expect(await sync(cluster.vm, cluster)).toMatchObject({ error: { reason: 'FailedFindInstancetype' }, retry: 'soon' });
  expect(cluster.vm.status?.conditions).toEqual([READY, PAUSED]);
});

test('one that another part has set in its place meanwhile is neither removed nor overwritten', async () => {
  const theirs = failure('HotPlugCPUError', 'x');
  for (const things of [[], [INSTANCETYPE, PREFERENCE]]) {
    const cluster = new Cluster(withConditions(READY, failure('FailedCreate', 'x')), ...things);
    cluster.meanwhile = () => {
      cluster.meanwhile = undefined;
      cluster.change((vm) => ({ ...vm, status: { ...vm.status, conditions: [READY, theirs] } as never }));
    };
    await runSyncStepsAsync(failureSteps(cluster.vm, things.length === 0 ? { reason: 'FailedFindInstancetype', message: 'y' } : undefined), cluster).catch((error: unknown) => expect(error).toMatchObject({ code: 'conflict' }));
    expect(cluster.vm.status?.conditions).toEqual([READY, theirs]);
  }
});

test('is not added beside one that somebody else added meanwhile', async () => {
  const theirs = failure('HotPlugCPUError', 'x');
  const cluster = new Cluster(withConditions(READY));
  cluster.meanwhile = () => cluster.change((vm) => ({ ...vm, status: { conditions: [READY, theirs] } as never }));
  expect(await sync(cluster.vm, cluster)).toMatchObject({ error: { reason: 'FailedFindInstancetype' }, retry: 'soon' });
  expect(cluster.vm.status?.conditions).toEqual([READY, theirs]);
});

test('is not written to a VM that came to the place of the one that failed', async () => {
  const cluster = new Cluster(withConditions(failure('FailedCreate', 'x')));
  cluster.meanwhile = () => cluster.change((vm) => ({ ...vm, metadata: { ...vm.metadata, uid: 'next-uid' } }));
  const next = (): unknown => cluster.vm.status?.conditions?.[0];
  expect(await sync(cluster.vm, cluster)).toMatchObject({ retry: 'soon' });
  expect(next()).toEqual(failure('FailedCreate', 'x'));
});

test('that it could not be removed is an error of its own, and is tried again', async () => {
  const cluster = new Cluster({ ...withConditions(failure('FailedCreate', 'x')), spec: {} });
  cluster.faults.set('patch', new Fault('unavailable', 'later', 7));
  expect(await sync(cluster.vm, cluster)).toMatchObject({ error: { reason: 'UnsupportedSyncError', fault: { code: 'unavailable' } }, retry: 'backoff', retryAfterSeconds: 7, event: undefined, proceed: true });
});

describe('left to the caller', () => {
  test('it is told, and not written', async () => {
    const cluster = new Cluster(VM);
    const outcome = await sync(cluster.vm, cluster, { condition: 'leave', now: NOW });
    expect(outcome).toMatchObject({ writes: [], condition: { reason: 'FailedFindInstancetype', status: 'True' }, error: { reason: 'FailedFindInstancetype' } });
    await runSyncStepsAsync(failureSteps(outcome.vm, outcome.error, { now: NOW }), cluster);
    expect(cluster.vm.status?.conditions).toEqual([outcome.condition]);
  });

  test('the caller says which reasons are its own', async () => {
    const cluster = new Cluster(withConditions(failure('HotPlugCPUError', 'x')));
    await runSyncStepsAsync(failureSteps(cluster.vm, undefined), cluster);
    expect(cluster.landed).toEqual([]);
    const vm = await runSyncStepsAsync(failureSteps(cluster.vm, undefined, { isOwn: () => true }), cluster);
    expect(vm).toEqual({ ...cluster.vm, status: { printableStatus: 'Stopped', conditions: [] } });
  });
});

test('for any conditions and any failure: what is written is what was to be, the others stay, and a second time nothing is written', async () => {
  const reason = fc.constantFrom('FailedCreate', 'FailedFindPreference', 'Other');
  const message = fc.constantFrom('a', 'b', '');
  const condition = fc.oneof(fc.constant(READY), fc.constant(PAUSED), fc.constant(null), fc.record({ type: fc.constant('Failure'), status: fc.constantFrom('True', 'False'), reason, message }, { requiredKeys: ['type'] }));
  const failures = fc.option(fc.record({ reason, message }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(condition, { selector: (each) => each?.type }), failures, async (conditions, next) => {
      const cluster = new Cluster({ ...VM, status: { conditions } as never });
      const expected = nextFailure(cluster.vm, next, { now: NOW });
      const vm = await runSyncStepsAsync(failureSteps(cluster.vm, next, { now: NOW }), cluster);
      expect(vm).toEqual(cluster.vm);
      const isFailure = (each: object | null): boolean => (each as { readonly type?: unknown } | null)?.type === 'Failure';
      const written: readonly (object | null)[] = cluster.vm.status?.conditions ?? [];
      expect(written.filter(isFailure)).toEqual(expected === undefined ? [] : [expected]);
      expect(written.filter((each) => !isFailure(each))).toEqual(conditions.filter((each) => !isFailure(each)));
      if (next) expect(expected).toMatchObject({ status: 'True', ...next });
      const settled = cluster.landed.length;
      expect(await runSyncStepsAsync(failureSteps(cluster.vm, next, { now: () => new Date(0) }), cluster)).toBe(cluster.vm);
      expect(cluster.landed).toHaveLength(settled);
    }),
  );
});
