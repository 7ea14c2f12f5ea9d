import type { StatusRef, VirtualMachineLike } from '@instancetype/api';
import { expect, test } from 'vitest';
import { statusPatchOf, storeInstancetype, withReferences } from '../src/index.ts';
import { Cluster } from './cluster.ts';

const VM: VirtualMachineLike = {
  kind: 'VirtualMachine',
  metadata: { name: 'shop', namespace: 'web', uid: 'vm-uid', resourceVersion: '7' },
  spec: { instancetype: { name: 'u1.small' }, template: { spec: { domain: {} } } },
};
const SMALL = {
  kind: 'VirtualMachineClusterInstancetype',
  metadata: { name: 'u1.small', uid: 'it-uid', generation: 2, labels: { a: 'b' } },
  spec: { cpu: { guest: 1 }, memory: { guest: '2Gi' } },
};
const NAME = 'shop-u1.small-v1beta1-it-uid-2';

async function reference(vm: VirtualMachineLike, cluster: Cluster): Promise<StatusRef | undefined> {
  const outcome = await storeInstancetype(vm, cluster);
  if (!outcome.ok) throw new Error(outcome.causes[0].message);
  return outcome.value;
}

test('a new VM: one revision is created, whole, and the status refers to it; then nothing more is written', async () => {
  const cluster = new Cluster(VM, SMALL);
  const instancetypeRef = await reference(VM, cluster);
  expect(instancetypeRef).toEqual({ name: 'u1.small', controllerRevisionRef: { name: NAME } });
  expect(cluster.get({ kind: 'ControllerRevision', name: NAME })).toMatchObject({
    metadata: { namespace: 'web', labels: { 'instancetype.kubevirt.io/object-name': 'u1.small' }, ownerReferences: [{ kind: 'VirtualMachine', uid: 'vm-uid', controller: true }] },
    data: { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'u1.small', uid: 'it-uid' }, spec: { memory: { guest: '2Gi' } } },
  });
  cluster.patchStatus(VM, statusPatchOf(VM, { instancetypeRef }));
  expect(cluster.vm.status?.instancetypeRef).toEqual(instancetypeRef);
  cluster.calls.length = 0;
  expect(await reference(cluster.vm, cluster)).toBeUndefined();
  expect(cluster.calls).toEqual([]);
});

test('a revision that is there and holds the same is used; one that holds something else is an error that says what', async () => {
  const cluster = new Cluster(VM, SMALL);
  await reference(VM, cluster);
  cluster.calls.length = 0;
  expect((await reference(VM, cluster))?.controllerRevisionRef).toEqual({ name: NAME });
  expect(cluster.calls).toEqual(['get VirtualMachineClusterInstancetype u1.small', `create ${NAME}`, `get ControllerRevision ${NAME}`]);

  const changed = new Cluster(VM, { ...SMALL, spec: { cpu: { guest: 4 } } }, ...cluster.things.values());
  changed.things.set('VirtualMachineClusterInstancetype u1.small', { ...SMALL, spec: { cpu: { guest: 4 }, memory: { guest: '2Gi' } } });
  const differs = await storeInstancetype(VM, changed);
  expect(differs).toMatchObject({ ok: false, causes: [{ code: 'revision-differs', message: expect.stringMatching(/shop-u1\.small.*spec\.cpu\.guest is 1 in it and 4/s) }] });
});

test('a revision of a VM of that name that was deleted is not used, since it is about to go: when it is gone, one is created', async () => {
  const cluster = new Cluster(VM, SMALL);
  await reference({ ...VM, metadata: { ...VM.metadata, uid: 'former-uid' } }, cluster);
  expect(await storeInstancetype(VM, cluster)).toMatchObject({ ok: false, causes: [{ code: 'revision-of-predecessor', message: expect.stringContaining(NAME) }] });
  cluster.things.delete(`ControllerRevision ${NAME}`);
  expect(await storeInstancetype(VM, cluster)).toMatchObject({ ok: true, notes: [] });
});

test('a revision of that name that belongs to something else is used with a warning: it goes when that goes', async () => {
  const cluster = new Cluster(VM, SMALL);
  await reference(VM, cluster);
  const [stored] = [...cluster.things.values()].filter(({ kind }) => kind === 'ControllerRevision');
  cluster.things.set(`ControllerRevision ${NAME}`, { ...stored, metadata: { ...stored?.metadata, ownerReferences: [{ kind: 'VirtualMachineSnapshot', name: 'shop', uid: 'snapshot-uid', controller: true }] } });
  expect(await storeInstancetype(VM, cluster)).toMatchObject({ ok: true, notes: [{ code: 'revision-of-another-owner' }] });
});

test('an instance type that conflicts is not stored, nor one that is gone, of no kind or without a name', async () => {
  const cluster = new Cluster(VM, SMALL);
  const conflict = { code: 'instancetype-conflict', severity: 'error', message: 'no' } as const;
  expect(await storeInstancetype(VM, cluster, (vm, live) => (vm === VM && live.object.name === 'u1.small' ? [conflict] : undefined))).toEqual({ ok: false, causes: [conflict] });
  const codeOf = async (instancetype: object): Promise<string> => {
    const outcome = await storeInstancetype({ ...VM, spec: { ...VM.spec, instancetype } }, cluster);
    return outcome.ok ? 'ok' : outcome.causes[0].code;
  };
  expect(await codeOf({ name: 'gone' })).toBe('instancetype-not-found');
  expect(await codeOf({ name: 'u1.small', kind: 'Foo' })).toBe('unknown-kind');
  expect(await codeOf({})).toBe('name-missing');
  expect(cluster.revisions).toEqual([]);
});

test('a name that no cluster accepts is said before it is tried, with its length', async () => {
  const vm = { ...VM, metadata: { ...VM.metadata, name: 'v'.repeat(240) } };
  const cluster = new Cluster(vm, SMALL);
  const outcome = await storeInstancetype(vm, cluster);
  expect(outcome).toMatchObject({ ok: false, causes: [{ code: 'revision-name-too-long', severity: 'error', message: expect.stringContaining('266 characters') }] });
  expect(cluster.calls).not.toContainEqual(expect.stringContaining('create'));
});

test('what the cluster throws passes through', async () => {
  const cluster = new Cluster(VM, SMALL);
  cluster.cut = { writes: 0, arrives: false };
  await expect(storeInstancetype(VM, cluster)).rejects.toMatchObject({ code: 'cut' });
});

test('the patch of both references applies to a VM with and without a status, and only to the VM that was read', () => {
  const references = { instancetypeRef: { name: 'a' }, preferenceRef: { name: 'b' } };
  for (const vm of [VM, { ...VM, status: {} }, { ...VM, status: { instancetypeRef: { name: 'old' } } }]) {
    const cluster = new Cluster(vm);
    cluster.patchStatus(vm, statusPatchOf(vm, references));
    expect(cluster.vm).toEqual(withReferences(vm, references));
    const recreated = new Cluster({ ...vm, metadata: { ...vm.metadata, uid: 'another' } });
    expect(() => recreated.patchStatus(vm, statusPatchOf(vm, references))).toThrow('conflict');
  }
  expect(statusPatchOf(VM, {})).toEqual([]);
  expect(withReferences(VM, {})).toBe(VM);
});

test('a writer that slept while another one stored something changes nothing', () => {
  const stale: VirtualMachineLike = { ...VM, status: { instancetypeRef: { name: 'old', controllerRevisionRef: { name: 'r1' } } } };
  const cluster = new Cluster({ ...stale, status: { instancetypeRef: { name: 'new', controllerRevisionRef: { name: 'r2' } } } });
  const before = cluster.vm;
  expect(() => cluster.patchStatus(stale, statusPatchOf(stale, { instancetypeRef: { name: 'stale' } }))).toThrow('conflict');
  expect(() => cluster.patchStatus(stale, statusPatchOf(stale, { instancetypeRef: { name: 'stale' }, preferenceRef: { name: 'p' } }))).toThrow('conflict');
  expect(cluster.vm).toBe(before);
});
