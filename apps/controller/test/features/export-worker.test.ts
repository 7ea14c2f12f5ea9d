import { ApiError, type ApiObject } from '@instancetype/kube';
import { expect, test } from 'vitest';
import { ExportWorker, type ExportWorkerParts } from '../../src/features/export-worker.ts';
import { Waits } from '../../src/vm/waits.ts';
import { vm } from '../support/objects.ts';

const EXPORT = { metadata: { name: 'first', namespace: 'default', uid: 'export-uid' }, spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'web' } } } as ApiObject;

/** A worker in a cluster that has one export, and a ConfigMap of its name or not. */
function workerWith(cluster: { hasMap: boolean; creates: number; now?: number }): { readonly work: () => ReturnType<ExportWorker['work']>; readonly exported: readonly string[] } {
  const exported: string[] = [];
  const api = {
    get: async () => vm('web', {}),
    list: async () => ({ items: [] }),
    create: async (_resource: unknown, object: ApiObject) => {
      cluster.creates += 1;
      if (cluster.hasMap) throw new ApiError('already-exists', 'It is there already.');
      cluster.hasMap = true;
      return object;
    },
  };
  const parts = {
    exports: { get: () => EXPORT },
    client: { api, reader: { get: () => undefined }, guard: { mayWrite: () => true, leading: new AbortController().signal }, pace: async () => undefined },
    waits: new Waits(),
    cluster: () => ({}),
    home: () => undefined,
    onWrite: () => undefined,
    onExported: (key: string) => exported.push(key),
    onProblem: () => undefined,
  };
  const worker = new ExportWorker(parts as unknown as ExportWorkerParts, () => cluster.now ?? 0);
  return { work: () => worker.work('default/first', new AbortController().signal), exported };
}

test('a ConfigMap is made once', async () => {
  const cluster = { hasMap: false, creates: 0 };
  const { work, exported } = workerWith(cluster);
  expect([await work(), await work()]).toEqual(['done', 'done']);
  expect([cluster.creates, exported]).toEqual([1, ['default/first']]);
});

test('one that is there may be that of a deleted export of the same name: it is looked at again when that has been collected', async () => {
  const cluster = { hasMap: true, creates: 0, now: 0 };
  const { work, exported } = workerWith(cluster);
  expect(await work()).toEqual({ afterMs: 60_000 });
  // its own status is written, for example
  cluster.now = 50;
  expect(await work()).toEqual({ afterMs: 59_950 });
  expect(exported).toEqual([]);
  cluster.hasMap = false;
  expect(await work()).toBe('done');
  expect([cluster.hasMap, exported]).toEqual([true, ['default/first']]);
});

test('one that is still there then is its own', async () => {
  const cluster = { hasMap: true, creates: 0, now: 0 };
  const { work, exported } = workerWith(cluster);
  await work();
  cluster.now = 60_000;
  expect([await work(), await work()]).toEqual(['done', 'done']);
  expect([cluster.creates, exported]).toEqual([2, ['default/first']]);
});
