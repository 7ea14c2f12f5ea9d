import { expect, test } from 'vitest';
import { type ClientParts, clientFor } from '../src/cluster/guarded-client.ts';

// found by a soak: a cut watch brought the VM only as the controller had written it, with a spec that no pass had looked at
test.each([
  { title: 'over the spec that the pass has looked at is known when it comes back', generation: 1, expected: '11' },
  { title: 'over a newer spec has its pass when it comes back', generation: 2, expected: undefined },
])('a status that is written $title', async ({ generation, expected }) => {
  const remembered: (string | undefined)[] = [];
  const answer = { metadata: { name: 'shop', namespace: 'web', resourceVersion: '11', generation } };
  const parts = {
    api: { patch: () => Promise.resolve(answer) },
    reader: { get: () => undefined },
    guard: { mayWrite: () => true, leading: new AbortController().signal },
    pace: () => Promise.resolve(),
    vmWrites: { expect: (_key: string, version: string | undefined) => remembered.push(version) },
    revisionWrites: { expect: () => undefined },
  } as unknown as ClientParts;
  const errand = { key: 'web/shop', signal: new AbortController().signal, isWhole: false, onRead: () => undefined, onWrite: () => undefined };
  const vm = { metadata: { name: 'shop', namespace: 'web', resourceVersion: '9', generation: 1 } };
  await clientFor(parts, errand).patchStatus(vm, [{ op: 'test', path: '/status', value: {} }, { op: 'replace', path: '/status', value: {} }]);
  expect(remembered).toEqual([expected]);
});
