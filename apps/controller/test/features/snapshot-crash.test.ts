import type { LoggedRequest } from '@instancetype/devcluster';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { aWhile, openTestWorld, until, USER, type World } from '../support/harness.ts';
import type { Json } from '../support/objects.ts';
import { namedIn, restored, restoreOf, revision, snapshotOf, storeBoth, taken, vmWithRevisions } from './snapshot-support.ts';
import { patchVm } from './support.ts';

type Asked = Omit<LoggedRequest, 'code'>;

const FLAGS = ['--leader-election=false', '--features=snapshot'];
const isWrite = ({ verb }: Asked): boolean => ['create', 'update', 'patch', 'delete'].includes(verb);
const kindsOf = (writes: readonly string[]): string[] => writes.map((write) => write.split(' ').slice(0, 2).join(' ')).toSorted();

/** One thing that is done with a VM: what there has to be before, what asks for it, and when it is there as a whole. */
interface Scene {
  prepare(world: World, name: string): Promise<void>;
  ask(world: World, name: string): Promise<unknown>;
  settled(world: World, name: string): Promise<unknown>;
  readonly writes: readonly string[];
}

const snapshotted = async (world: World, name: string): Promise<void> => {
  await vmWithRevisions(world, name);
  await snapshotOf(world, `s-${name}`, name);
  const taker = await world.start(FLAGS, 'taker');
  await taken(world, `s-${name}`);
  await taker.stop();
};
const ownsBoth = async (world: World, vmName: string, cpus: number): Promise<void> => {
  const vm = await world.get('VirtualMachine', vmName);
  expect(namedIn(vm)).toEqual([`${vmName}-small-1`, `${vmName}-linux-1`]);
  for (const name of namedIn(vm)) {
    const kept = (await revision(world, name)) as Json;
    expect(kept['metadata'].ownerReferences).toMatchObject([{ uid: vm['metadata'].uid, controller: true }]);
    if (name?.includes('small')) expect(kept['data'].spec.cpu.guest).toBe(cpus);
  }
};

const STATUS = 'snapshot.kubevirt.io/status';
const SCENES: Readonly<Record<string, Scene>> = {
  'a snapshot': {
    prepare: async (world, name) => void (await vmWithRevisions(world, name)),
    ask: (world, name) => snapshotOf(world, `s-${name}`, name),
    async settled(world, name) {
      const { status } = await taken(world, `s-${name}`);
      const { spec } = await world.get('VirtualMachineSnapshotContent', status.virtualMachineSnapshotContentName);
      expect(namedIn(spec.source.virtualMachine as Json)).toEqual([`s-${name}-small-1`, `s-${name}-linux-1`]);
      for (const of of namedIn(spec.source.virtualMachine as Json)) expect(await revision(world, of)).toBeDefined();
    },
    writes: ['create controllerrevisions.apps', 'create controllerrevisions.apps', 'create virtualmachinesnapshotcontents.snapshot.kubevirt.io', `patch virtualmachinesnapshots.${STATUS}`],
  },
  'a restore to a new VM': {
    prepare: snapshotted,
    ask: (world, name) => restoreOf(world, `r-${name}`, `s-${name}`, `t-${name}`),
    async settled(world, name) {
      await restored(world, `r-${name}`);
      await ownsBoth(world, `t-${name}`, 2);
    },
    writes: ['create controllerrevisions.apps', 'create controllerrevisions.apps', 'create virtualmachines.kubevirt.io', `patch virtualmachinerestores.${STATUS}`, 'update controllerrevisions.apps', 'update controllerrevisions.apps'],
  },
  'a restore over a VM whose revisions hold something else by now': {
    async prepare(world, name) {
      await snapshotted(world, name);
      for (const of of [`${name}-small-1`, `${name}-linux-1`]) await world.api.delete(RESOURCES.ControllerRevision, { name: of, namespace: 'default' });
      await storeBoth(world, await world.get('VirtualMachine', name), 16);
    },
    ask: (world, name) => restoreOf(world, `r-${name}`, `s-${name}`, name),
    async settled(world, name) {
      await restored(world, `r-${name}`);
      await ownsBoth(world, name, 2);
    },
    // that a revision is deleted is noted before
    writes: ['create controllerrevisions.apps', 'delete controllerrevisions.apps', `patch virtualmachinerestores.${STATUS}`, `patch virtualmachinerestores.${STATUS}`, 'update virtualmachines.kubevirt.io'],
  },
};

// RELIABILITY goal 8: after so many writes the process is gone, at whatever it was
describe.each(Object.entries(SCENES))('%s that a crash cuts off', (_, scene) => {
  let [world, dying, left]: [World, string, number] = [undefined as never, '', 0];
  const faults = (request: Asked): { readonly cut: true } | undefined => {
    if (request.user !== dying || request.verb === 'watch' || request.verb === 'list') return undefined;
    if (left <= 0) return { cut: true };
    if (isWrite(request)) left -= 1;
    return undefined;
  };

  beforeAll(async () => {
    world = await openTestWorld({ faults });
  });
  afterEach(() => {
    dying = '';
  });
  afterAll(() => world.stop());

  test('is completed by the next one, at every write, with no write twice', async () => {
    await scene.prepare(world, 'whole');
    await scene.ask(world, 'whole');
    const first = await world.start(FLAGS, 'whole');
    await scene.settled(world, 'whole');
    await aWhile(150);
    await first.stop();
    expect(kindsOf(world.writes('whole'))).toEqual(scene.writes);

    for (let landed = 0; landed < scene.writes.length; landed++) {
      const name = `cut-${landed}`;
      await scene.prepare(world, name);
      await scene.ask(world, name);
      [dying, left] = [`dies-${landed}`, landed];
      const cut = await world.start(FLAGS, dying);
      await until(() => world.requests(`dies-${landed}`).some(({ code }) => code === 0));
      await cut.stop();
      const second = await world.start(FLAGS, `next-${landed}`);
      await scene.settled(world, name);
      await aWhile(100);
      await second.stop();
      expect(kindsOf([...world.writes(`dies-${landed}`), ...world.writes(`next-${landed}`)])).toEqual(scene.writes);
    }
  });
});

describe('a restore that was cut off after it had written its VM', () => {
  let [world, fails]: [World, boolean] = [undefined as never, false];
  beforeAll(async () => {
    world = await openTestWorld({ faults: ({ user, verb, resource }) => (fails && user === USER && verb === 'patch' && resource.startsWith('virtualmachinerestores') ? { status: { code: 503, reason: 'ServiceUnavailable' } } : undefined) });
  });
  afterAll(() => world.stop());

  test('leaves alone what its owner has changed since, and an outage is told in no status', async () => {
    await snapshotted(world, 'shop');
    fails = true;
    await restoreOf(world, 'back', 's-shop', 'shop');
    const replica = await world.start(FLAGS);
    await until(() => replica.lines.some(({ code, object }) => code === 'unavailable' && object === 'VirtualMachineRestore/default/back'));
    await patchVm(world, 'shop', [{ op: 'replace', path: '/spec/runStrategy', value: 'Manual' }, { op: 'add', path: '/metadata/labels', value: { since: 'changed' } }]);
    fails = false;
    const { status } = await restored(world, 'back');
    expect(status.conditions.map(({ type }: Json) => type)).toEqual(['Ready', 'Progressing']);
    expect(await world.get('VirtualMachine', 'shop')).toMatchObject({ metadata: { labels: { since: 'changed' } }, spec: { runStrategy: 'Manual' } });
    expect(world.writes().filter((write) => write.startsWith('update virtualmachines'))).toHaveLength(1);
  });
});

describe('two replicas', () => {
  let world: World;
  beforeAll(async () => {
    world = await openTestWorld();
  });
  afterAll(() => world.stop());

  test('only the leader takes snapshots and restores them', async () => {
    const flags = ['--lease-namespace=default', '--lease-duration=3s', '--lease-renew-deadline=2s', '--lease-retry=200ms', '--features=snapshot'];
    const leader = await world.start(flags);
    await until(() => leader.lines.some(({ message }) => message === 'leading'));
    const other = await world.start(flags, 'other');
    await until(async () => (await other.probe('/readyz')).status === 200);
    await vmWithRevisions(world, 'led');
    await snapshotOf(world, 'led', 'led');
    await restoreOf(world, 'led', 'led', 'twin');
    await restored(world, 'led');
    expect(world.writes('other')).toEqual([]);
    await leader.stop();
    await until(() => other.lines.some(({ message }) => message === 'leading'));
    await restoreOf(world, 'followed', 'led', 'third');
    await restored(world, 'followed');
    expect(world.writes('other').some((write) => write.startsWith('create virtualmachines.'))).toBe(true);
  });
});
