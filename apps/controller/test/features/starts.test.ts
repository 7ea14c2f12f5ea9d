import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, openTestWorld, type Replica, until, type World } from '../support/harness.ts';
import { instancetype, type Json, preference, vm } from '../support/objects.ts';
import { asRunning, conditionOf, eventsOf, instanceOf, patchVm, started } from './support.ts';

const NAMED = { instancetype: { name: 'small' }, preference: { name: 'linux' } };

describe('a VM that is to run, or not', () => {
  let [world, replica]: [World, Replica] = [undefined as never, undefined as never];

  beforeAll(async () => {
    world = await openTestWorld();
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
    // without live-update less is kept of each instance
    replica = await world.start(['--leader-election=false', '--features=references,instances']);
  });
  afterAll(() => world.stop());

  test('is told why it cannot start, and starts when that is mended', async () => {
    await world.create(vm('early', { runStrategy: 'Always', instancetype: { name: 'small' } }, { cpu: { cores: 4 } }));
    await until(async () => (await conditionOf(world, 'early', 'Failure'))?.['reason'] === 'FailedCreate');
    expect((await conditionOf(world, 'early', 'Failure'))?.['message']).toContain('cores');
    expect(await eventsOf(world, 'early')).toEqual(['Warning FailedCreate']);
    expect((await world.list('VirtualMachineInstance')).map(({ metadata }) => metadata.name)).not.toContain('early');
    await patchVm(world, 'early', [{ op: 'remove', path: '/spec/template/spec/domain/cpu' }]);
    await until(() => started(world, 'early'));
    await until(async () => (await conditionOf(world, 'early', 'Failure')) === undefined);
  });

  test('leaves the instance of somebody else alone', async () => {
    await world.create({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', metadata: { name: 'taken', namespace: 'default' }, spec: { domain: {} } } as never);
    await world.create(vm('taken', { runStrategy: 'Always' }));
    await until(async () => /does not belong/.test((await conditionOf(world, 'taken', 'Failure'))?.['message'] as string));
    await patchVm(world, 'taken', [{ op: 'replace', path: '/spec/runStrategy', value: 'Halted' }]);
    await until(async () => (await conditionOf(world, 'taken', 'Failure')) === undefined);
    expect((await instanceOf(world, 'taken')).metadata.deletionTimestamp).toBeUndefined();
    // and takes its turn when that one is gone
    await patchVm(world, 'taken', [{ op: 'replace', path: '/spec/runStrategy', value: 'Always' }]);
    await world.api.delete(RESOURCES.VirtualMachineInstance, { name: 'taken', namespace: 'default' });
    await until(() => started(world, 'taken'));
  });

  test('lets its instance go, also where its instance type is gone', async () => {
    await world.create(vm('bereft', { runStrategy: 'Always', instancetype: { name: 'small' } }));
    await until(() => started(world, 'bereft'));
    const revision = (await world.get('VirtualMachine', 'bereft'))['status'].instancetypeRef.controllerRevisionRef.name as string;
    await world.api.delete(RESOURCES.ControllerRevision, { name: revision, namespace: 'default' });
    await world.api.delete(RESOURCES.VirtualMachineInstance, { name: 'bereft', namespace: 'default' });
    await until(async () => !(await world.list('VirtualMachineInstance')).some(({ metadata }) => metadata.name === 'bereft'));
    await until(async () => (await conditionOf(world, 'bereft', 'Failure'))?.['reason'] === 'FailedFindInstancetype');
  });

  test('takes its instance along when it is deleted', async () => {
    await world.create(vm('brief', { runStrategy: 'Always' }));
    await until(() => started(world, 'brief'));
    await world.api.delete(RESOURCES.VirtualMachine, { name: 'brief', namespace: 'default' });
    await until(async () => !(await world.list('VirtualMachineInstance')).some(({ metadata }) => metadata.name === 'brief'));
    // one that follows it at once waits until that instance is gone
    await world.create(vm('brief', { runStrategy: 'Always' }));
    await until(() => started(world, 'brief'));
    await world.api.delete(RESOURCES.VirtualMachine, { name: 'brief', namespace: 'default' });
    await world.create(vm('brief', { runStrategy: 'Always' }));
    await until(() => started(world, 'brief'));
  });

  test.each([
    ['Always', 'Succeeded', 'another'],
    ['Always', 'Failed', 'another'],
    ['RerunOnFailure', 'Failed', 'another'],
    ['RerunOnFailure', 'Succeeded', 'the same'],
    ['Once', 'Failed', 'the same'],
    ['Always', 'Running', 'the same'],
  ])('with %s, an instance that is %s is followed by %s', async (runStrategy, phase, next) => {
    const name = `${runStrategy}-${phase}`.toLowerCase();
    await world.create(vm(name, { runStrategy }));
    await until(() => started(world, name));
    const { uid } = (await instanceOf(world, name)).metadata;
    await asRunning(world, name, {}, phase, { phaseTransitionTimestamps: [{ phase: 'Running' }, { phase }] });
    if (next === 'another') await until(async () => (await started(world, name)) && (await instanceOf(world, name)).metadata.uid !== uid);
    else await aWhile(200);
    expect((await instanceOf(world, name)).metadata.uid === uid).toBe(next === 'the same');
  });

  test.each([['Manual'], ['Halted'], ['WaitAsReceiver']])('with %s is not started', async (runStrategy) => {
    const name = `not-${runStrategy.toLowerCase()}`;
    await world.create(vm(name, { ...NAMED, runStrategy }));
    await until(async () => (await world.get('VirtualMachine', name)).status?.preferenceRef !== undefined);
    await aWhile(100);
    expect((await world.list('VirtualMachineInstance')).map(({ metadata }) => metadata.name)).not.toContain(name);
  });

  test.each([[true, true], [false, false]])('with running: %s', async (running, starts) => {
    const name = `running-${running}`;
    const { spec, ...rest } = vm(name, NAMED) as Json;
    const { runStrategy: _, ...others } = spec as Json;
    await world.create({ ...rest, spec: { ...others, running } } as never);
    await until(async () => (await world.get('VirtualMachine', name)).status?.preferenceRef !== undefined);
    if (starts) await until(() => started(world, name));
    else await aWhile(100);
    expect((await world.list('VirtualMachineInstance')).some(({ metadata }) => metadata.name === name)).toBe(starts);
  });

  test('keeps an instance that is being deleted as long as somebody else has something to do about it', async () => {
    await world.create(vm('slow', { runStrategy: 'Always' }));
    await until(() => started(world, 'slow'));
    const instance = await instanceOf(world, 'slow');
    const { finalizers } = instance.metadata as Json;
    await world.api.update(RESOURCES.VirtualMachineInstance, { ...instance, metadata: { ...instance.metadata, finalizers: [...finalizers, 'example.com/pods'] } } as never);
    await patchVm(world, 'slow', [{ op: 'replace', path: '/spec/runStrategy', value: 'Halted' }]);
    await until(async () => (await instanceOf(world, 'slow')).metadata.deletionTimestamp !== undefined);
    world.cluster.clearRequests();
    await aWhile(200);
    expect(world.requests().filter(({ verb }) => verb === 'patch')).toEqual([]);
    const leaving = await instanceOf(world, 'slow');
    expect(leaving.metadata.finalizers).toEqual([...finalizers, 'example.com/pods']);
    await world.api.update(RESOURCES.VirtualMachineInstance, { ...leaving, metadata: { ...leaving.metadata, finalizers } } as never);
    await until(async () => !(await world.list('VirtualMachineInstance')).some(({ metadata }) => metadata.name === 'slow'));
    expect(world.writes().filter((write) => write.startsWith('delete'))).toEqual([]);
  });

  test('whose instances fail before they ran is not started over and over', async () => {
    await world.create(vm('failing', { runStrategy: 'Always' }));
    await until(() => started(world, 'failing'));
    await asRunning(world, 'failing', {}, 'Failed', { phaseTransitionTimestamps: [{ phase: 'Pending' }, { phase: 'Failed' }] });
    await until(async () => !(await world.list('VirtualMachineInstance')).some(({ metadata }) => metadata.name === 'failing'));
    world.cluster.clearRequests();
    await patchVm(world, 'failing', [{ op: 'add', path: '/metadata/labels', value: { again: 'yes' } }]);
    await aWhile();
    expect(world.writes()).toEqual([]);
  });

  test('none of this was an error of the controller', () => {
    expect(replica.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
