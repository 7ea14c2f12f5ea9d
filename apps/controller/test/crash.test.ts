import type { LoggedRequest } from '@instancetype/devcluster';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aWhile, openTestWorld, until, type World } from './support/harness.ts';
import { instancetype, type Json, kubevirt, preference, vm } from './support/objects.ts';

type Asked = Omit<LoggedRequest, 'code'>;

// RELIABILITY goal 8, and row 52 of its bad inputs: after so many writes the process is gone, at whatever it was
const isWrite = ({ verb, resource }: Asked): boolean => ['create', 'update', 'patch', 'delete'].includes(verb) && !resource.startsWith('events');

describe.each([['reference'], ['expandAll'], ['upgrade']])('a pass that a crash cuts off (%s)', (policy) => {
  let world: World;
  let [dying, left] = ['', 0];
  const faults = (request: Asked): { readonly cut: true } | undefined => {
    if (request.user !== dying || left > 0 || request.verb === 'watch' || request.verb === 'list') {
      if (request.user === dying && isWrite(request)) left -= 1;
      return undefined;
    }
    return { cut: true };
  };

  beforeAll(async () => {
    world = await openTestWorld({ faults });
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
    if (policy === 'expandAll') await world.create(kubevirt('expandAll'));
  });
  afterEach(() => {
    [dying, left] = ['', 0];
  });
  afterAll(() => world.stop());

  /** A VM as it was before the controller: for an upgrade and an expansion, one with revisions of an old form. */
  const prepare = async (name: string): Promise<void> => {
    const created = await world.create(vm(name));
    if (policy === 'reference') return;
    const owner = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name, uid: created.metadata?.uid, controller: true };
    const revision = (object: string, kind: string, spec: Json): Json => ({
      ...{ apiVersion: 'apps/v1', kind: 'ControllerRevision', revision: 0 },
      metadata: { name: `${name}-${object}-old`, namespace: 'default', ownerReferences: [owner], labels: { 'instancetype.kubevirt.io/object-kind': kind, 'instancetype.kubevirt.io/object-name': object, 'instancetype.kubevirt.io/object-version': 'v1alpha2', 'instancetype.kubevirt.io/object-uid': `${object}-uid`, 'instancetype.kubevirt.io/object-generation': '1' } },
      data: { apiVersion: 'instancetype.kubevirt.io/v1alpha2', kind, metadata: { name: object, uid: `${object}-uid`, generation: 1 }, spec },
    });
    await world.create(revision('small', 'VirtualMachineClusterInstancetype', { cpu: { guest: 2 }, memory: { guest: '2Gi' } }) as never);
    await world.create(revision('linux', 'VirtualMachineClusterPreference', { cpu: { preferredCPUTopology: 'preferCores' } }) as never);
    const refer = (object: string, kind: string): Json => ({ name: object, kind, controllerRevisionRef: { name: `${name}-${object}-old` } });
    const status = { instancetypeRef: refer('small', 'VirtualMachineClusterInstancetype'), preferenceRef: refer('linux', 'VirtualMachineClusterPreference') };
    const resource = { group: 'kubevirt.io', version: 'v1', plural: 'virtualmachines', kind: 'VirtualMachine', namespaced: true };
    await world.api.update(resource, { ...(await world.get('VirtualMachine', name)), status } as never, { subresource: 'status' });
  };

  const settled = async (name: string): Promise<boolean> => {
    const { spec, status = {} } = await world.get('VirtualMachine', name);
    const revisions = (await world.list('ControllerRevision')).filter(({ metadata }) => metadata.ownerReferences[0].name === name);
    const names = revisions.map(({ metadata }) => metadata.name).toSorted();
    const named = [status.preferenceRef, status.instancetypeRef].map((ref) => ref?.controllerRevisionRef?.name).filter(Boolean).toSorted();
    // an old one whose deletion was cut off is known to nobody, and goes with its VM
    const others = names.filter((each: string) => !each.endsWith('-old'));
    if (policy === 'expandAll') return spec.instancetype === undefined && named.length === 0 && others.length === 0;
    return named.length === 2 && JSON.stringify(others) === JSON.stringify(named);
  };

  const runWhole = async (): Promise<{ readonly writes: readonly string[]; readonly gets: number }> => {
    await prepare('whole');
    const replica = await world.start(undefined, 'whole');
    await until(() => settled('whole'));
    await aWhile();
    await replica.stop();
    expect((await world.list('ControllerRevision')).length).toBe(policy === 'expandAll' ? 0 : 2);
    return { writes: world.writes('whole'), gets: world.requests('whole').filter(({ verb }) => verb === 'get').length };
  };

  test('is completed by the next one, at every write, with no write twice and at most two more objects read', async () => {
    const whole = await runWhole();
    expect(whole.writes.length).toBe({ reference: 3, expandAll: 4, upgrade: 5 }[policy]);
    const kinds = (writes: readonly string[]): string[] => writes.map((write) => write.split(' ').slice(0, 2).join(' ')).toSorted();

    for (let landed = 0; landed < whole.writes.length; landed++) {
      const name = `cut-${landed}`;
      await prepare(name);
      [dying, left] = [`dies-${landed}`, landed];
      const first = await world.start(undefined, dying);
      // it tries whatever comes next, and is gone
      await until(() => world.requests(`dies-${landed}`).some(({ code }) => code === 0));
      await first.stop();
      const done = world.writes(`dies-${landed}`);
      expect(done.length).toBe(landed);
      const second = await world.start(undefined, `next-${landed}`);
      await until(() => settled(name));
      await aWhile(200);
      await second.stop();
      const rest = world.writes(`next-${landed}`);
      const isDeletion = (write: string): boolean => write.startsWith('delete');
      expect(kinds([...done, ...rest].filter((write) => !isDeletion(write)))).toEqual(kinds(whole.writes.filter((write) => !isDeletion(write))));
      expect([...done, ...rest].filter(isDeletion).length).toBeLessThanOrEqual(whole.writes.filter(isDeletion).length);
      expect(world.requests(`next-${landed}`).filter(({ verb }) => verb === 'get').length).toBeLessThanOrEqual(whole.gets + 2);
    }
  });

  test('is not repeated by who comes after it', async () => {
    const replica = await world.start(undefined, 'late');
    await until(async () => (await replica.probe('/readyz')).status === 200);
    await aWhile();
    expect(world.requests('late').filter(({ verb }) => verb !== 'watch' && verb !== 'list')).toEqual([]);
    await replica.stop();
  });
});
