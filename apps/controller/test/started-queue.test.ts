import { afterEach, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { openStartedQueue } from '../src/cluster/started-queue.ts';
import { openTestWorld, until, type World } from './support/harness.ts';
import { instancetype, preference, vm } from './support/objects.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

test('keys are taken from the start on, and the first are those that there are then', async () => {
  const queue = openStartedQueue({});
  const worked: string[] = [];
  queue.add('gone');
  expect(queue.metrics()).toMatchObject({ depth: 0, adds: 0 });
  queue.start(['a', 'b'], (key) => (worked.push(key), 'done'), { workers: 1 });
  queue.add('c');
  await until(() => worked.length === 3);
  expect(worked).toEqual(['a', 'b', 'c']);
});

test('a replica that waits for its turn keeps nothing of VMs that come and go, and does all that is left when it leads', async () => {
  world = await openTestWorld();
  for (const object of [instancetype('small'), preference('linux')]) await world.create(object);
  const flags = ['--lease-namespace=default', '--lease-duration=3s', '--lease-renew-deadline=2s', '--lease-retry=300ms'];
  const leader = await world.start(flags, 'leader');
  await until(() => leader.lines.some(({ message }) => message === 'leading'));
  const standby = await world.start(flags, 'standby');
  await until(async () => (await standby.probe('/readyz')).status === 200);
  for (let index = 0; index < 20; index++) {
    await world.create(vm(`job-${index}`));
    await world.api.delete(RESOURCES.VirtualMachine, { name: `job-${index}`, namespace: 'default' });
  }
  expect((await standby.probe('/metrics')).text).toMatch(/queue_depth 0$/m);
  await leader.stop();
  await world.create(vm('left'));
  const opened = world;
  await until(async () => (await opened.get('VirtualMachine', 'left'))['status']?.preferenceRef !== undefined);
  expect(world.writes('standby')).toHaveLength(3);
});
