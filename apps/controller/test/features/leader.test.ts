import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestWorld, until, USER, type World } from '../support/harness.ts';
import { vm } from '../support/objects.ts';
import { started } from './support.ts';

describe('two replicas', () => {
  let world: World;
  beforeAll(async () => {
    world = await openTestWorld();
  });
  afterAll(() => world.stop());

  test('only the leader starts and exports VMs', async () => {
    const lease = ['--lease-namespace=default', '--lease-duration=3s', '--lease-renew-deadline=2s', '--lease-retry=200ms', '--features=references,instances,live-update,export'];
    const leader = await world.start(lease, USER);
    await until(() => leader.lines.some(({ message }) => message === 'leading'));
    const other = await world.start(lease, 'other');
    await until(async () => (await other.probe('/readyz')).status === 200);
    await world.create(vm('led', { runStrategy: 'Always' }));
    await world.create({ apiVersion: 'export.kubevirt.io/v1', kind: 'VirtualMachineExport', metadata: { name: 'led', namespace: 'default' }, spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'led' } } } as never);
    await until(() => started(world, 'led'));
    await until(async () => (await world.list('ConfigMap')).some(({ metadata: { name } }) => name === 'exporter-vm-manifest-led'));
    expect(world.writes('other')).toEqual([]);
    // given over, the other one goes on
    await leader.stop();
    await until(() => other.lines.some(({ message }) => message === 'leading'));
    await world.create(vm('followed', { runStrategy: 'Always' }));
    await until(() => started(world, 'followed'));
    expect(world.writes('other').some((write) => write.startsWith('create virtualmachineinstances'))).toBe(true);
  });
});
