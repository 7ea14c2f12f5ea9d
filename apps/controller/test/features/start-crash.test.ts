import type { LoggedRequest } from '@instancetype/devcluster';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, openTestWorld, until, type World } from '../support/harness.ts';
import { instancetype, type Json, preference, vm } from '../support/objects.ts';
import { ofVm, started } from './support.ts';

const NAMED = { instancetype: { name: 'small' }, preference: { name: 'linux' } };

// RELIABILITY goal 8: after so many writes the process is gone, at whatever it was
describe('a start that a crash cuts off', () => {
  type Asked = Omit<LoggedRequest, 'code'>;
  const isWrite = ({ verb, resource }: Asked): boolean => ['create', 'update', 'patch', 'delete'].includes(verb) && !resource.startsWith('events');
  let [world, dying, left]: [World, string, number] = [undefined as never, '', 0];
  const faults = (request: Asked): { readonly cut: true } | undefined => {
    if (request.user !== dying || request.verb === 'watch' || request.verb === 'list') return undefined;
    if (left <= 0) return { cut: true };
    if (isWrite(request)) left -= 1;
    return undefined;
  };

  beforeAll(async () => {
    world = await openTestWorld({ faults });
    await world.create(instancetype('small'));
    await world.create(preference('linux'));
  });
  afterEach(() => {
    dying = '';
  });
  afterAll(() => world.stop());

  // stopped before, with the revision of an earlier start and the condition that it left
  const prepare = async (name: string): Promise<Json> => {
    const made = await world.create(vm(name, { ...NAMED, runStrategy: 'Always' }));
    const owner = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name, uid: made.metadata?.uid, controller: true };
    await world.create({ apiVersion: 'apps/v1', kind: 'ControllerRevision', revision: 0, metadata: { name: `revision-start-vm-${made.metadata?.uid}-0`, namespace: 'default', ownerReferences: [owner] }, data: { spec: {} } } as never);
    const status = { conditions: [{ type: 'RestartRequired', status: 'True', message: 'old' }] };
    return (await world.api.update(RESOURCES.VirtualMachine, { ...made, status } as never, { subresource: 'status' })) as Json;
  };
  const settled = async (object: Json): Promise<boolean> =>
    (await started(world, object['metadata'].name)) && (await ofVm(world, object as never)).map(({ revision }) => revision).join() === '1' && (await world.get('VirtualMachine', object['metadata'].name)).status.conditions.length === 0;

  test('is completed by the next one, at every write, with no write twice', async () => {
    const flags = ['--leader-election=false', '--features=references,instances,live-update'];
    const whole = await prepare('whole');
    const first = await world.start(flags, 'whole');
    await until(() => settled(whole));
    await aWhile(200);
    await first.stop();
    const kinds = (writes: readonly string[]): string[] => writes.filter((write) => !write.includes('events')).map((write) => write.split(' ').slice(0, 2).join(' ')).toSorted();
    const all = kinds(world.writes('whole'));
    // two that store, the references, the condition, the old revision, the new one, the instance
    expect(all.length).toBe(7);

    for (let landed = 0; landed < all.length; landed++) {
      const object = await prepare(`cut-${landed}`);
      [dying, left] = [`dies-${landed}`, landed];
      const cut = await world.start(flags, dying);
      await until(() => world.requests(`dies-${landed}`).some(({ code }) => code === 0));
      await cut.stop();
      const second = await world.start(flags, `next-${landed}`);
      await until(() => settled(object));
      await aWhile(150);
      await second.stop();
      expect(kinds([...world.writes(`dies-${landed}`), ...world.writes(`next-${landed}`)])).toEqual(all);
    }
  });
});
