import { ApiError, type ApiObject } from '@instancetype/kube';
import { describe, expect, test } from 'vitest';
import { openPacer } from '../src/cluster/pacer.ts';
import { shareData } from '../src/cluster/shared-data.ts';
import { Events } from '../src/events.ts';
import { Waits } from '../src/vm/waits.ts';
import { vm } from './support/objects.ts';

describe('events', () => {
  const recorder = () => {
    let now = 0;
    const [created, patched]: [ApiObject[], unknown[]] = [[], []];
    const events = new Events({ instance: 'a-pod', now: () => now });
    const writer = {
      createEvent: async (event: ApiObject) => (created.push(event), { ...event, metadata: { ...event.metadata, uid: 'e' } }),
      patchEvent: async (event: ApiObject, operations: unknown) => (patched.push(operations), event),
    };
    const record = (message: string, object: ApiObject = vm('web')): Promise<void> => events.record(object as never, { type: 'Warning', reason: 'FailedCreate', message }, writer);
    return { created, patched, record, events, pass: (ms: number) => void (now += ms) };
  };

  test('what is said again and again is one event, with a count now and then', async () => {
    const { created, patched, record, pass } = recorder();
    for (let time = 0; time < 100; time++) {
      await record('quota');
      pass(10_000);
    }
    expect(created).toHaveLength(1);
    // in 1,000 s, every six minutes
    expect(patched).toHaveLength(2);
    expect(patched[0]).toEqual([{ op: 'test', path: '/metadata/uid', value: 'e' }, { op: 'add', path: '/series', value: { count: 37, lastObservedTime: expect.stringMatching(/\.\d{6}Z$/) } }]);
  });

  test('a message that changes each time is no flood either', async () => {
    const { created, record, pass } = recorder();
    for (let time = 0; time < 60; time++) {
      await record(`request ${time} refused`);
      pass(1000);
    }
    expect(created).toHaveLength(2);
  });

  test('is what the API takes: cut to its length, whole characters, times of six digits, a name of its own', async () => {
    const { created, record } = recorder();
    const object = { ...vm('x'.repeat(253)), metadata: { name: 'x'.repeat(253), namespace: 'default', uid: 'u', resourceVersion: '1' } };
    await record('é'.repeat(2000), object);
    await record('short', { ...object, metadata: { ...object.metadata, uid: 'other' } });
    const [{ note, eventTime, metadata, regarding } = {}, second] = created as readonly Record<string, any>[];
    expect(Buffer.byteLength(note)).toBeLessThanOrEqual(1024);
    expect(note).toMatch(/^é+$/);
    expect(eventTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(metadata.name.length).toBeLessThanOrEqual(253);
    expect(second?.['metadata'].name).not.toBe(metadata.name);
    expect(regarding).toMatchObject({ kind: 'VirtualMachine', uid: 'u', resourceVersion: '1' });
  });

  test('that the cluster has not kept is recorded anew', async () => {
    let [now, kept] = [0, true];
    const events = new Events({ instance: 'a-pod', now: () => now });
    const done: string[] = [];
    const writer = {
      createEvent: async (event: ApiObject) => (done.push('create'), event),
      patchEvent: async (event: ApiObject) => (done.push('patch'), kept ? event : Promise.reject(new ApiError('not-found', 'gone'))),
    };
    for (; now < 60 * 60_000; now += 60_000) await events.record(vm('web') as never, { type: 'Warning', reason: 'FailedCreate', message: 'quota' }, writer);
    const before = done.filter((each) => each === 'create').length;
    kept = false;
    now += 10 * 60_000;
    await events.record(vm('web') as never, { type: 'Warning', reason: 'FailedCreate', message: 'quota' }, writer);
    expect([before, done.slice(-2)]).toEqual([1, ['patch', 'create']]);
  });

  test('what could not be recorded is recorded the next time', async () => {
    const events = new Events({ instance: 'a-pod' });
    const happening = { type: 'Warning', reason: 'FailedCreate', message: 'quota' } as const;
    let [fails, created] = [true, 0];
    const writer = { createEvent: async (event: ApiObject) => (fails ? Promise.reject(new Error('no')) : ((created += 1), event)), patchEvent: async (event: ApiObject) => event };
    await expect(events.record(vm('web') as never, happening, writer)).rejects.toThrow('no');
    fails = false;
    await events.record(vm('web') as never, happening, writer);
    expect(created).toBe(1);
  });
});

describe('waits', () => {
  test('tell who failed over an object, until that has changed', () => {
    const waits = new Waits();
    const small = { kind: 'VirtualMachineClusterInstancetype', name: 'small' };
    waits.add('default/a', small);
    waits.add('default/b', small);
    waits.add('default/b', { kind: 'ControllerRevision', namespace: 'default', name: 'kept' });
    expect([...waits.for(small)]).toEqual(['default/a', 'default/b']);
    waits.settle('default/a');
    expect([...waits.for(small)]).toEqual(['default/b']);
    expect([...waits.for({ ...small, kind: 'VirtualMachineClusterPreference' })]).toEqual([]);
    waits.settle('default/b');
    expect([waits.size, [...waits.for({ kind: 'ControllerRevision', namespace: 'default', name: 'kept' })]]).toEqual([0, []]);
  });
});

describe('the data of revisions', () => {
  const revision = (name: string, guest: number): ApiObject => ({ metadata: { name, namespace: 'a', managedFields: [] }, data: { spec: { cpu: { guest } } } }) as ApiObject;

  test('is kept once for all that hold the same', () => {
    const project = shareData();
    const [one, two, three] = [project(revision('one', 2)), project(revision('two', 2)), project(revision('three', 4))];
    expect(two['data']).toBe(one['data']);
    expect(three['data']).toEqual({ spec: { cpu: { guest: 4 } } });
    expect(two.metadata).toEqual({ name: 'two', namespace: 'a' });
  });

  test('may be nothing at all', () => {
    for (const data of [undefined, null, 'text', 7]) expect(shareData()({ metadata: { name: 'x' }, data } as ApiObject)['data']).toBe(data);
  });
});

describe('the pace', () => {
  test('lets a burst through, then one after the other; who gives up does not wait', async () => {
    const pace = openPacer({ qps: 100, burst: 3 });
    const never = new AbortController().signal;
    const order: number[] = [];
    const began = performance.now();
    await Promise.all([0, 1, 2, 3, 4].map((turn) => pace(never).then(() => order.push(turn))));
    expect(order).toEqual([0, 1, 2, 3, 4]);
    // two of five had to wait for 10 ms each; timers may fire a little early
    expect(performance.now() - began).toBeGreaterThan(15);
    const ending = new AbortController();
    const waiting = openPacer({ qps: 1, burst: 1 });
    await waiting(never);
    const given = waiting(ending.signal);
    ending.abort(new Error('no more'));
    await expect(given).rejects.toThrow('no more');
    await expect(waiting(ending.signal)).rejects.toThrow('no more');
  });
});
