import { beforeEach, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, until, USER } from './support/harness.ts';
import { instancetype, type Json, kubevirt, vm } from './support/objects.ts';
import { eachTroubled, type Troubled } from './support/troubled.ts';

// rows 42 to 54 of RELIABILITY's bad inputs, as far as they are this program's
describe('a controller among faults', () => {
  const troubled = eachTroubled();
  let { world, replica } = {} as Pick<Troubled, 'replica' | 'world'>;
  beforeEach(() => void ({ world, replica } = troubled));
  const { get, failureOf, isStored, countOf } = troubled;
  const revision = (name: string, data: unknown, more: Json = {}): Json => ({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name, namespace: 'default', ...more }, revision: 0, ...(data !== undefined && { data }) });

  test.each([
    ['is not there', undefined],
    ['holds another kind (row 43)', { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'x' }, spec: {} }],
    ['is of an unknown version (row 43)', { ...instancetype('small'), apiVersion: 'instancetype.kubevirt.io/v9' }],
    ['is empty (row 42)', {}],
  ])('a revision that a VM names and that %s: a condition that names it, and no hot loop', async (_, data) => {
    if (data) await world.create(revision('kept', data) as never);
    await world.create(vm('names', { instancetype: { name: 'small', revisionName: 'kept' } }));
    await until(async () => (await failureOf('names')) !== undefined);
    expect(await failureOf('names')).toMatchObject({ reason: 'FailedFindInstancetype', message: expect.stringContaining('kept') });
    const reads = countOf('get', 'controllerrevisions.apps');
    await aWhile(1000);
    // twice as long each time: in a second some seven times
    expect(countOf('get', 'controllerrevisions.apps') - reads).toBeLessThan(12);
    expect(countOf('patch', 'virtualmachines.kubevirt.io/status')).toBe(1);
  });

  test('a revision of another owner is used, and noticed (row 45)', async () => {
    const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'other', controller: true };
    await world.create(revision('foreign', instancetype('small'), { ownerReferences: [owner] }) as never);
    await world.create(vm('borrows', { instancetype: { name: 'small', revisionName: 'foreign' } }));
    await until(async () => (await get('borrows'))['status']?.instancetypeRef !== undefined);
    expect(replica.lines).toContainEqual(expect.objectContaining({ message: 'noticed', vm: 'default/borrows', code: 'revision-of-another-owner' }));
  });

  test('a revision of the right name with other data is not written over: a condition and one event name it (row 46)', async () => {
    await replica.stop();
    await world.create(vm('clash', { instancetype: { name: 'small' } }));
    const small = await world.api.get(RESOURCES.VirtualMachineClusterInstancetype, { name: 'small' });
    const name = `clash-small-v1beta1-${small.metadata?.uid}-${small.metadata?.generation}`;
    await world.create(revision(name, { ...small, spec: { cpu: { guest: 64 }, memory: { guest: '2Gi' } } }) as never);
    replica = await world.start(undefined, 'again');
    await until(async () => (await failureOf('clash')) !== undefined);
    await aWhile(500);
    expect(await failureOf('clash')).toMatchObject({ reason: 'FailedCreate', message: expect.stringContaining(name) });
    expect((await world.get('ControllerRevision', name))['data'].spec.cpu.guest).toBe(64);
    expect((await world.list('Event')).map(({ reason }) => reason)).toEqual(['FailedCreate']);
  });

  test('a name that is too long for a revision is tried once (row 47)', async () => {
    await world.create(vm('v'.repeat(63), { instancetype: { name: 'small' } }));
    await world.create(instancetype('i'.repeat(200)));
    await world.create(vm('long', { instancetype: { name: 'i'.repeat(200) } }));
    await until(async () => (await failureOf('long')) !== undefined);
    const before = replica.lines.length;
    await aWhile(700);
    expect(replica.lines.slice(before).filter(({ vm: of }) => of === 'default/long')).toEqual([]);
  });

  test('an instance type that is made anew under its name: the VM keeps what it has (row 49)', async () => {
    await world.create(vm('keeps'));
    await until(() => isStored('keeps'));
    const { status } = await get('keeps');
    await world.api.delete(RESOURCES.VirtualMachineClusterInstancetype, { name: 'small' });
    await world.create(instancetype('small', { cpu: { guest: 8 }, memory: { guest: '8Gi' } }));
    world.cluster.clearRequests();
    await world.create(kubevirt('reference'));
    await aWhile();
    expect([(await get('keeps'))['status'], world.writes()]).toEqual([status, []]);
    // a new one gets a revision of its own
    await world.create(vm('fresh'));
    await until(() => isStored('fresh'));
    const name = (await get('fresh'))['status'].instancetypeRef.controllerRevisionRef.name as string;
    expect((await world.get('ControllerRevision', name))['data'].spec.cpu.guest).toBe(8);
  });

  test('a VM that is deleted during its pass ends it quietly, and leaves nothing without an owner (row 50)', async () => {
    const gate = Promise.withResolvers<void>();
    troubled.meet(({ verb, resource }) => {
      if (verb !== 'create' || resource !== 'controllerrevisions.apps') return undefined;
      gate.resolve();
      return { delay: 300 };
    });
    await world.create(vm('gone'));
    await gate.promise;
    await world.api.delete(RESOURCES.VirtualMachine, { namespace: 'default', name: 'gone' });
    await aWhile(1500);
    expect(replica.lines.filter(({ level }) => level === 'error')).toEqual([]);
    // what was written has an owner, which is gone: whoever collects garbage removes it
    for (const { metadata } of await world.list('ControllerRevision')) expect(metadata.ownerReferences).toHaveLength(1);
    const tried = countOf('patch', 'virtualmachines.kubevirt.io/status');
    await aWhile(500);
    expect(countOf('patch', 'virtualmachines.kubevirt.io/status')).toBe(tried);
  });

  test('a VM that is made anew during its pass gets nothing that was meant for the first (row 50)', async () => {
    const gate = Promise.withResolvers<void>();
    let delays = 2;
    troubled.meet(({ verb, resource }) => {
      if (verb !== 'create' || resource !== 'controllerrevisions.apps' || delays-- <= 0) return undefined;
      gate.resolve();
      return { delay: 300 };
    });
    const old = await world.create(vm('anew'));
    await gate.promise;
    await world.api.delete(RESOURCES.VirtualMachine, { namespace: 'default', name: 'anew' });
    const fresh = await world.create(vm('anew'));
    expect(fresh.metadata?.uid).not.toBe(old.metadata?.uid);
    await until(() => isStored('anew'));
    const patches = world.requests().filter(({ verb, resource, code }) => verb === 'patch' && resource.startsWith('virtualmachines') && code < 300);
    expect(patches).toHaveLength(1);
  });

  // a kind that is not served yet, or a wrong route on the way
  test.each([
    ['patch', 'virtualmachines.kubevirt.io/status'],
    ['create', 'controllerrevisions.apps'],
  ])('a 404 on a write (%s %s) for a VM that is there is tried again, after a pause', async (verb, resource) => {
    let isFirst = true;
    troubled.meet((request) => {
      if (!isFirst || request.verb !== verb || request.resource !== resource) return undefined;
      isFirst = false;
      return { status: { code: 404, reason: 'NotFound', message: 'the server could not find the requested resource' } };
    });
    await world.create(vm('there'));
    await aWhile(2000);
    expect(await isStored('there')).toBe(false);
    await until(() => isStored('there'));
    expect(await world.list('ControllerRevision')).toHaveLength(2);
  });

  test('a cluster that asks to wait no time at all is not asked all the time (row 56)', async () => {
    troubled.meet(({ verb, resource }) => (verb === 'patch' && resource === 'virtualmachines.kubevirt.io/status' ? { status: { code: 503, reason: 'ServiceUnavailable', retryAfterSeconds: 0 } } : undefined));
    await world.create(vm('patient'));
    await aWhile(2000);
    expect(countOf('patch', 'virtualmachines.kubevirt.io/status')).toBeLessThan(12);
  });

  test('two that work at once without an election: each VM gets one reference, and nothing is there twice (row 51)', async () => {
    await world.start(undefined, 'rival');
    for (let index = 0; index < 30; index++) await world.create(vm(`contested-${index}`));
    await until(async () => (await Promise.all(Array.from({ length: 30 }, (_, index) => isStored(`contested-${index}`)))).every(Boolean));
    await aWhile();
    const patches = [...world.writes(USER), ...world.writes('rival')].filter((write) => write.startsWith('patch'));
    expect(patches).toHaveLength(30);
    expect(await world.list('ControllerRevision')).toHaveLength(60);
  });

  test('a cache that is behind: nothing is written twice, and nothing is asked for (row 53)', async () => {
    await world.create(kubevirt('reference'));
    await aWhile(100);
    let isBlind = false;
    const gate = Promise.withResolvers<void>();
    troubled.meet(({ verb, resource }) => {
      // from its first write on it hears nothing of VMs
      if (verb === 'create' && resource === 'controllerrevisions.apps' && !isBlind) {
        isBlind = true;
        gate.resolve();
        return { delay: 300 };
      }
      return isBlind && verb === 'watch' && resource === 'virtualmachines.kubevirt.io' ? { status: { code: 503, reason: 'ServiceUnavailable' } } : undefined;
    });
    await world.create(vm('behind'));
    await gate.promise;
    world.cluster.disconnect();
    await until(() => isStored('behind'));
    world.cluster.clearRequests();
    // every VM is to be looked at by the new configuration
    const stored = await world.api.get(RESOURCES.KubeVirt, { namespace: 'kubevirt', name: 'kubevirt' });
    await world.api.update(RESOURCES.KubeVirt, { ...stored, spec: { configuration: { instancetype: { referencePolicy: 'reference' }, machineType: 'q35' } } } as never);
    await aWhile(1000);
    expect(world.requests().filter(({ verb }) => ['create', 'update', 'patch', 'delete'].includes(verb))).toEqual([]);
    isBlind = false;
    await aWhile(1500);
    expect(world.requests().filter(({ verb }) => ['create', 'update', 'patch', 'delete'].includes(verb))).toEqual([]);
    expect(await world.list('ControllerRevision')).toHaveLength(2);
  });

  test.each([
    ['blanked', { instancetypeRef: {}, preferenceRef: null }],
    ['of another object', { instancetypeRef: { name: 'other', kind: 'VirtualMachineInstancetype' } }],
    ['without its revision', { instancetypeRef: { name: 'small' }, preferenceRef: { name: 'linux' } }],
  ])('a status that a user has %s is built anew (row 54)', async (_, edited) => {
    await world.create(vm('edited'));
    await until(() => isStored('edited'));
    const { status } = await get('edited');
    await world.api.update(RESOURCES.VirtualMachine, { ...(await get('edited')), status: { ...status, ...edited } } as never, { subresource: 'status' });
    await until(async () => {
      const now = (await get('edited'))['status'];
      return now.instancetypeRef?.controllerRevisionRef?.name === status.instancetypeRef.controllerRevisionRef.name && now.preferenceRef?.controllerRevisionRef?.name === status.preferenceRef.controllerRevisionRef.name;
    });
    expect(await world.list('ControllerRevision')).toHaveLength(2);
  });
});
