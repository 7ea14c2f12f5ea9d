import { ApiError, type ApiObject } from '@instancetype/kube';
import { describe, expect, test } from 'vitest';
import { shareData } from '../src/cluster/shared-data.ts';
import { Events } from '../src/events.ts';
import { Waits } from '../src/vm/waits.ts';
import { vm } from './support/objects.ts';

describe('events', () => {
  /** A recorder at a time that a test sets. */
  const recorder = () => {
    let ms = 0;
    const clock = { now: () => ms, wall: () => ms, after: () => () => undefined, pause: () => Promise.resolve() };
    const [created, patched, refused]: [ApiObject[], unknown[], { with?: Error }] = [[], [], {}];
    const events = new Events({ instance: 'a-pod', clock });
    const answer = (event: ApiObject): Promise<ApiObject> => (refused.with ? Promise.reject(refused.with) : Promise.resolve(event));
    const writer = {
      createEvent: async (event: ApiObject) => (created.push(event), answer(event)),
      patchEvent: async (event: ApiObject, operations: unknown) => {
        patched.push(operations);
        const { with: error } = refused;
        delete refused.with;
        return error ? Promise.reject(error) : event;
      },
    };
    const record = (message: string, type: 'Normal' | 'Warning' = 'Warning'): Promise<void> => events.record(vm('web') as never, { type, reason: 'FailedCreate', message }, writer);
    return { created, patched, refused, record, pass: (more: number) => void (ms += more) };
  };

  test('what goes wrong again and again is one event with a count, which is written more rarely each time', async () => {
    const { created, patched, record, pass } = recorder();
    for (let time = 0; time < 100; time++) {
      await record('quota');
      pass(10_000);
    }
    expect([created.length, patched.length]).toEqual([1, 6]);
    expect(patched[0]).toEqual([{ op: 'test', path: '/reason', value: 'FailedCreate' }, { op: 'add', path: '/series', value: { count: 2, lastObservedTime: expect.stringMatching(/\.\d{6}Z$/) } }]);
  });

  test('a message that changes each time is no flood either', async () => {
    const { created, record } = recorder();
    for (let time = 0; time < 60; time++) await record(`request ${time} refused`);
    expect(created).toHaveLength(10);
  });

  test('what was done is told each time', async () => {
    const { created, record } = recorder();
    for (let time = 0; time < 3; time++) await record('started', 'Normal');
    expect(created).toHaveLength(3);
    expect(created[0]).toMatchObject({ type: 'Normal', regarding: { kind: 'VirtualMachine', name: 'web' }, reportingInstance: 'a-pod' });
  });

  test('one that the cluster has not kept is recorded anew', async () => {
    const { created, patched, refused, record } = recorder();
    await record('quota');
    refused.with = new ApiError('not-found', 'gone');
    await record('quota');
    expect([created.length, patched.length]).toEqual([2, 1]);
  });

  test('one that could not be recorded is recorded the next time', async () => {
    const { created, refused, record } = recorder();
    refused.with = new Error('no');
    await expect(record('quota')).rejects.toThrow('no');
    delete refused.with;
    await record('quota');
    expect(created).toHaveLength(2);
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
