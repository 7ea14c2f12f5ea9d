import { expect, test } from 'vitest';
import { sync } from '../src/index.ts';
import { Cluster } from './cluster.ts';
import { VM, withPolicy } from './objects.ts';

test('without either matcher nothing is read or written, and the result is the VM itself', async () => {
  const { instancetype: _instancetype, preference: _preference, ...spec } = VM.spec ?? {};
  for (const policy of [undefined, 'reference', 'expand', 'expandAll', 'other']) {
    const cluster = new Cluster({ ...VM, spec });
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy(policy) });
    expect(outcome).toMatchObject({ writes: [], error: undefined, proceed: true, retry: 'never' });
    expect(outcome.vm).toBe(cluster.vm);
    expect(cluster.calls).toEqual([]);
  }
});

test('a status that a VM without matchers has from before stays', async () => {
  for (const policy of [undefined, 'expand', 'other']) {
    const cluster = new Cluster({ ...VM, spec: { template: VM.spec?.template }, status: { instancetypeRef: { name: 'small', controllerRevisionRef: { name: 'old-it' } } } });
    expect((await sync(cluster.vm, cluster, { cluster: withPolicy(policy) })).vm).toBe(cluster.vm);
    expect(cluster.calls).toEqual([]);
  }
});

test.each([null, undefined, 'text'])('what is no VM is refused: %j', async (vm) => {
  const cluster = new Cluster(VM);
  const error = { reason: 'UnsupportedSyncError', message: expect.stringContaining('VirtualMachine'), causes: [expect.objectContaining({ code: 'wrong-type' })] };
  expect(await sync(vm as never, cluster)).toEqual({ vm, writes: [], notes: [], error, proceed: false, retry: 'never' });
  expect(cluster.calls).toEqual([]);
});

test('a VM that is being deleted is left alone', async () => {
  const cluster = new Cluster({ ...VM, metadata: { ...VM.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } });
  expect(await sync(cluster.vm, cluster)).toEqual({ vm: cluster.vm, writes: [], notes: [], proceed: true, retry: 'never' });
  expect(cluster.calls).toEqual([]);
});
