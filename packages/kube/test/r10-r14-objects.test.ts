import { afterEach, describe, expect, test } from 'vitest';
import { openApi } from '../src/open-api.ts';
import { type Cache, openCache } from '../src/open-cache.ts';
import type { ApiObject } from '../src/resource.ts';
import { harness, lists } from './support/harness.ts';
import { line, refuse, RESOURCE, ScriptedServer } from './support/scripted-server.ts';
import { View } from './support/views.ts';
import { VirtualClock } from './support/virtual-clock.ts';

const opened: Cache[] = [];
const kept = (cache: Cache): Cache => {
  opened.push(cache);
  return cache;
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.stop()));
});

describe('changes', () => {
  test('R10 an object that was made anew while nobody looked is removed and added', async () => {
    const { clock, server, open, told, changes } = harness();
    server.put('a');
    server.put('gone');
    kept(open());
    await clock.advance(5000);
    server.fault = (_, stream) => ({ status: refuse(stream, 503, 'ServiceUnavailable') });
    server.endWatches();
    server.remove('a');
    server.put('a');
    server.remove('gone');
    server.compact();
    await clock.advance(0);
    server.fault = () => undefined;
    await clock.advance(10_000);
    expect(told().slice(2)).toEqual(['removed gone (unseen)', 'removed a (unseen)', 'added a']);
    expect(changes.slice(3).map(({ object }) => object.metadata?.uid)).toEqual(['uid-1', 'uid-3']);
  });

  test('R11 an update has both states; reading anew tells nothing of what has not changed', async () => {
    const { clock, server, open, told, changes } = harness();
    server.put('a', { spec: 1 });
    server.put('b');
    kept(open());
    await clock.advance(5000);
    server.put('a', { spec: 2 });
    await clock.advance(0);
    expect([changes[2]?.old?.['spec'], changes[2]?.object['spec']]).toEqual([1, 2]);
    server.compact();
    server.write(line('ERROR', { kind: 'Status', code: 410 }));
    await clock.advance(5000);
    expect(lists(server).length).toBe(2);
    expect(told()).toEqual(['added a', 'added b', 'updated a']);
  });

  test('R11 after a storage was restored, the same version may mean something else', async () => {
    const { clock, server, open, told, changes } = harness();
    server.put('a', { spec: 1 });
    server.put('same', { spec: 1 });
    const cache = kept(open());
    await clock.advance(5000);
    const [a, same] = [...server.objects.values()];
    server.restore(new Map([['ns/a', { ...a, spec: 2 } as never], ['ns/same', structuredClone(same) as never]]), 90);
    await clock.advance(400_000);
    expect(cache.get('ns', 'a')?.['spec']).toBe(2);
    expect(told().slice(2)).toEqual(['updated a']);
    expect([changes[2]?.old?.['spec'], changes[2]?.object['spec']]).toEqual([1, 2]);
  });

  test('R11 a resync tells of every object and asks the cluster for nothing', async () => {
    const { clock, server, open, told } = harness();
    server.put('a');
    server.put('b');
    const cache = kept(open({ resyncMs: 30_000 }));
    await clock.advance(75_000);
    expect(told()).toEqual(['added a', 'added b', 'resynced a', 'resynced b', 'resynced a', 'resynced b']);
    expect([server.requests.length, cache.status().resourceVersion]).toEqual([2, '102']);
  });

  test('R11 a resync tells of nothing that was not told before', async () => {
    const clock = new VirtualClock();
    let now = 0;
    // everything that is due comes in between whenever there is a pause
    const busy = { now: () => (now += 5), after: clock.after.bind(clock), pause: () => clock.advance(1000) };
    const server = new ScriptedServer(clock);
    for (let index = 0; index < 50; index += 1) server.put(`vm-${index}`);
    const view = new View();
    const types = new Set<string>();
    const cache = kept(openCache(openApi(server, { clock }), RESOURCE, { clock: busy, watchList: false, resyncMs: 1000, onChange: (change) => (types.add(change.type), view.take(change)) }));
    await cache.synced;
    await clock.advance(60_000);
    expect([view.contradictions, view.objects.size, cache.size]).toEqual([[], 50, 50]);
    expect([...types]).toEqual(['added', 'resynced']);
  });

  test('R12 a handler that throws or rejects gets the change again; the others do not notice', async () => {
    const { clock, server, open, told, changes } = harness();
    const calls: string[] = [];
    let broken = true;
    const failing = (name: string, fail: () => void | Promise<void>) => () => {
      calls.push(name);
      if (broken) return fail();
    };
    const cache = kept(
      open({
        onChange: [
          failing('throws', () => {
            throw new Error('throws');
          }),
          failing('rejects', () => Promise.reject(new Error('rejects'))),
          (change) => void changes.push(change),
        ],
      }),
    );
    await clock.advance(0);
    server.put('a');
    await clock.advance(0);
    expect(told()).toEqual(['added a']);
    expect(cache.status()).toMatchObject({ handlerErrors: 2, waitingChanges: 2 });
    broken = false;
    await clock.advance(2000);
    expect(calls).toEqual(['throws', 'rejects', 'throws', 'rejects']);
    expect(cache.status().waitingChanges).toBe(0);
  });

  test('R12 a handler that failed gets the newest state, and a removal is not lost', async () => {
    const { clock, server, open } = harness();
    const got: string[] = [];
    let broken = true;
    kept(
      open({
        onChange: ({ type, name, object }) => {
          if (broken) throw new Error('not now');
          got.push(`${type} ${name} ${String(object['spec'])}`);
        },
      }),
    );
    await clock.advance(0);
    server.put('a', { spec: 1 });
    server.put('a', { spec: 2 });
    server.put('b', { spec: 1 });
    server.remove('b');
    server.put('b', { spec: 2 });
    await clock.advance(0);
    broken = false;
    await clock.advance(3000);
    expect(got).toEqual(['added a 2', 'removed b 1', 'added b 2']);
  });
});

describe('what is kept', () => {
  test('R13 objects are frozen for tests, and come without what only writers need', async () => {
    const { clock, server, open } = harness();
    server.put('a', { spec: { deep: { value: 1 } } });
    const cache = kept(open());
    await clock.advance(0);
    const object = cache.get('ns', 'a') as unknown as { metadata: object; spec: { deep: { value: number } } };
    expect(Object.hasOwn(object.metadata, 'managedFields')).toBe(false);
    expect(() => {
      object.spec.deep.value = 2;
    }).toThrow(TypeError);
  });

  test('R13 the copy that kubectl keeps of an object is not kept, and other annotations are', async () => {
    const { clock, server, open } = harness();
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', mine: 'yes' };
    server.put('a', { metadata: { name: 'a', namespace: 'ns', uid: 'uid-1', resourceVersion: '101', annotations } });
    const cache = kept(open());
    await clock.advance(0);
    expect(cache.get('ns', 'a')?.metadata).toEqual({ name: 'a', namespace: 'ns', uid: 'uid-1', resourceVersion: '101', annotations: { mine: 'yes' } });
  });

  test('R13 items of a list say what they are, as events do; what has no name or version is none', async () => {
    const { clock, server, open } = harness();
    server.fault = ({ watch }, stream) => {
      if (watch) return undefined;
      stream.write('{"kind":"VirtualMachineList","metadata":{"resourceVersion":"100"},"items":[{"metadata":{"name":"a","namespace":"ns","resourceVersion":"7"}},{"metadata":{"name":"u1","resourceVersion":"8"}},{"metadata":{"resourceVersion":"9"}},{"metadata":{"name":"x"}}]}');
      stream.end();
      return {};
    };
    const cache = kept(open());
    await clock.advance(0);
    expect(cache.get('ns', 'a')).toMatchObject({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine' });
    expect(cache.get(undefined, 'u1')).toMatchObject({ kind: 'VirtualMachine' });
    expect(cache.status()).toMatchObject({ objects: 2, skippedEvents: 2 });
  });

  test('R13 an index follows changes and removals', async () => {
    const { clock, server, open } = harness();
    server.put('a', { spec: 'small' });
    server.put('b', { spec: 'small' });
    const cache = kept(open({ indexes: { size: (object) => [String(object['spec'])] } }));
    await clock.advance(0);
    const names = (size: string): (string | null | undefined)[] => cache.byIndex('size', size).map(({ metadata }) => metadata?.name);
    expect(names('small')).toEqual(['a', 'b']);
    server.put('a', { spec: 'large' });
    server.remove('b');
    await clock.advance(0);
    expect([names('small'), names('large')]).toEqual([[], ['a']]);
    expect(() => cache.byIndex('color', 'red')).toThrow(/There is no index "color"/);
  });

  test('R13 an index or a projection that throws leaves out its object only', async () => {
    const { clock, server, open } = harness();
    server.put('bad');
    server.put('good');
    const fail = (object: ApiObject): void => {
      if (object.metadata?.name === 'bad') throw new Error('bad');
    };
    const cache = kept(open({ project: (object) => (fail(object), object) }));
    await clock.advance(0);
    expect([cache.size, cache.isSynced, cache.status().handlerErrors]).toEqual([1, true, 1]);
  });

  test('R13 what a projection cannot take any more is left out from then on', async () => {
    const { clock, server, open, told } = harness();
    server.put('a', { spec: 1 });
    const project = (object: ApiObject): ApiObject => {
      if (object['spec'] === 2) throw new Error('bad');
      return object;
    };
    const cache = kept(open({ project }));
    await clock.advance(0);
    server.put('a', { spec: 2 });
    await clock.advance(0);
    expect([cache.size, cache.status().handlerErrors]).toEqual([0, 1]);
    server.put('a', { spec: 3 });
    await clock.advance(0);
    expect(told()).toEqual(['added a', 'removed a (unseen)', 'added a']);
  });

  test.each([true, false])('R14 lets everything else run while it reads and tells (as a stream: %s)', async (watchList) => {
    let [now, longest, last] = [0, 0, 0];
    const clock = new VirtualClock();
    // each look at the clock takes a tenth of a millisecond
    const counted = {
      now: () => (now += 0.1),
      after: clock.after.bind(clock),
      pause: async () => {
        longest = Math.max(longest, now - last);
        last = now;
      },
    };
    const server = new ScriptedServer(clock);
    for (let index = 0; index < 1000; index += 1) server.put(`vm-${index}`, { spec: 'x'.repeat(2000) });
    const cache = kept(openCache(openApi(server, { clock: counted }), RESOURCE, { clock: counted, watchList, onChange: () => void (now += 1) }));
    await cache.synced;
    expect(cache.size).toBe(1000);
    expect(longest).toBeGreaterThan(10);
    expect(longest).toBeLessThan(50);
    longest = 0;
    server.objects.clear();
    server.version += 1;
    server.compact();
    server.endWatches();
    await clock.advance(60_000);
    expect(cache.size).toBe(0);
    expect(longest).toBeGreaterThan(10);
    expect(longest).toBeLessThan(50);
  });

  test('R14 lists 300,000 objects', async () => {
    const { clock, server, open } = harness();
    const item = JSON.stringify({ metadata: { name: '@', namespace: 'ns', uid: '@', resourceVersion: '7' } });
    server.fault = ({ watch }, stream) => {
      if (watch) return undefined;
      stream.write('{"kind":"VirtualMachineList","metadata":{"resourceVersion":"100"},"items":[');
      for (let start = 0; start < 300_000; start += 1000) {
        stream.write((start > 0 ? ',' : '') + Array.from({ length: 1000 }, (_, index) => item.replaceAll('@', `vm-${start + index}`)).join(','));
      }
      stream.write(']}');
      stream.end();
      return {};
    };
    const cache = kept(open({ freeze: false, onChange: [] }));
    await clock.advance(0);
    await cache.synced;
    expect([cache.list().length, cache.list('ns').length, cache.list('other').length]).toEqual([300_000, 300_000, 0]);
  });
});
