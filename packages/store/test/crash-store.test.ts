import type { Matcher, StatusRef, VirtualMachineLike } from '@instancetype/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cluster } from './cluster.ts';
import { cutPass, cuts, revisionReads, storePass, upgradePass } from './passes.ts';

const OBJECTS = [
  { kind: 'VirtualMachineInstancetype', metadata: { name: 'small', namespace: 'web', uid: 'it-uid', generation: 1 }, spec: { cpu: { guest: 1 }, memory: { guest: '1024Mi' } } },
  { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'small', uid: 'cit-uid', generation: 3 }, spec: { cpu: { guest: 2 }, memory: { guest: '2Gi' } } },
  { kind: 'VirtualMachinePreference', metadata: { name: 'fedora', namespace: 'web', uid: 'p-uid', generation: 1 }, spec: { devices: { preferredDiskBus: 'virtio' } } },
  { kind: 'VirtualMachineClusterPreference', metadata: { name: 'fedora', uid: 'cp-uid', generation: 1 }, spec: {} },
];
const METADATA = { name: 'shop', namespace: 'web', uid: 'vm-uid', resourceVersion: '1' };
const BOTH: VirtualMachineLike = { kind: 'VirtualMachine', metadata: METADATA, spec: { instancetype: { name: 'small' }, preference: { name: 'fedora' } } };

// RELIABILITY C3, and rows 46, 48 to 50, 52 and 54 of its bad inputs
const matcherOf = (name: string, kinds: readonly (string | undefined)[]): fc.Arbitrary<Matcher | undefined> =>
  fc.option(fc.record({ name: fc.constant(name), kind: fc.constantFrom(...kinds), revisionName: fc.constantFrom(undefined, undefined, '', 'mine') }), { nil: undefined });
const referenceOf = (name: string): fc.Arbitrary<StatusRef | null | undefined> =>
  fc.constantFrom<StatusRef | null | undefined>(undefined, null, {}, { name }, { name: 'other', controllerRevisionRef: { name: 'mine' } }, { name, controllerRevisionRef: { name: 'mine' } });
const vms: fc.Arbitrary<VirtualMachineLike> = fc
  .record({
    instancetype: matcherOf('small', [undefined, 'VirtualMachineInstancetype', 'virtualmachineclusterinstancetypes']),
    preference: matcherOf('fedora', [undefined, 'virtualmachinepreference']),
    status: fc.option(fc.record({ instancetypeRef: referenceOf('small'), preferenceRef: referenceOf('fedora') }), { nil: undefined }),
  })
  .map(({ status, ...spec }) => JSON.parse(JSON.stringify({ kind: 'VirtualMachine', metadata: METADATA, spec, status })) as VirtualMachineLike);

test('a new VM with both takes exactly three writes, and none afterwards', async () => {
  const cluster = new Cluster(BOTH, ...OBJECTS);
  expect((await storePass(cluster)).ok).toBe(true);
  expect(cluster.landed).toEqual(['create shop-small-v1beta1-cit-uid-3', 'create shop-fedora-v1beta1-cp-uid-1', 'patch']);
  cluster.calls.length = 0;
  expect((await storePass(cluster)).ok).toBe(true);
  expect((await upgradePass(cluster)).ok).toBe(true);
  expect(cluster.landed).toHaveLength(3);
  expect(cluster.calls.every((call) => call.startsWith('get ControllerRevision'))).toBe(true);
});

test('for any VM, cut off at any writes: the next pass completes it, writes nothing twice, and reads at most two revisions more', async () => {
  await fc.assert(
    fc.asyncProperty(vms, cuts, async (vm, points) => {
      const whole = new Cluster(vm, ...OBJECTS);
      expect((await storePass(whole)).ok).toBe(true);

      const cluster = new Cluster(vm, ...OBJECTS);
      for (const point of points) await cutPass(cluster, storePass, point);
      const before = cluster.calls.length;
      expect((await storePass(cluster)).ok).toBe(true);
      expect(revisionReads(cluster, before)).toBeLessThanOrEqual(2);
      expect(cluster.landed).toEqual(whole.landed);
      expect(cluster.revisions).toEqual(whole.revisions);
      expect(cluster.vm).toEqual(whole.vm);

      const settled = cluster.calls.length;
      expect((await storePass(cluster)).ok).toBe(true);
      expect(cluster.calls).toHaveLength(settled);
    }),
    { numRuns: 300 },
  );
});

test('that fails half-way leaves the status alone, and the revision that it made for the next pass (Appendix B3)', async () => {
  const cluster = new Cluster(BOTH, ...OBJECTS.slice(0, 3));
  expect(await storePass(cluster)).toMatchObject({ ok: false, causes: [{ code: 'preference-not-found' }] });
  expect(cluster.vm).toBe(BOTH);
  expect(cluster.revisions).toEqual(['shop-small-v1beta1-cit-uid-3']);
  cluster.things.set('VirtualMachineClusterPreference fedora', OBJECTS[3] as never);
  expect((await storePass(cluster)).ok).toBe(true);
  expect(cluster.landed).toEqual(['create shop-small-v1beta1-cit-uid-3', 'create shop-fedora-v1beta1-cp-uid-1', 'patch']);
});

test('an instance type that conflicts by now is not stored: the old revision stays until it does not', async () => {
  const cluster = new Cluster(BOTH, ...OBJECTS);
  await storePass(cluster);
  const renamed = { ...cluster.vm, spec: { ...cluster.vm.spec, instancetype: { name: 'small', kind: 'VirtualMachineInstancetype' } } };
  cluster.vm = renamed;
  const conflict = { code: 'instancetype-conflict', severity: 'error', message: 'cores' } as const;
  expect(await storePass(cluster, () => [conflict])).toEqual({ ok: false, causes: [conflict] });
  expect(cluster.vm).toBe(renamed);
  expect((await storePass(cluster)).ok).toBe(true);
  expect(cluster.vm.status?.instancetypeRef?.controllerRevisionRef?.name).toBe('shop-small-v1beta1-it-uid-1');
  expect(cluster.revisions).toContain('shop-small-v1beta1-cit-uid-3');
});

test('an object that is deleted, or created anew under its name, changes nothing for a VM that has it stored', async () => {
  const cluster = new Cluster(BOTH, ...OBJECTS);
  await storePass(cluster);
  const stored = cluster.vm;
  const key = 'VirtualMachineClusterInstancetype small';
  cluster.things.delete(key);
  expect((await storePass(cluster)).ok).toBe(true);
  cluster.things.set(key, { ...OBJECTS[1], metadata: { name: 'small', uid: 'second-uid', generation: 3 } } as never);
  expect((await storePass(cluster)).ok).toBe(true);
  expect(cluster.vm).toBe(stored);
  // a VM that stores it now gets a revision of its own: the uid is in the name
  cluster.vm = BOTH;
  await storePass(cluster);
  expect(cluster.vm.status?.instancetypeRef?.controllerRevisionRef?.name).toBe('shop-small-v1beta1-second-uid-3');
});

test('a reference that somebody blanked or pointed at another object is made again from the spec', async () => {
  const cluster = new Cluster(BOTH, ...OBJECTS);
  await storePass(cluster);
  const { status } = cluster.vm;
  for (const instancetypeRef of [undefined, null, {}, { name: 'other', controllerRevisionRef: { name: 'theirs' } }]) {
    cluster.vm = { ...cluster.vm, status: { ...status, instancetypeRef } };
    expect((await storePass(cluster)).ok).toBe(true);
    expect(cluster.vm.status).toEqual(status);
  }
  expect(cluster.revisions).toHaveLength(2);
});

test('a VM that was deleted and created again meanwhile gets no status of its predecessor', async () => {
  const cluster = new Cluster(BOTH, ...OBJECTS);
  const successor = { ...BOTH, metadata: { ...METADATA, uid: 'next-uid' } };
  const original = cluster.create.bind(cluster);
  cluster.create = (revision) => {
    cluster.vm = successor;
    return original(revision);
  };
  // its pass began with the VM that is gone
  await expect(storePass(cluster)).rejects.toMatchObject({ code: 'conflict' });
  expect(cluster.vm).toBe(successor);
});
