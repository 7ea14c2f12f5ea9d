import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, openTestWorld, type Replica, until, USER, type World } from './support/harness.ts';
import { instancetype, type Json, kubevirt, preference, vm } from './support/objects.ts';

describe('a controller that keeps references', () => {
  let [world, replica]: [World, Replica] = [undefined as never, undefined as never];

  beforeAll(async () => {
    world = await openTestWorld();
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
    replica = await world.start();
    await until(async () => (await replica.probe('/readyz')).status === 200);
  });
  afterAll(() => world.stop());

  const conditionOf = async (name: string): Promise<Json | undefined> => ((await world.get('VirtualMachine', name))['status']?.conditions ?? []).find(({ type }: Json) => type === 'Failure');

  test('takes exactly three writes for a new VM with both, and asks for nothing from then on', async () => {
    world.cluster.clearRequests();
    await world.create(vm('both'));
    await until(async () => (await world.get('VirtualMachine', 'both'))['status']?.preferenceRef !== undefined);
    await aWhile();
    expect(world.writes()).toEqual(['create controllerrevisions.apps', 'create controllerrevisions.apps', 'patch virtualmachines.kubevirt.io/status both']);
    expect(world.requests().filter(({ verb }) => verb === 'get')).toEqual([]);
    const { status } = await world.get('VirtualMachine', 'both');
    for (const [ref, name] of [['instancetypeRef', 'small'], ['preferenceRef', 'linux']] as const) {
      const { controllerRevisionRef } = status[ref];
      const revision = await world.get('ControllerRevision', controllerRevisionRef.name);
      expect(revision['metadata'].ownerReferences).toMatchObject([{ kind: 'VirtualMachine', name: 'both', controller: true }]);
      expect(revision['data'].metadata.name).toBe(name);
    }
  });

  test('does nothing for a VM that somebody else changes without need', async () => {
    await world.create(vm('touched'));
    await until(async () => (await world.get('VirtualMachine', 'touched'))['status']?.preferenceRef !== undefined);
    world.cluster.clearRequests();
    const stored = await world.get('VirtualMachine', 'touched');
    await world.api.update(RESOURCES.VirtualMachine, { ...stored, metadata: { ...stored['metadata'], labels: { tier: 'web' } } } as never);
    await aWhile();
    expect(world.requests().filter(({ verb }) => verb !== 'watch')).toEqual([]);
  });

  test('tells a VM by a condition that its instance type is missing, and goes on as soon as it is there', async () => {
    await world.create(vm('early', { instancetype: { name: 'later' } }));
    await until(async () => (await conditionOf('early')) !== undefined);
    expect(await conditionOf('early')).toMatchObject({ status: 'True', reason: 'FailedFindInstancetype', message: expect.stringContaining('later') });
    // by now its back-off is long: it is the event that brings it back
    await aWhile(1500);
    world.cluster.clearRequests();
    await world.create(instancetype('later'));
    await until(async () => (await world.get('VirtualMachine', 'early'))['status']?.instancetypeRef !== undefined);
    await until(async () => (await conditionOf('early')) === undefined);
    await aWhile();
    expect(world.writes()).toEqual(['create controllerrevisions.apps', 'patch virtualmachines.kubevirt.io/status early', 'patch virtualmachines.kubevirt.io/status early']);
  });

  test('records one event for a VM that conflicts, however often it tries', async () => {
    await world.create(vm('conflict', { instancetype: { name: 'small' } }, { memory: { guest: '1Gi' } }));
    await until(async () => (await conditionOf('conflict')) !== undefined);
    await aWhile(1000);
    const events = (await world.list('Event')).filter(({ regarding }) => regarding.name === 'conflict');
    expect(events).toMatchObject([{ type: 'Warning', reason: 'FailedCreate', note: expect.stringContaining('memory'), regarding: { kind: 'VirtualMachine', namespace: 'default' } }]);
    expect(replica.lines.filter(({ vm: of, message }) => of === 'default/conflict' && message === 'a VM could not be synced').length).toBeGreaterThan(2);
  });

  test('leaves a VM alone that names neither', async () => {
    world.cluster.clearRequests();
    await world.create(vm('neither', {}));
    await aWhile();
    expect(world.requests().filter(({ verb }) => verb !== 'watch')).toEqual([]);
  });

  test('tells of itself by metrics, and in its log nothing of a VM but its name', async () => {
    const { text } = await replica.probe('/metrics');
    for (const name of ['queue_depth', 'queue_wait_seconds_bucket', 'pass_seconds_bucket', 'cache_objects', 'leader', 'vms_waiting']) expect(text).toContain(`instancetype_controller_${name}`);
    expect(text).toMatch(/instancetype_controller_writes_total\{verb="create",kind="ControllerRevision"\} [1-9]/);
    expect(text).toMatch(/instancetype_controller_leader 1/);
    expect(text).not.toContain('kubevirt_vm_info');
    expect(JSON.stringify(replica.lines)).not.toContain('hunter2');
    expect(replica.lines).toContainEqual(expect.objectContaining({ message: 'a VM was synced', vm: 'default/both', writes: 'create ControllerRevision, create ControllerRevision, patchStatus VirtualMachine' }));
  });

  test('expands VMs where the cluster says so, as a whole, and deletes what they no longer need', async () => {
    const before = await world.get('VirtualMachine', 'both');
    await world.create(kubevirt('expandAll'));
    await until(async () => (await world.get('VirtualMachine', 'both'))['spec'].instancetype === undefined);
    await until(async () => (await world.get('VirtualMachine', 'both'))['status']?.instancetypeRef === undefined);
    const { spec } = await world.get('VirtualMachine', 'both');
    expect(spec).toMatchObject({ runStrategy: 'Halted', template: { spec: { domain: { cpu: { sockets: 2 }, memory: { guest: '2Gi' } } } } });
    // what no cache keeps is written back
    expect(spec.template.spec.volumes).toEqual(before['spec'].template.spec.volumes);
    await until(async () => (await world.list('ControllerRevision')).every(({ metadata }) => metadata.ownerReferences[0].name !== 'both'));
    expect(world.writes(USER)).toContain('update virtualmachines.kubevirt.io both');
  });
});

test('settled VMs that are all looked at again, by this replica and by the next, cost no request', async () => {
  const world = await openTestWorld();
  try {
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
    for (let index = 0; index < 5; index++) await world.create(vm(`settled-${index}`));
    const first = await world.start(['--leader-election=false', '--resync=200ms']);
    await until(() => world.writes().length === 15);
    await aWhile();
    world.cluster.clearRequests();
    const looks = async (of: Replica): Promise<number> => Number(/^instancetype_controller_queue_runs_total (\d+)$/m.exec((await of.probe('/metrics')).text)?.[1]);
    const before = await looks(first);
    await until(async () => (await looks(first)) >= before + 15);
    await first.stop();
    const next = await world.start(undefined, 'next');
    await until(async () => (await looks(next)) >= 5);
    await aWhile();
    for (const user of [USER, 'next']) expect(world.requests(user).filter(({ verb }) => verb !== 'watch' && verb !== 'list')).toEqual([]);
  } finally {
    await world.stop();
  }
});
