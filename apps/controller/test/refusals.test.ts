import { beforeEach, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, until } from './support/harness.ts';
import { vm } from './support/objects.ts';
import { eachTroubled, type Troubled } from './support/troubled.ts';

// rows 55, 56 and 59 of RELIABILITY's bad inputs
describe('a controller whose cluster refuses, or does not answer', () => {
  const troubled = eachTroubled();
  let { world, replica } = {} as Pick<Troubled, 'replica' | 'world'>;
  beforeEach(() => void ({ world, replica } = troubled));
  const { get, failureOf, isStored, countOf } = troubled;

  test('a quota: the VM is told, once by an event, it is asked again much later, and others go on (row 55)', async () => {
    troubled.meet(({ verb, resource, namespace }) => (verb === 'create' && resource === 'controllerrevisions.apps' && namespace === 'kubevirt' ? { status: { code: 403, reason: 'Forbidden', message: 'exceeded quota: revisions' } } : undefined));
    await world.create({ ...vm('full'), metadata: { name: 'full', namespace: 'kubevirt' } });
    await until(async () => (await world.get('VirtualMachine', 'full', 'kubevirt'))['status']?.conditions?.length > 0);
    expect((await world.get('VirtualMachine', 'full', 'kubevirt'))['status'].conditions).toMatchObject([{ type: 'Failure', reason: 'FailedCreate', message: expect.stringContaining('exceeded quota') }]);
    await world.create(vm('other'));
    await until(() => isStored('other'));
    await aWhile(1000);
    expect(world.requests().filter(({ verb, namespace, resource }) => verb === 'create' && namespace === 'kubevirt' && resource.startsWith('controllerrevisions'))).toHaveLength(1);
    expect((await world.list('Event')).filter(({ regarding }) => regarding.name === 'full')).toHaveLength(1);
  });

  test('a VM that has a long pause before it is looked at at once when what it names changes', async () => {
    let isFull = true;
    troubled.meet(({ verb, resource }) => (isFull && verb === 'create' && resource === 'controllerrevisions.apps' ? { status: { code: 403, reason: 'Forbidden', message: 'exceeded quota: revisions' } } : undefined));
    await world.create(vm('paused'));
    await until(async () => (await failureOf('paused')) !== undefined);
    const refused = performance.now();
    isFull = false;
    const small = await world.api.get(RESOURCES.VirtualMachineClusterInstancetype, { name: 'small' });
    await world.api.update(RESOURCES.VirtualMachineClusterInstancetype, { ...small, metadata: { ...small.metadata, labels: { touched: 'yes' } } });
    await until(() => isStored('paused'));
    // the pause would have been 10 s
    expect(performance.now() - refused).toBeLessThan(9500);
  });

  test('an outage: no VM is told of it, and all go on after it (rows 56 and 59)', async () => {
    // patches would arrive
    troubled.meet(({ verb }) => (verb === 'create' ? { status: { code: 500, reason: 'InternalError' } } : undefined));
    await world.create(vm('patient'));
    await until(() => countOf('create', 'controllerrevisions.apps') > 3);
    expect((await get('patient'))['status']?.conditions).toBeUndefined();
    troubled.meet(() => undefined);
    await until(() => isStored('patient'));
    expect(await world.list('Event')).toEqual([]);
  });

  test('a cluster that asks to wait is waited for (row 56)', async () => {
    troubled.meet(({ verb, resource }) => (verb === 'create' && resource === 'controllerrevisions.apps' ? { status: { code: 429, reason: 'TooManyRequests', retryAfterSeconds: 60 } } : undefined));
    await world.create(vm('waits'));
    await until(() => countOf('create', 'controllerrevisions.apps') > 0);
    await aWhile(700);
    expect(countOf('create', 'controllerrevisions.apps')).toBe(1);
  });

  test('events that cannot be recorded stand in nobody\'s way', async () => {
    troubled.meet(({ resource }) => (resource.startsWith('events') ? { status: { code: 403, reason: 'Forbidden' } } : undefined));
    await world.create(vm('untold', { instancetype: { name: 'small' } }, { memory: { guest: '1Gi' } }));
    await until(async () => (await failureOf('untold')) !== undefined);
    expect(await failureOf('untold')).toMatchObject({ reason: 'FailedCreate' });
    await until(() => replica.lines.some(({ message }) => message === 'an event was not recorded'));
  });
});
