import { openOwnWrites } from '@instancetype/control';
import type { Api, ApiObject, ApiResource, WatchEvent } from '@instancetype/kube';
import { afterEach, describe, expect, test } from 'vitest';
import { type Instances, openInstances } from '../../src/features/instances-cache.ts';
import { instanceRequests } from '../../src/features/instances-requests.ts';
import { OwnEchoes } from '../../src/vm/own-echoes.ts';
import { VmWorker } from '../../src/vm/vm-worker.ts';
import { Waits } from '../../src/vm/waits.ts';
import { until } from '../support/harness.ts';
import { vm } from '../support/objects.ts';

const KEY = 'default/web';
const WEB = { ...vm('web'), metadata: { name: 'web', namespace: 'default', uid: 'u' } };
const owned = (name: string, resourceVersion: string, more: object = {}): ApiObject => ({ metadata: { name, namespace: 'default', uid: `uid-${name}`, resourceVersion, ownerReferences: [{ kind: 'VirtualMachine', name: 'web', uid: 'u', controller: true }] }, ...more });

/** An API server whose watches say what the test wants, when it wants. */
function scripted(items: Readonly<Record<string, readonly ApiObject[]>>) {
  const watches = new Map<string, (event: WatchEvent) => unknown>();
  const api = {
    async listEach({ kind }: ApiResource, _query: unknown, each: (item: ApiObject) => void) {
      for (const item of items[kind] ?? []) each(item);
      return { resourceVersion: '1' };
    },
    watch: ({ kind }: ApiResource, _query: unknown, onEvent: (event: WatchEvent) => unknown, options?: { readonly signal?: AbortSignal }) =>
      new Promise<void>((_, reject) => {
        watches.set(kind, onEvent);
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
      }),
  };
  return { api: api as unknown as Api, watches };
}

describe('the instance of a VM that was written, and has not come back yet (R18)', () => {
  let instances: Instances | undefined;
  const told: [string, boolean][] = [];
  const open = async (items: Readonly<Record<string, readonly ApiObject[]>>): Promise<{ readonly opened: Instances; readonly bring: (kind: string, type: string, object: ApiObject) => Promise<void> }> => {
    const { api, watches } = scripted(items);
    const opened = openInstances(api, { watchList: false, whole: true, onChange: (key, isEcho) => void told.push([key, isEcho]) });
    instances = opened;
    await until(() => watches.size === 2 && opened.caches.every(({ isSynced }) => isSynced));
    told.length = 0;
    return { opened, bring: async (kind, type, object) => void (await watches.get(kind)?.({ type, object } as WatchEvent)) };
  };
  afterEach(() => Promise.all((instances?.caches ?? []).map((cache) => cache.stop())));

  // found by a review: the VM whose guest had failed was left alone
  test('is no echo where its guest ended meanwhile, and is one where nothing else changed', async () => {
    const written: (boolean | undefined)[] = [];
    const read = { metadata: { name: 'web', namespace: 'default', uid: 'i', finalizers: ['f'] }, status: { phase: 'Running' } };
    const requestsFor = (answer: object): Promise<void> =>
      instanceRequests({ key: KEY, write: async () => answer as never }, { wroteInstance: (_key: string, _version: unknown, isEcho?: boolean) => written.push(isEcho) } as never).patch(read as never, [
        { op: 'replace', path: '/metadata/annotations/a', value: 'b' },
      ]);
    await requestsFor(read);
    await requestsFor({ ...read, status: { phase: 'Failed' } });
    await requestsFor({ ...read, metadata: { ...read.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } });
    expect(written).toEqual([true, false, false]);
  });

  test('keeps its VM from being looked at, until it comes back', async () => {
    const { opened, bring } = await open({});
    const wrong = (): never => {
      throw new TypeError('the VM is not looked at');
    };
    const none = openOwnWrites({ reached: () => '1' });
    const worker = new VmWorker({
      ...{ vms: { get: wrong }, waits: new Waits(), echoes: new OwnEchoes(none), vmWrites: none, revisionWrites: none, gates: opened.gates },
      ...{ client: undefined as never, plan: { features: [], cluster: () => ({}) }, events: undefined as never },
      ...{ onWrite: wrong, onPass: wrong, onEventFault: wrong },
    });
    for (const [wrote, kind] of [['wroteInstance', 'VirtualMachineInstance'], ['wroteRevision', 'ControllerRevision']] as const) {
      opened[wrote](KEY, '5');
      expect(await worker.work(KEY, new AbortController().signal)).toEqual({ notYetMs: expect.any(Number) });
      expect(worker.isParked(KEY)).toBe(true);
      await bring(kind, 'ADDED', owned('web', '5'));
      await until(() => told.length > 0);
      // as it was written, so that only who waited for it has to go on
      expect(told.splice(0)).toEqual([[KEY, true]]);
      expect(opened.gates.map((gate) => gate.ready(KEY))).toEqual(['yes', 'yes']);
    }
  });

  test('is being deleted as soon as the cluster has accepted that, and another one of its name is not', async () => {
    const { opened, bring } = await open({ VirtualMachineInstance: [owned('web', '1')] });
    expect(opened.of(WEB)?.metadata?.deletionTimestamp).toBeUndefined();
    opened.removedInstance(KEY, 'uid-web');
    expect(opened.of(WEB)?.metadata?.deletionTimestamp).toEqual(expect.any(String));
    await bring('VirtualMachineInstance', 'DELETED', owned('web', '6'));
    await until(() => told.length > 0);
    expect(told.splice(0)).toEqual([[KEY, false]]);
    await bring('VirtualMachineInstance', 'ADDED', owned('web', '7'));
    await until(() => told.length > 0);
    expect(opened.of(WEB)?.metadata?.deletionTimestamp).toBeUndefined();
  });

  test('is found with the revisions of its VM, and with no others', async () => {
    const own = owned('revision-start-vm-u-1', '1', { revision: 1, data: { spec: {} } });
    const others = { metadata: { name: 'web-5f4', namespace: 'default', uid: 's', resourceVersion: '1', ownerReferences: [{ kind: 'StatefulSet', name: 'web', uid: 'u', controller: true }] }, data: { much: 'of it' } };
    const { opened } = await open({ ControllerRevision: [own, others] });
    expect(opened.revisionsOf(WEB).map(({ metadata, data }) => [metadata?.name, data])).toEqual([['revision-start-vm-u-1', { spec: {} }]]);
    // nothing of what is not looked at is kept
    expect(JSON.stringify(opened.caches.map((cache) => cache.list()))).not.toContain('much');
  });
});
