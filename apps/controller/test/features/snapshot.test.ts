import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, openTestWorld, type Replica, resourceOf, until, USER, type World } from '../support/harness.ts';
import { instancetype, type Json, preference, vm } from '../support/objects.ts';
import { captured, messageOf, namedIn, restored, restoreOf, revision, snapshotOf, storeBoth, taken, vmWithRevisions } from './snapshot-support.ts';
import { asRunning, conditionOf, onAmd64, patchVm, started } from './support.ts';

const FEATURES = ['--leader-election=false', '--features=references,instances,snapshot'];
const refersTo = async (world: World, name: string): Promise<readonly unknown[]> => {
  const { status = {} } = await world.get('VirtualMachine', name);
  return [status.instancetypeRef?.controllerRevisionRef?.name, status.preferenceRef?.controllerRevisionRef?.name];
};

describe('a snapshot', () => {
  let [world, replica, refuses]: [World, Replica, string] = [undefined as never, undefined as never, ''];

  beforeAll(async () => {
    const refusal = { status: { code: 403, reason: 'Forbidden', message: 'a quota is used up' } } as const;
    world = await openTestWorld({ faults: ({ user, verb, resource }) => (user === USER && refuses !== '' && `${verb} ${resource}`.startsWith(refuses) ? refusal : undefined) });
    for (const object of [instancetype('small'), instancetype('large', { cpu: { guest: 8 }, memory: { guest: '8Gi' } }), preference('linux')]) await world.create(object);
    replica = await world.start(FEATURES);
  });
  afterEach(() => {
    refuses = '';
  });
  afterAll(() => world.stop());

  const remove = (kind: string, name: string): Promise<void> => world.api.delete(resourceOf(kind), { name, namespace: 'default' });
  const namingItsRevisions = async (name: string): Promise<readonly string[]> => {
    await world.create(onAmd64(vm(name)));
    await until(async () => (await refersTo(world, name)).every(Boolean));
    const names = (await refersTo(world, name)) as readonly string[];
    await patchVm(world, name, [
      { op: 'add', path: '/spec/instancetype/revisionName', value: names[0] },
      { op: 'add', path: '/spec/preference/revisionName', value: names[1] },
    ]);
    return names;
  };

  test('keeps the VM and the revisions that it names, and tells that its volumes are not in it', async () => {
    const names = await namingItsRevisions('web');
    const made = await snapshotOf(world, 'saved', 'web');
    const { status } = await taken(world, 'saved');
    expect(status).toMatchObject({ phase: 'Succeeded', readyToUse: true, virtualMachineSnapshotContentName: `vmsnapshot-content-${made['metadata'].uid}`, creationTime: expect.any(String), snapshotVolumes: { excludedVolumes: ['root'] } });
    expect(status.error).toBeUndefined();
    expect(status.conditions).toMatchObject([{ type: 'Ready', status: 'True', message: expect.stringContaining('root') }, { type: 'Progressing', status: 'False' }]);
    const content = await world.get('VirtualMachineSnapshotContent', status.virtualMachineSnapshotContentName);
    expect(content).toMatchObject({ metadata: { ownerReferences: [{ name: 'saved', controller: true }] }, spec: { virtualMachineSnapshotName: 'saved' } });
    const copies = names.map((name) => name.replace('web', 'saved'));
    expect(content['spec'].source.virtualMachine).toMatchObject({ metadata: { name: 'web', namespace: 'default' }, spec: { runStrategy: 'Halted', instancetype: { name: 'small', revisionName: copies[0] }, preference: { name: 'linux', revisionName: copies[1] } } });
    for (const copy of copies) expect(await revision(world, copy)).toMatchObject({ metadata: { ownerReferences: [{ apiVersion: 'snapshot.kubevirt.io/v1beta1', kind: 'VirtualMachineSnapshot', name: 'saved', uid: made['metadata'].uid, controller: true }] } });
  });

  test('is what its VM is restored to, after its instance type was changed, replaced and deleted', async () => {
    const before = await refersTo(world, 'web');
    await patchVm(world, 'web', [{ op: 'replace', path: '/spec/instancetype', value: { name: 'large' } }, { op: 'add', path: '/metadata/annotations', value: { kept: 'yes' } }]);
    await until(async () => (await refersTo(world, 'web'))[0] !== before[0]);
    await remove('VirtualMachineClusterInstancetype', 'small');
    await world.create(instancetype('small', { cpu: { guest: 16 }, memory: { guest: '16Gi' } }));
    await remove('VirtualMachineClusterInstancetype', 'small');
    const { status } = await restored(world, (await restoreOf(world, 'back', 'saved', 'web'))['metadata'].name);
    expect(status).toMatchObject({ complete: true, restoreTime: expect.any(String), conditions: [{ type: 'Ready', status: 'True' }, { type: 'Progressing', status: 'False' }] });
    const web = await world.get('VirtualMachine', 'web');
    expect([namedIn(web), web['metadata'].annotations.kept]).toEqual([before, 'yes']);
    // what the VM refers to follows what its spec names
    await until(async () => JSON.stringify(await refersTo(world, 'web')) === JSON.stringify(before));
    await until(async () => (await conditionOf(world, 'web', 'Failure')) === undefined);
  });

  test('is what a new VM is made of, with revisions of its own, and that VM starts as it was', async () => {
    await restoreOf(world, 'copy', 'saved', 'twin');
    await restored(world, 'copy');
    const twin = await world.get('VirtualMachine', 'twin');
    const names = (await refersTo(world, 'web')).map((name) => String(name).replace('web', 'twin'));
    expect([namedIn(twin), twin['spec'].runStrategy]).toEqual([names, 'Halted']);
    for (const name of names) expect(await revision(world, name)).toMatchObject({ metadata: { ownerReferences: [{ kind: 'VirtualMachine', name: 'twin', uid: twin['metadata'].uid, controller: true }] } });
    await until(async () => JSON.stringify(await refersTo(world, 'twin')) === JSON.stringify(names));
    await patchVm(world, 'twin', [{ op: 'replace', path: '/spec/runStrategy', value: 'Always' }]);
    await until(() => started(world, 'twin'));
    expect((await world.get('VirtualMachineInstance', 'twin'))['spec'].domain).toMatchObject({ cpu: { sockets: 2 }, memory: { guest: '2Gi' } });
  });

  test('of a VM that runs is what it was started as, and its restore waits until it is off', async () => {
    await asRunning(world, 'twin', {});
    await patchVm(world, 'twin', [{ op: 'replace', path: '/spec/instancetype', value: { name: 'large' } }]);
    await snapshotOf(world, 'running', 'twin');
    const status = await taken(world, 'running');
    const copies = (await refersTo(world, 'web')).map((name) => String(name).replace('web', 'running'));
    expect(namedIn(await captured(world, status))).toEqual(copies);
    await restoreOf(world, 'early', 'running', 'twin');
    await until(async () => (await messageOf(world, 'VirtualMachineRestore', 'early')).includes('"twin" runs'));
    const { spec } = await world.get('VirtualMachine', 'twin');
    expect(spec.instancetype).toEqual({ name: 'large' });
    await patchVm(world, 'twin', [{ op: 'replace', path: '/spec/runStrategy', value: 'Halted' }]);
    await restored(world, 'early');
    expect((await world.get('VirtualMachine', 'twin'))['spec']).toMatchObject({ runStrategy: 'Halted', instancetype: { name: 'small' } });
  });

  test('waits for its VM, and for the revisions that it names', async () => {
    await snapshotOf(world, 'waiting', 'later');
    await until(async () => (await messageOf(world, 'VirtualMachineSnapshot', 'waiting')).includes('"later"'));
    const made = (await world.create(vm('later', { instancetype: { name: 'small', revisionName: 'later-small-1' } }))) as Json;
    await until(async () => (await world.get('VirtualMachineSnapshot', 'waiting'))['status'].error.message.includes('"later-small-1"'));
    const { status } = await world.get('VirtualMachineSnapshot', 'waiting');
    expect(status).toMatchObject({ readyToUse: false, phase: 'InProgress', error: { time: expect.any(String) } });
    expect((await world.list('VirtualMachineSnapshotContent')).some(({ spec }) => spec.virtualMachineSnapshotName === 'waiting')).toBe(false);
    await storeBoth(world, made, 2);
    expect((await taken(world, 'waiting'))['status'].error).toBeUndefined();
  });

  test.each([
    ['a snapshot', 'create virtualmachinesnapshotcontents', 'VirtualMachineSnapshot', (name: string) => snapshotOf(world, name, 'web')],
    ['a restore', 'create virtualmachines.', 'VirtualMachineRestore', (name: string) => restoreOf(world, name, 'saved', 'refused-twin')],
  ])('that the cluster refuses is told of it: %s', async (_, refused, kind, create) => {
    refuses = refused;
    await create('refused');
    await until(async () => (await messageOf(world, kind, 'refused')).includes('a quota is used up'));
    refuses = '';
    await (kind === 'VirtualMachineSnapshot' ? taken : restored)(world, 'refused');
  });

  test.each([
    ['a target that is no VM', { target: { apiGroup: 'kubevirt.io', kind: 'Disk', name: 'x' } }, 'spec.target'],
    ['patches', { patches: ['{"op":"remove","path":"/spec/preference"}'] }, 'spec.patches'],
    ['a snapshot that there is not', { virtualMachineSnapshotName: 'never' }, '"never"'],
  ])('is not restored with %s', async (about, spec, named) => {
    const name = `not-${about.replaceAll(/\W+/g, '-').toLowerCase()}`;
    await restoreOf(world, name, 'saved', 'nothing', spec);
    await until(async () => (await messageOf(world, 'VirtualMachineRestore', name)).includes(named));
    expect((await world.list('VirtualMachine')).some(({ metadata }) => metadata.name === 'nothing')).toBe(false);
    await remove('VirtualMachineRestore', name);
  });

  test('restored over a VM that has lost its own revision fails, as with KubeVirt', async () => {
    await vmWithRevisions(world, 'lost');
    await snapshotOf(world, 'of-lost', 'lost');
    await taken(world, 'of-lost');
    await remove('ControllerRevision', 'lost-small-1');
    await restoreOf(world, 'lost', 'of-lost', 'lost');
    await until(async () => (await messageOf(world, 'VirtualMachineRestore', 'lost')).includes('"lost-small-1"'));
    await remove('VirtualMachineRestore', 'lost');
    await remove('VirtualMachine', 'lost');
  });

  test('that is done costs no request, not after a restart either', async () => {
    // what was refused above is over by now, and the twin of it is stored
    await until(async () => (await refersTo(world, 'refused-twin')).every(Boolean));
    await aWhile();
    world.cluster.clearRequests();
    await world.api.patch(RESOURCES.VirtualMachineSnapshot, { name: 'saved', namespace: 'default' }, { json: [{ op: 'test', path: '/metadata/name', value: 'saved' }, { op: 'add', path: '/metadata/labels', value: { a: 'b' } }] });
    await patchVm(world, 'web', [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }]);
    await aWhile();
    await replica.stop();
    replica = await world.start(FEATURES);
    await until(() => replica.lines.some(({ message }) => message === 'leading'));
    await aWhile();
    const about = world.requests().filter(({ verb, resource }) => verb !== 'watch' && verb !== 'list' && /snapshot|virtualmachines|controllerrevisions/.test(resource));
    expect(about.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`)).toEqual([]);
  });

  test('goes with what it holds, but for a content that is to be retained', async () => {
    await snapshotOf(world, 'retained', 'web', { deletionPolicy: 'Retain' });
    const kept = (await taken(world, 'retained'))['status'].virtualMachineSnapshotContentName as string;
    const gone = (await world.get('VirtualMachineSnapshot', 'saved'))['status'].virtualMachineSnapshotContentName as string;
    await Promise.all([remove('VirtualMachineSnapshot', 'retained'), remove('VirtualMachineSnapshot', 'saved')]);
    const contents = async (): Promise<readonly string[]> => (await world.list('VirtualMachineSnapshotContent')).map(({ metadata }) => metadata.name as string);
    await until(async () => !(await contents()).includes(gone) && !(await world.list('ControllerRevision')).some(({ metadata }) => metadata.name.startsWith('saved-')));
    expect(await contents()).toContain(kept);
  });
});
