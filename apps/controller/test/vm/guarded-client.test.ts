import { ApiError } from '@instancetype/kube';
import { expect, test } from 'vitest';
import { clientFor, type ClientParts } from '../../src/cluster/guarded-client.ts';
import { vm } from '../support/objects.ts';

const VM = { ...vm('shop'), metadata: { name: 'shop', namespace: 'default', uid: 'shop-uid', resourceVersion: '1' } };
const OPERATIONS = [{ op: 'test', path: '/metadata/uid', value: 'shop-uid' }] as const;

/** Versions that a client waits for after a write of a VM that fails; undefined stands for any. */
async function waitedFor(patch: (signal: AbortSignal) => Promise<object>, errand = new AbortController()): Promise<readonly unknown[]> {
  const versions: unknown[] = [];
  const parts = {
    api: { patch: (...given: readonly unknown[]) => patch((given[3] as { readonly signal: AbortSignal }).signal) },
    guard: { mayWrite: () => true, leading: new AbortController().signal },
    pace: async () => undefined,
    vmWrites: { expect: (_key: string, version: string | undefined) => versions.push(version) },
    revisionWrites: { expect: () => undefined },
  };
  const client = clientFor(parts as unknown as ClientParts, { key: 'default/shop', signal: errand.signal, isWhole: true, onRead: () => undefined, onWrite: () => undefined });
  await expect(client.patch(VM, OPERATIONS)).rejects.toThrow();
  return versions;
}

test.each(['unavailable', 'timed-out'] as const)('a write that ends as %s may have arrived: the VM is read live before its next pass', async (code) => {
  expect(await waitedFor(() => Promise.reject(new ApiError(code, 'Nobody answers.')))).toEqual([undefined]);
});

test('so may one whose time is up', async () => {
  const errand = new AbortController();
  const reason = new Error('The time is up.');
  const patch = (signal: AbortSignal): Promise<object> => new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    errand.abort(reason);
  });
  expect(await waitedFor(patch, errand)).toEqual([undefined]);
});

test('one that was answered has not arrived where the answer says so', async () => {
  expect(await waitedFor(() => Promise.reject(new ApiError('conflict', 'It has changed.')))).toEqual([]);
});
