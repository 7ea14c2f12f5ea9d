import type { Fault, LoggedRequest } from '@instancetype/devcluster';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aWhile, openTestWorld, type Replica, resourceOf, until, USER, type World } from './support/harness.ts';
import { instancetype, type Json, preference, vm } from './support/objects.ts';

type Asked = Omit<LoggedRequest, 'code'>;

// rows 55, 56 and 59 of RELIABILITY's bad inputs
describe('a controller whose cluster refuses, or does not answer', () => {
  let world: World;
  let replica: Replica;
  let fault: (request: Asked) => Fault | undefined = () => undefined;

  beforeEach(async () => {
    fault = () => undefined;
    world = await openTestWorld({ faults: (request) => (request.user === USER ? fault(request) : undefined) });
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
    replica = await world.start();
    await until(async () => (await replica.probe('/readyz')).status === 200);
  });
  afterEach(async () => {
    fault = () => undefined;
    await world.stop();
  });

  const get = (name: string): Promise<Json> => world.get('VirtualMachine', name);
  const failureOf = async (name: string): Promise<Json | undefined> => (await get(name))['status']?.conditions?.find(({ type }: Json) => type === 'Failure');
  const isStored = async (name: string): Promise<boolean> => (await get(name))['status']?.preferenceRef?.controllerRevisionRef !== undefined;
  const countOf = (verb: string, resource: string): number => world.requests().filter((each) => each.verb === verb && each.resource === resource).length;

  test('a quota: the VM is told, once by an event, it is asked again much later, and others go on (row 55)', async () => {
    fault = ({ verb, resource, namespace }) => (verb === 'create' && resource === 'controllerrevisions.apps' && namespace === 'kubevirt' ? { status: { code: 403, reason: 'Forbidden', message: 'exceeded quota: revisions' } } : undefined);
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
    fault = ({ verb, resource }) => (isFull && verb === 'create' && resource === 'controllerrevisions.apps' ? { status: { code: 403, reason: 'Forbidden', message: 'exceeded quota: revisions' } } : undefined);
    await world.create(vm('paused'));
    await until(async () => (await failureOf('paused')) !== undefined);
    const refused = performance.now();
    isFull = false;
    const small = await world.api.get(resourceOf('VirtualMachineClusterInstancetype'), { name: 'small' });
    await world.api.update(resourceOf('VirtualMachineClusterInstancetype'), { ...small, metadata: { ...small.metadata, labels: { touched: 'yes' } } });
    await until(() => isStored('paused'));
    // the pause would have been 10 s
    expect(performance.now() - refused).toBeLessThan(9500);
  });

  test('an outage: no VM is told of it, and all go on after it (rows 56 and 59)', async () => {
    // patches would arrive
    fault = ({ verb }) => (verb === 'create' ? { status: { code: 500, reason: 'InternalError' } } : undefined);
    await world.create(vm('patient'));
    await until(() => countOf('create', 'controllerrevisions.apps') > 3);
    expect((await get('patient'))['status']?.conditions).toBeUndefined();
    fault = () => undefined;
    await until(() => isStored('patient'));
    expect(await world.list('Event')).toEqual([]);
  });

  test('a cluster that asks to wait is waited for (row 56)', async () => {
    fault = ({ verb, resource }) => (verb === 'create' && resource === 'controllerrevisions.apps' ? { status: { code: 429, reason: 'TooManyRequests', retryAfterSeconds: 60 } } : undefined);
    await world.create(vm('waits'));
    await until(() => countOf('create', 'controllerrevisions.apps') > 0);
    await aWhile(700);
    expect(countOf('create', 'controllerrevisions.apps')).toBe(1);
  });

  test('events that cannot be recorded stand in nobody\'s way', async () => {
    fault = ({ resource }) => (resource.startsWith('events') ? { status: { code: 403, reason: 'Forbidden' } } : undefined);
    await world.create(vm('untold', { instancetype: { name: 'small' } }, { memory: { guest: '1Gi' } }));
    await until(async () => (await failureOf('untold')) !== undefined);
    expect(await failureOf('untold')).toMatchObject({ reason: 'FailedCreate' });
    await until(() => replica.lines.some(({ message }) => message === 'an event was not recorded'));
  });
});
