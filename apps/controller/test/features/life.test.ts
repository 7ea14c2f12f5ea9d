import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, openTestWorld, type Replica, until, type World } from '../support/harness.ts';
import { instancetype, type Json, kubevirt, preference, vm } from '../support/objects.ts';
import { asRunning, conditionOf, eventsOf, instanceOf, ofVm, onAmd64, patchVm, started } from './support.ts';

const FEATURES = ['--leader-election=false', '--features=references,instances,live-update,export'];
const NAMED = { instancetype: { name: 'small' }, preference: { name: 'linux' } };

describe('a VM with instances, live-update and export', () => {
  let [world, replica]: [World, Replica] = [undefined as never, undefined as never];

  beforeAll(async () => {
    world = await openTestWorld();
    await world.create(instancetype('small', { cpu: { guest: 2 }, memory: { guest: '2Gi' }, nodeSelector: { disk: 'ssd' }, annotations: { tier: 'web' } }));
    await world.create(instancetype('large', { cpu: { guest: 4 }, memory: { guest: '4Gi' }, nodeSelector: { disk: 'nvme' } }));
    await world.create(instancetype('huge', { cpu: { guest: 64 }, memory: { guest: '4Gi' }, nodeSelector: { disk: 'nvme' } }));
    await world.create(instancetype('pinned', { cpu: { guest: 4, dedicatedCPUPlacement: true }, memory: { guest: '4Gi' } }));
    await world.create(preference('linux', { devices: { preferredDiskBus: 'virtio', preferredAutoattachInputDevice: true, preferredInputBus: 'virtio', preferredInputType: 'tablet' } }));
    await world.create(kubevirt('reference'));
    replica = await world.start(FEATURES);
  });
  afterAll(() => world.stop());
  beforeEach(() => world.cluster.clearRequests());


  test('is started with everything that it is to have, remembered, switched while it runs, marked, restarted and exported', async () => {
    const created = await world.create(onAmd64(vm('life', { ...NAMED, runStrategy: 'Always' })));
    await until(() => started(world, 'life'));
    const instance = await instanceOf(world, 'life');
    expect(instance.metadata).toMatchObject({
      annotations: { 'kubevirt.io/vm-generation': '1', 'kubevirt.io/cluster-instancetype-name': 'small', 'kubevirt.io/cluster-preference-name': 'linux', tier: 'web' },
      finalizers: ['kubevirt.io/virtualMachineControllerFinalize'],
      ownerReferences: [{ kind: 'VirtualMachine', name: 'life', uid: created.metadata?.uid, controller: true }],
    });
    expect(instance.spec).toMatchObject({
      domain: {
        ...{ cpu: { sockets: 2, cores: 1, threads: 1 }, memory: { guest: '2Gi' }, firmware: { uuid: expect.any(String) } },
        devices: { disks: [{ name: 'root', disk: { bus: 'virtio' } }, { name: 'init', disk: { bus: 'virtio' } }], inputs: [{ name: 'default-0', bus: 'virtio', type: 'tablet' }], interfaces: [{ name: 'default', bridge: {} }] },
      },
      ...{ nodeSelector: { disk: 'ssd' }, networks: [{ name: 'default', pod: {} }] },
    });
    // two that store the instance type and the preference, and the one that remembers the VM with their names
    const { status } = await world.get('VirtualMachine', 'life');
    const remembered = await ofVm(world, created);
    expect(remembered.map(({ metadata, revision }) => [metadata.name, revision])).toEqual([[`revision-start-vm-${created.metadata?.uid}-1`, 1]]);
    expect(instance.status).toEqual({ virtualMachineRevisionName: remembered[0]?.metadata.name });
    expect(remembered[0]?.data.spec.instancetype).toEqual({ name: 'small', revisionName: status.instancetypeRef.controllerRevisionRef.name });
    await until(async () => (await eventsOf(world, 'life')).includes('Normal SuccessfulCreate'));

    // somebody runs it, and it is given room to grow
    await asRunning(world, 'life', { maxSockets: 8, maxGuest: '8Gi' });
    await patchVm(world, 'life', [{ op: 'replace', path: '/spec/instancetype', value: { name: 'large' } }]);
    await until(async () => (await instanceOf(world, 'life')).spec.nodeSelector.disk === 'nvme' && (await instanceOf(world, 'life')).spec.domain.memory.guest === '4Gi');
    expect((await instanceOf(world, 'life')).spec.domain).toMatchObject({ cpu: { sockets: 4, maxSockets: 8 }, memory: { guest: '4Gi', maxGuest: '8Gi' } });
    expect(await conditionOf(world, 'life', 'RestartRequired')).toBeUndefined();
    // its template is what it was, so that the instance counts as of the new generation
    await until(async () => (await instanceOf(world, 'life')).metadata.annotations['kubevirt.io/vm-generation'] === '2');

    // more than there is room for, and what cannot change while it runs
    await patchVm(world, 'life', [{ op: 'replace', path: '/spec/instancetype', value: { name: 'huge' } }]);
    await until(async () => (await conditionOf(world, 'life', 'RestartRequired'))?.['status'] === 'True');
    expect((await conditionOf(world, 'life', 'RestartRequired'))?.['message']).toContain('sockets');
    expect((await instanceOf(world, 'life')).spec.domain.cpu.sockets).toBe(4);
    await patchVm(world, 'life', [{ op: 'replace', path: '/spec/instancetype', value: { name: 'large' } }]);
    await until(async () => (await conditionOf(world, 'life', 'RestartRequired')) === undefined);
    await patchVm(world, 'life', [{ op: 'replace', path: '/spec/instancetype', value: { name: 'pinned' } }]);
    await until(async () => /dedicatedCpuPlacement/.test((await conditionOf(world, 'life', 'RestartRequired'))?.['message'] as string));

    // what it was started from is not what it is any more
    const { generation } = (await world.get('VirtualMachine', 'life')).metadata as Json;
    await until(async () => (await instanceOf(world, 'life')).metadata.annotations['kubevirt.io/vm-generation'] === String(generation));
    await patchVm(world, 'life', [{ op: 'add', path: '/spec/template/spec/terminationGracePeriodSeconds', value: 7 }]);
    await until(async () => /terminationGracePeriodSeconds/.test((await conditionOf(world, 'life', 'RestartRequired'))?.['message'] as string));
    expect((await instanceOf(world, 'life')).metadata.annotations['kubevirt.io/vm-generation']).toBe(String(generation));

    // a restart: the instance goes, and the next one is as the VM is now
    await patchVm(world, 'life', [{ op: 'replace', path: '/spec/runStrategy', value: 'Halted' }]);
    await until(async () => (await world.list('VirtualMachineInstance')).length === 0);
    await until(async () => (await eventsOf(world, 'life')).includes('Normal SuccessfulDelete'));
    await until(async () => (await conditionOf(world, 'life', 'RestartRequired')) === undefined);
    await patchVm(world, 'life', [{ op: 'replace', path: '/spec/runStrategy', value: 'Always' }]);
    await until(() => started(world, 'life'));
    expect((await instanceOf(world, 'life')).spec.domain.cpu).toMatchObject({ sockets: 4, dedicatedCpuPlacement: true });
    const { metadata } = await world.get('VirtualMachine', 'life');
    expect((await ofVm(world, created)).map(({ revision }) => revision)).toEqual([metadata.generation]);

    await world.create({ apiVersion: 'export.kubevirt.io/v1', kind: 'VirtualMachineExport', metadata: { name: 'out', namespace: 'default' }, spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'life' } } } as never);
    await until(async () => (await world.list('ConfigMap')).some(({ metadata: { name } }) => name === 'exporter-vm-manifest-out'));
    const { data } = await world.get('ConfigMap', 'exporter-vm-manifest-out');
    const manifest = JSON.parse(data['virtualmachine-manifest']) as Json;
    expect(manifest['spec'].instancetype).toBeUndefined();
    expect(manifest['spec'].template.spec.domain.cpu).toMatchObject({ sockets: 4, dedicatedCpuPlacement: true });
    expect(world.requests().filter(({ code }) => code === 403)).toEqual([]);
    expect(replica.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('costs nothing while nothing changes, and nothing after a restart of the controller', async () => {
    await aWhile();
    world.cluster.clearRequests();
    // whatever looks at it again: a change of its instance that concerns nobody
    await world.api.patch(RESOURCES.VirtualMachineInstance, { name: 'life', namespace: 'default' }, { json: [{ op: 'test', path: '/metadata/name', value: 'life' }, { op: 'add', path: '/metadata/labels', value: { node: 'a' } }] });
    await patchVm(world, 'life', [{ op: 'add', path: '/metadata/labels', value: { team: 'a' } }]);
    await aWhile();
    expect(world.requests().filter(({ verb }) => verb !== 'watch')).toEqual([]);

    await replica.stop();
    world.cluster.clearRequests();
    replica = await world.start(FEATURES);
    await until(async () => (await replica.probe('/readyz')).status === 200);
    await aWhile();
    expect(world.writes()).toEqual([]);
  });

  test('waits with a live update while the VM is being migrated, and says so', async () => {
    await world.create(onAmd64(vm('moving', { ...NAMED, runStrategy: 'Always' })));
    await until(() => started(world, 'moving'));
    await asRunning(world, 'moving', { maxSockets: 8, maxGuest: '8Gi' }, 'Running', { migrationState: { startTimestamp: '2026-01-01T00:00:00Z' } });
    await patchVm(world, 'moving', [{ op: 'replace', path: '/spec/instancetype', value: { name: 'large' } }]);
    await until(async () => (await conditionOf(world, 'moving', 'Failure'))?.['reason'] === 'HotPlugCPUError');
    expect((await instanceOf(world, 'moving')).spec.domain.cpu.sockets).toBe(2);
    await asRunning(world, 'moving', { maxSockets: 8, maxGuest: '8Gi' }, 'Running', { migrationState: { startTimestamp: '2026-01-01T00:00:00Z', endTimestamp: '2026-01-01T00:01:00Z' } });
    await until(async () => (await instanceOf(world, 'moving')).spec.domain.cpu.sockets === 4);
    await until(async () => (await conditionOf(world, 'moving', 'Failure')) === undefined);
  });
});
