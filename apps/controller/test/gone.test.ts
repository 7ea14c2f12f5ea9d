import { expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, until } from './support/harness.ts';
import { instancetype, vm } from './support/objects.ts';
import { eachTroubled } from './support/troubled.ts';

const troubled = eachTroubled();
const remove = (name: string): Promise<unknown> => troubled.world.api.delete(RESOURCES.VirtualMachine, { name, namespace: 'default' });

test('a VM that is gone while its watch is down gets no more revisions than one pass makes, though the cluster takes each of them away at once', async () => {
  const { world } = troubled;
  await world.create(vm('shop'));
  await until(() => world.writes().length === 3);
  await troubled.goBlind();
  await remove('shop');
  await until(async () => (await world.list('ControllerRevision')).length === 0);
  await aWhile(1500);
  expect(world.writes().slice(3).length).toBeLessThanOrEqual(2);
  expect(await world.list('ControllerRevision')).toEqual([]);
});

test('a VM that is gone before it got what it waits for costs two writes, not one with each revision that the cluster takes away', async () => {
  const { world } = troubled;
  await world.create(vm('shop', { instancetype: { name: 'medium' }, preference: { name: 'linux' } }));
  await until(async () => (await troubled.failureOf('shop')) !== undefined);
  await troubled.goBlind();
  await remove('shop');
  const before = world.writes().length;
  await world.create(instancetype('medium'));
  await aWhile(2500);
  expect(world.writes().length - before).toBe(2);
  expect(await world.list('ControllerRevision')).toEqual([]);
});

test('a VM that is made anew is told that the revisions of its predecessor are still there, and has its own when they are gone', async () => {
  const { world } = troubled;
  const [isThere, at] = [{ op: 'test', path: '/metadata/namespace', value: 'default' } as const, '/metadata/finalizers'];
  await world.create(vm('again'));
  await until(() => troubled.isStored('again'));
  const names = (await world.list('ControllerRevision')).map(({ metadata }) => metadata.name as string).filter((name) => name.startsWith('again-'));
  const revisionOf = (name: string) => ({ name, namespace: 'default' });
  for (const name of names) await world.api.patch(RESOURCES.ControllerRevision, revisionOf(name), { json: [isThere, { op: 'add', path: at, value: ['example.org/kept'] }] });
  await remove('again');
  const anew = await world.create(vm('again'));
  await until(async () => (await troubled.failureOf('again'))?.['message'].includes('was deleted'));
  expect(await troubled.failureOf('again')).toMatchObject({ reason: 'FailedCreate', message: expect.stringContaining('again-small-') });
  for (const name of names) await world.api.patch(RESOURCES.ControllerRevision, revisionOf(name), { json: [isThere, { op: 'remove', path: at }] });
  await until(async () => (await troubled.isStored('again')) && (await troubled.failureOf('again')) === undefined);
  const owners = (await world.list('ControllerRevision')).filter(({ metadata }) => metadata.name.startsWith('again-')).flatMap(({ metadata }) => metadata.ownerReferences as readonly { readonly uid: string }[]);
  expect(owners.map(({ uid }) => uid)).toEqual([anew.metadata?.uid, anew.metadata?.uid]);
});
