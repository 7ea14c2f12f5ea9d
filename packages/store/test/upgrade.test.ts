import type { VirtualMachineLike } from '@instancetype/api';
import { encodeRevision } from '@instancetype/revision';
import { expect, test } from 'vitest';
import { runStepsAsync, upgradeSteps } from '../src/index.ts';
import { Cluster } from './cluster.ts';

const labels = (version: string): Record<string, string> => ({ 'instancetype.kubevirt.io/object-version': version });
const old = (name: string, kind: string, spec: object): object => ({
  kind: 'ControllerRevision',
  metadata: { name, namespace: 'web', uid: `uid-of-${name}`, labels: labels('v1alpha2') },
  data: { apiVersion: 'instancetype.kubevirt.io/v1alpha2', kind, metadata: { name: kind.includes('Instance') ? 'small' : 'fedora', uid: `${kind}-uid`, generation: 1 }, spec },
});
const OLD_INSTANCETYPE = old('old-it', 'VirtualMachineInstancetype', { cpu: { guest: 2 }, memory: { guest: '1Gi' } });
const OLD_PREFERENCE = old('old-pref', 'VirtualMachinePreference', { devices: { preferredDiskBus: 'virtio' } });
const NEW = ['shop-fedora-v1beta1-VirtualMachinePreference-uid-1', 'shop-small-v1beta1-VirtualMachineInstancetype-uid-1'];

const vmWith = (spec: object = {}): VirtualMachineLike => ({
  kind: 'VirtualMachine',
  metadata: { name: 'shop', namespace: 'web', uid: 'vm-uid' },
  spec: { instancetype: { name: 'small' }, preference: { name: 'fedora' }, ...spec },
  status: { instancetypeRef: { name: 'small', controllerRevisionRef: { name: 'old-it' } }, preferenceRef: { name: 'fedora', controllerRevisionRef: { name: 'old-pref' } } },
});
const clusterOf = (vm = vmWith()): Cluster => new Cluster(vm, OLD_INSTANCETYPE, OLD_PREFERENCE);

test('old revisions are replaced by new ones, with one patch, and deleted', async () => {
  const cluster = clusterOf();
  const outcome = await runStepsAsync(upgradeSteps(cluster.vm), cluster);
  expect(cluster.revisions).toEqual(NEW);
  expect(cluster.calls.filter((call) => !call.startsWith('get'))).toEqual([`create ${NEW[1]}`, `create ${NEW[0]}`, 'patch', 'delete old-it', 'delete old-pref']);
  expect(outcome.ok && outcome.value).toEqual(cluster.vm);
  expect(cluster.vm.status?.instancetypeRef?.controllerRevisionRef).toEqual({ name: NEW[1] });
  expect(cluster.things.get(`ControllerRevision ${NEW[1]}`)).toMatchObject({ data: { apiVersion: 'instancetype.kubevirt.io/v1beta1', spec: { cpu: { guest: 2 } } } });
});

test('what is of today, what the spec names, and what has no matcher is left alone', async () => {
  const today = clusterOf();
  await runStepsAsync(upgradeSteps(today.vm), today);
  today.calls.length = 0;
  await runStepsAsync(upgradeSteps(today.vm), today);
  expect(today.calls.every((call) => call.startsWith('get'))).toBe(true);

  const named = clusterOf(vmWith({ instancetype: { name: 'small', revisionName: 'old-it' }, preference: null }));
  const outcome = await runStepsAsync(upgradeSteps(named.vm), named);
  expect(outcome.ok && outcome.value).toBe(named.vm);
  expect(named.revisions).toEqual(['old-it', 'old-pref']);
});

test('a revision of today that only lost its label is not replaced by itself', async () => {
  const vm = vmWith({ preference: null });
  const encoded = encodeRevision(vm, { kind: 'VirtualMachineInstancetype', metadata: { name: 'small', uid: 'u', generation: 1 }, spec: { cpu: { guest: 2 }, memory: { guest: '1Gi' } } } as object);
  if (!encoded.ok) throw new Error('expected a revision');
  const name = encoded.value.metadata.name;
  const cluster = new Cluster({ ...vm, status: { instancetypeRef: { name: 'small', controllerRevisionRef: { name } } } }, { ...encoded.value, metadata: { ...encoded.value.metadata, labels: {} } });
  await runStepsAsync(upgradeSteps(cluster.vm), cluster);
  expect(cluster.revisions).toEqual([name]);
});

test('a revision that is gone or cannot be read is told, and nothing is written', async () => {
  const gone = new Cluster(vmWith(), OLD_PREFERENCE);
  expect(await runStepsAsync(upgradeSteps(gone.vm), gone)).toMatchObject({ ok: false, causes: [{ code: 'revision-not-found' }] });
  const broken = new Cluster(vmWith(), { ...OLD_INSTANCETYPE, data: { apiVersion: 'instancetype.kubevirt.io/v1alpha2', kind: 'VirtualMachineInstancetype', spec: { cpu: { guest: 'two' } } } }, OLD_PREFERENCE);
  expect(await runStepsAsync(upgradeSteps(broken.vm), broken)).toMatchObject({ ok: false, causes: [{ code: 'revision-not-decodable' }] });
  expect(broken.calls.every((call) => call.startsWith('get'))).toBe(true);
});

test('an old revision that cannot be deleted is a note', async () => {
  const cluster = clusterOf();
  cluster.delete = () => {
    throw Object.assign(new Error('forbidden here'), { code: 'forbidden' });
  };
  expect(await runStepsAsync(upgradeSteps(cluster.vm), cluster)).toMatchObject({ ok: true, notes: [{ code: 'revision-not-deleted', message: expect.stringContaining('old-it') }, {}] });
});

test('an old revision of another object is replaced, and stays with a note: that object may need it', async () => {
  const ownerReferences = [{ kind: 'VirtualMachine', name: 'lender', uid: 'lender-uid', controller: true }];
  const cluster = new Cluster(vmWith(), { ...OLD_INSTANCETYPE, metadata: { name: 'old-it', namespace: 'web', labels: labels('v1alpha2'), ownerReferences } }, OLD_PREFERENCE);
  const outcome = await runStepsAsync(upgradeSteps(cluster.vm), cluster);
  expect(outcome).toMatchObject({ ok: true, notes: [{ code: 'revision-of-another-owner', message: expect.stringContaining('lender') }] });
  expect(cluster.revisions).toEqual(['old-it', ...NEW]);
  expect(cluster.vm.status?.instancetypeRef?.controllerRevisionRef).toEqual({ name: NEW[1] });
});

test('an old revision that the spec came to name while the status was written stays', async () => {
  const cluster = clusterOf();
  const patchStatus = cluster.patchStatus.bind(cluster);
  cluster.patchStatus = (vm, operations) => {
    cluster.vm = { ...cluster.vm, spec: { ...cluster.vm.spec, instancetype: { name: 'small', revisionName: 'old-it' } } };
    return patchStatus(vm, operations);
  };
  await runStepsAsync(upgradeSteps(vmWith()), cluster);
  expect(cluster.revisions).toEqual(['old-it', ...NEW]);
});
