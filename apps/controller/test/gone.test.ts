import { afterEach, expect, test } from 'vitest';
import { aWhile, openTestWorld, until, type World } from './support/harness.ts';
import { instancetype, preference, vm } from './support/objects.ts';

let world: World;
afterEach(() => world.stop());

test('a VM that is gone while its watch is down gets no more revisions than one pass makes, though the cluster takes each of them away at once', async () => {
  let isDown = false;
  world = await openTestWorld({ faults: ({ verb, resource }) => (isDown && ['list', 'watch'].includes(verb) && resource.startsWith('virtualmachines.') ? { status: { code: 500, reason: 'InternalError' } } : undefined) });
  for (const object of [instancetype('small'), preference('linux')]) await world.create(object);
  await world.start();
  await world.create(vm('shop'));
  await until(() => world.writes().length === 3);
  isDown = true;
  world.cluster.disconnect();
  await until(() => world.requests().filter(({ verb, resource }) => verb === 'watch' && resource.startsWith('controllerrevisions')).length >= 2);
  await world.api.remove({ group: 'kubevirt.io', version: 'v1', plural: 'virtualmachines', kind: 'VirtualMachine', namespaced: true }, { name: 'shop', namespace: 'default' });
  await until(async () => (await world.list('ControllerRevision')).length === 0);
  await aWhile(1500);
  expect(world.writes().slice(3).length).toBeLessThanOrEqual(2);
  expect(await world.list('ControllerRevision')).toEqual([]);
});

test('a VM that is gone before it got what it waits for costs two writes, not one with each revision that the cluster takes away', async () => {
  let isDown = false;
  world = await openTestWorld({ faults: ({ verb, resource }) => (isDown && ['list', 'watch'].includes(verb) && resource.startsWith('virtualmachines.') ? { status: { code: 500, reason: 'InternalError' } } : undefined) });
  await world.create(preference('linux'));
  await world.start();
  await world.create(vm('shop'));
  await aWhile(500);
  isDown = true;
  world.cluster.disconnect();
  await until(() => world.requests().filter(({ verb, resource }) => verb === 'watch' && resource.startsWith('controllerrevisions')).length >= 2);
  await world.api.remove({ group: 'kubevirt.io', version: 'v1', plural: 'virtualmachines', kind: 'VirtualMachine', namespaced: true }, { name: 'shop', namespace: 'default' });
  const before = world.writes().length;
  await world.create(instancetype('small'));
  await aWhile(2500);
  expect(world.writes().length - before).toBe(2);
  expect(await world.list('ControllerRevision')).toEqual([]);
});
