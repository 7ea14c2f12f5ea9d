import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, openTestWorld, type Replica, until, USER, type World } from '../support/harness.ts';
import { claim, instancetype, type Json, kubevirt, vm } from '../support/objects.ts';
import { patchVm } from './support.ts';

const FEATURES = ['--leader-election=false', '--features=export'];

describe('an export', () => {
  let [world, replica, faulty]: [World, Replica, boolean] = [undefined as never, undefined as never, false];

  beforeAll(async () => {
    world = await openTestWorld({ faults: ({ user, verb, resource }) => (faulty && user === USER && verb === 'create' && resource === 'configmaps' ? { status: { code: 503, reason: 'ServiceUnavailable' } } : undefined) });
    await world.create(instancetype('small'));
    await world.create(claim('root'));
    await world.create(kubevirt('reference'));
    await world.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kubevirt-export-ca', namespace: 'kubevirt' }, data: { 'ca-bundle': 'PEM of an authority\n' } } as never);
    await world.create(vm('web', { instancetype: { name: 'small' } }));
    replica = await world.start(FEATURES);
  });
  afterEach(() => {
    faulty = false;
  });
  afterAll(() => world.stop());

  const exportOf = async (name: string, source: Json, status?: Json): Promise<Json> => {
    const made = await world.create({ apiVersion: 'export.kubevirt.io/v1', kind: 'VirtualMachineExport', metadata: { name, namespace: 'default' }, spec: { source } } as never);
    return status ? ((await world.api.update(RESOURCES.VirtualMachineExport, { ...made, status } as never, { subresource: 'status' })) as Json) : (made as Json);
  };
  const ofVm = (name: string): Json => ({ apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name });
  const mapOf = async (name: string): Promise<Json | undefined> => (await world.list('ConfigMap')).find(({ metadata }) => metadata.name === `exporter-vm-manifest-${name}`);
  const untilMap = async (name: string): Promise<Json> => {
    await until(async () => (await mapOf(name)) !== undefined);
    return (await mapOf(name)) as Json;
  };
  const manifestIn = ({ data }: Json): Json => JSON.parse(data['virtualmachine-manifest']) as Json;

  test('of a VM is a manifest that needs no instance type, with its claims and its address', async () => {
    const made = await exportOf('first', ofVm('web'));
    const map = await untilMap('first');
    expect(map['metadata'].ownerReferences).toMatchObject([{ kind: 'VirtualMachineExport', name: 'first', uid: made['metadata'].uid, controller: true }]);
    expect(manifestIn(map)).toMatchObject({ metadata: { name: 'web' }, spec: { template: { spec: { domain: { cpu: { sockets: 2 }, memory: { guest: '2Gi' } } } } } });
    expect(manifestIn(map)['spec'].instancetype).toBeUndefined();
    expect(map['data']).toMatchObject({ internal_host: 'virt-export-first.default.svc', 'export-name': 'first' });
    expect(JSON.parse(map['data']['internal_ca_cm'] as string)).toMatchObject({ data: { 'ca.pem': 'PEM of an authority' } });
    expect(JSON.parse(map['data']['dv-root'] as string)).toMatchObject({ spec: { storage: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } });
  });

  test('is that of its first creation, whatever becomes of the VM, and whoever comes after', async () => {
    const map = await untilMap('first');
    world.cluster.clearRequests();
    await patchVm(world, 'web', [{ op: 'add', path: '/spec/template/spec/terminationGracePeriodSeconds', value: 5 }]);
    await world.api.patch(RESOURCES.VirtualMachineExport, { name: 'first', namespace: 'default' }, { json: [{ op: 'test', path: '/metadata/name', value: 'first' }, { op: 'add', path: '/metadata/labels', value: { a: 'b' } }] });
    await aWhile();
    expect(world.requests().filter(({ verb }) => verb !== 'watch')).toEqual([]);
    await replica.stop();
    replica = await world.start(FEATURES);
    await until(() => world.requests().some(({ verb, resource }) => verb === 'create' && resource === 'configmaps'));
    await aWhile();
    expect(world.writes()).toEqual([]);
    expect(await mapOf('first')).toEqual(map);
  });

  test('of a snapshot is that of the VM, as it is now', async () => {
    await world.create({ apiVersion: 'snapshot.kubevirt.io/v1beta1', kind: 'VirtualMachineSnapshot', metadata: { name: 'saved', namespace: 'default' }, spec: { source: ofVm('web') } } as never);
    await exportOf('second', { apiGroup: 'snapshot.kubevirt.io', kind: 'VirtualMachineSnapshot', name: 'saved' });
    expect(manifestIn(await untilMap('second'))).toMatchObject({ metadata: { name: 'web' }, spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } });
  });

  test('waits for its VM, and for what that names', async () => {
    await exportOf('early', ofVm('later'));
    await until(() => replica.lines.some(({ export: of, problem }) => of === 'default/early' && /VirtualMachine "later"/.test(problem as string)));
    await world.create(vm('later', { instancetype: { name: 'not-yet' } }));
    await until(() => replica.lines.some(({ export: of, problem }) => of === 'default/early' && /not-yet/.test(problem as string)));
    await world.create(instancetype('not-yet', { cpu: { guest: 3 }, memory: { guest: '1Gi' } }));
    expect(manifestIn(await untilMap('early'))['spec'].template.spec.domain.cpu.sockets).toBe(3);
  });

  test('is made when the cluster takes it again', async () => {
    faulty = true;
    await exportOf('outage', ofVm('web'));
    await until(() => replica.lines.some(({ export: of, code }) => of === 'default/outage' && code === 'unavailable'));
    expect(await mapOf('outage')).toBeUndefined();
    faulty = false;
    await untilMap('outage');
  });

  test('of a claim has no manifest', async () => {
    await exportOf('claim', { kind: 'PersistentVolumeClaim', name: 'root' });
    await exportOf('after', ofVm('web'));
    await untilMap('after');
    expect(await mapOf('claim')).toBeUndefined();
  });

  test('goes with its ConfigMap, and its successor gets one of its own', async () => {
    await world.api.delete(RESOURCES.VirtualMachineExport, { name: 'first', namespace: 'default' });
    await until(async () => (await mapOf('first')) === undefined);
    const made = await exportOf('first', ofVm('web'));
    expect((await untilMap('first'))['metadata'].ownerReferences[0].uid).toBe(made['metadata'].uid);
  });

  test('changes nothing of VMs', () => {
    expect(world.writes().filter((write) => !write.includes('configmaps'))).toEqual([]);
  });
});
