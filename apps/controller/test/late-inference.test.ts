import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { lateInference } from '../src/features/late-inference.ts';
import { aWhile, openTestWorld, type Replica, until, type World } from './support/harness.ts';
import { claim, instancetype, type Json, preference, vm } from './support/objects.ts';

const LABELS = { 'instancetype.kubevirt.io/default-instancetype': 'small' };
const BOTH = { ...LABELS, 'instancetype.kubevirt.io/default-preference': 'linux' };
const FLAGS = ['--leader-election=false', '--features=late-inference,references'];

/** A VM of which one volume is a claim of its own. */
const inferring = (name: string, spec: Json, domain: Json = {}): Json => {
  const object = vm(name, spec, domain) as Json;
  object['spec'].template.spec.volumes[0].persistentVolumeClaim.claimName = name;
  return object;
};

describe('late inference', () => {
  let [world, replica]: [World, Replica] = [undefined as never, undefined as never];
  beforeAll(async () => {
    world = await openTestWorld();
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
    replica = await world.start(FLAGS);
    await until(async () => (await replica.probe('/readyz')).status === 200);
  });
  beforeEach(() => world.cluster.clearRequests());
  afterAll(() => world.stop());

  const get = (name: string): Promise<Json> => world.get('VirtualMachine', name);
  const failureOf = async (name: string): Promise<Json | undefined> => (await get(name))['status']?.conditions?.find(({ type }: Json) => type === 'Failure');

  test('waits for a volume, says so, and goes on when it is there', async () => {
    await world.create(inferring('waits', { instancetype: { inferFromVolume: 'root' }, preference: { inferFromVolume: 'root' } }) as never);
    await until(async () => (await failureOf('waits')) !== undefined);
    expect(await failureOf('waits')).toMatchObject({ reason: 'FailedFindInstancetype', message: expect.stringContaining('PersistentVolumeClaim') });
    await world.create(claim('waits', BOTH));
    await until(async () => (await get('waits'))['status']?.preferenceRef !== undefined && (await failureOf('waits')) === undefined);
    const { spec } = await get('waits');
    expect(spec).toMatchObject({ instancetype: { name: 'small' }, preference: { name: 'linux' }, runStrategy: 'Halted' });
    expect(spec.instancetype).toEqual({ name: 'small' });
    await aWhile();
    expect(world.writes().filter((write) => write.startsWith('patch virtualmachines.kubevirt.io waits'))).toHaveLength(2);
  });

  test('infers at once where the volume is there, and nothing of the VM but its matcher changes', async () => {
    await world.create(claim('there', LABELS));
    const before = (await world.create(inferring('there', { instancetype: { inferFromVolume: 'root' } }) as never)) as Json;
    await until(async () => (await get('there'))['status']?.instancetypeRef !== undefined);
    expect((await get('there'))['spec']).toEqual({ ...before['spec'], instancetype: { name: 'small' } });
  });

  test('goes through a DataVolume, a DataSource and a snapshot, each of which comes later', async () => {
    const object = inferring('far', { instancetype: { inferFromVolume: 'root' } });
    object['spec'].template.spec.volumes[0] = { name: 'root', dataVolume: { name: 'far' } };
    await world.create(object as never);
    await until(async () => (await failureOf('far')) !== undefined);
    await world.create({ apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataVolume', metadata: { name: 'far', namespace: 'default' }, spec: { sourceRef: { kind: 'DataSource', name: 'far' } } } as never);
    await until(async () => (await failureOf('far'))?.['message'].includes('leads to DataSource'));
    await world.create({ apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'DataSource', metadata: { name: 'far', namespace: 'default' }, spec: { source: { snapshot: { namespace: 'default', name: 'far' } } } } as never);
    await until(async () => (await failureOf('far'))?.['message'].includes('leads to VolumeSnapshot'));
    await world.create({ apiVersion: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshot', metadata: { name: 'far', namespace: 'default', labels: LABELS }, spec: { source: {} } } as never);
    await until(async () => (await get('far'))['spec'].instancetype.name === 'small');
  });

  test('with the policy Ignore, memory goes with an instance type, and the matcher where the volume has no label', async () => {
    const ignoring = { inferFromVolume: 'root', inferFromVolumeFailurePolicy: 'Ignore' };
    await world.create(inferring('ignores', { instancetype: ignoring }, { memory: { guest: '1Gi' } }) as never);
    await world.create(inferring('blank', { instancetype: ignoring }, { memory: { guest: '1Gi' } }) as never);
    await until(async () => (await failureOf('ignores')) !== undefined);
    await world.create(claim('ignores', LABELS));
    await world.create(claim('blank'));
    await until(async () => (await get('ignores'))['status']?.instancetypeRef !== undefined);
    expect((await get('ignores'))['spec'].template.spec.domain).toEqual({ devices: {} });
    await until(async () => (await get('blank'))['spec'].instancetype === undefined);
    expect((await get('blank'))['spec'].template.spec.domain.memory).toEqual({ guest: '1Gi' });
  });

  test('does not write over what the owner says meanwhile', async () => {
    await world.create(inferring('named', { instancetype: { inferFromVolume: 'root' } }) as never);
    await until(async () => (await failureOf('named')) !== undefined);
    const stored = await get('named');
    await Promise.all([
      world.create(claim('named', { 'instancetype.kubevirt.io/default-instancetype': 'other' })),
      world.api.update(RESOURCES.VirtualMachine, { ...stored, spec: { ...stored['spec'], instancetype: { name: 'small' } } } as never).catch(() => undefined),
    ]);
    await aWhile(1000);
    // one of the two came first, and the other found it out
    const { spec } = await get('named');
    expect(['small', 'other']).toContain(spec.instancetype.name);
    expect(spec.instancetype.inferFromVolume).toBeUndefined();
  });
});

describe('without late inference', () => {
  test('no volume is watched, and the matcher stays', async () => {
    const world = await openTestWorld();
    try {
      const replica = await world.start();
      await world.create(claim('root', BOTH));
      await world.create(vm('left', { instancetype: { inferFromVolume: 'root' } }));
      await until(async () => (await world.get('VirtualMachine', 'left'))['status']?.conditions?.length > 0);
      expect((await world.get('VirtualMachine', 'left'))['spec'].instancetype).toEqual({ inferFromVolume: 'root' });
      expect(world.requests().filter(({ resource }) => !/virtualmachine|controllerrevisions|kubevirts/.test(resource))).toEqual([]);
      await replica.stop();
    } finally {
      await world.stop();
    }
  });
});

describe('beside the controller of KubeVirt', () => {
  const theirs = (reason: string): Json => ({ type: 'Failure', status: 'True', reason, message: 'of another controller', lastTransitionTime: '2026-01-01T00:00:00Z' });

  test.each([
    ['a VM with nothing to infer', 'FailedFindInstancetype', { instancetype: { name: 'missing' } }],
    ['a VM that waits', 'FailedFindInstancetype', { instancetype: { name: 'missing' }, preference: { inferFromVolume: 'root' } }],
    ['a VM whose inference is refused', 'FailedFindPreference', { instancetype: { name: 'missing' }, preference: { inferFromVolume: 'none' } }],
  ])('the condition of %s is left to it', async (_, reason, spec) => {
    const world = await openTestWorld();
    try {
      const replica = await world.start(['--leader-election=false', '--features=late-inference']);
      await until(async () => (await replica.probe('/readyz')).status === 200);
      const made = (await world.create(inferring('shop', spec) as never)) as Json;
      await world.api.update(RESOURCES.VirtualMachine, { ...made, status: { conditions: [theirs(reason)] } } as never, { subresource: 'status' });
      await aWhile();
      expect(world.writes()).toEqual([]);
      expect((await world.get('VirtualMachine', 'shop'))['status'].conditions).toEqual([theirs(reason)]);
      // what it is there for, it does
      await world.create(instancetype('small'));
      await world.create(claim('late', LABELS));
      await world.create(inferring('late', { instancetype: { inferFromVolume: 'root' } }) as never);
      await until(async () => (await world.get('VirtualMachine', 'late'))['spec'].instancetype.name === 'small');
    } finally {
      await world.stop();
    }
  });
});

describe('where volumes can lead into other namespaces', () => {
  test('they are not followed where that is denied', async () => {
    const world = await openTestWorld();
    try {
      await world.create(instancetype('small'));
      await world.start([...FLAGS, '--cross-namespace-inference=deny']);
      await world.create({ ...claim('golden', BOTH), metadata: { name: 'golden', namespace: 'kubevirt', labels: BOTH } });
      const object = inferring('strict', { instancetype: { inferFromVolume: 'root' } });
      object['spec'].template.spec.volumes[0] = { name: 'root', dataVolume: { name: 'disk' } };
      object['spec'].dataVolumeTemplates = [{ metadata: { name: 'disk' }, spec: { source: { pvc: { namespace: 'kubevirt', name: 'golden' } } } }];
      await world.create(object as never);
      await until(async () => (await world.get('VirtualMachine', 'strict'))['status']?.conditions?.length > 0);
      expect((await world.get('VirtualMachine', 'strict'))['status'].conditions[0].message).toContain('kubevirt');
    } finally {
      await world.stop();
    }
  });
});

test('what was inferred is written only over the very VM that it was inferred for', async () => {
  const object = { ...inferring('web', { instancetype: { inferFromVolume: 'root', inferFromVolumeFailurePolicy: 'Ignore' } }, { memory: { guest: '1Gi' } }), metadata: { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '7' } };
  const sent: unknown[] = [];
  const client = { get: () => claim('web', LABELS), patch: async (vm: object, operations: unknown) => (sent.push(operations), vm) };
  expect(await lateInference({ tells: true }).step(object as never, { client, cluster: {} } as never)).toMatchObject({ proceed: true, retry: 'never' });
  expect(sent).toEqual([
    [
      { op: 'test', path: '/metadata/uid', value: 'u' },
      { op: 'test', path: '/metadata/resourceVersion', value: '7' },
      { op: 'test', path: '/spec/instancetype', value: { inferFromVolume: 'root', inferFromVolumeFailurePolicy: 'Ignore' } },
      { op: 'replace', path: '/spec/instancetype', value: { name: 'small' } },
      { op: 'remove', path: '/spec/template/spec/domain/memory' },
    ],
  ]);
});
