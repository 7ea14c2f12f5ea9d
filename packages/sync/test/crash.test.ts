import type { StatusRef } from '@instancetype/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sync } from '../src/index.ts';
import { Cluster, type Thing, type Vm } from './cluster.ts';
import { INSTANCETYPE, NOW, oldRevision, PREFERENCE, STORED_INSTANCETYPE, STORED_PREFERENCE, VM, withPolicy } from './objects.ts';

// RELIABILITY C3, and row 52 of its bad inputs
interface World {
  readonly vm: Vm;
  readonly things: readonly Thing[];
  readonly policy: string | undefined;
}

const OLD = { instancetype: oldRevision('old-it', INSTANCETYPE), preference: oldRevision('old-pref', PREFERENCE) };
const FAILURE = { type: 'Failure', status: 'True', reason: 'FailedCreate', message: 'quota', lastTransitionTime: '2026-01-01T00:00:00Z' };

/** What a status may say: nothing, blanked, another object, an old revision. */
const referenceTo = (name: string, old: string): fc.Arbitrary<StatusRef | null | undefined> =>
  fc.constantFrom<StatusRef | null | undefined>(undefined, null, {}, { name }, { name: 'other', controllerRevisionRef: { name: old } }, { name, controllerRevisionRef: { name: old } });

const matcher = (name: string, old: string): fc.Arbitrary<object | undefined> =>
  fc.option(fc.record({ name: fc.constant(name), revisionName: fc.constantFrom(undefined, undefined, undefined, old) }), { nil: undefined, freq: 8 });

const worlds: fc.Arbitrary<World> = fc
  .record({
    policy: fc.constantFrom(undefined, 'reference', 'expand', 'expandAll', 'somethingElse'),
    instancetype: matcher('small', 'old-it'),
    preference: matcher('fedora', 'old-pref'),
    instancetypeRef: referenceTo('small', 'old-it'),
    preferenceRef: referenceTo('fedora', 'old-pref'),
    conditions: fc.constantFrom(undefined, [], [{ type: 'Ready', status: 'False' }, FAILURE]),
    hasStatus: fc.boolean(),
  })
  .map(({ policy, instancetype, preference, hasStatus, ...status }) => {
    const vm = { ...VM, spec: { ...VM.spec, instancetype, preference }, ...(hasStatus && { status }) };
    return { policy, vm: JSON.parse(JSON.stringify(vm)) as Vm, things: [INSTANCETYPE, PREFERENCE, OLD.instancetype, OLD.preference] };
  });

const cuts = fc.array(fc.record({ writes: fc.integer({ min: 0, max: 6 }), arrives: fc.boolean() }), { minLength: 1, maxLength: 4 });

function pass(cluster: Cluster, policy: string | undefined): ReturnType<typeof sync> {
  return sync(cluster.vm, cluster, { cluster: withPolicy(policy), now: NOW });
}

async function cutPass(cluster: Cluster, policy: string | undefined, cut: { writes: number; arrives: boolean }): Promise<void> {
  cluster.cut = { ...cut };
  try {
    await pass(cluster, policy);
  } catch (error) {
    expect(error).toMatchObject({ message: 'cut' });
  } finally {
    cluster.cut = undefined;
  }
}

const isDeletion = (call: string): boolean => call.startsWith('delete');
const named = ({ spec, status }: Vm): unknown[] =>
  [spec?.instancetype && status?.instancetypeRef?.controllerRevisionRef?.name, spec?.preference && status?.preferenceRef?.controllerRevisionRef?.name].filter(Boolean);

test('for any VM and any policy, cut off at any writes: the next pass completes it, writes nothing twice, and reads at most two objects more', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, cuts, async ({ vm, things, policy }, points) => {
      const whole = new Cluster(vm, ...things);
      expect(await pass(whole, policy)).toMatchObject({ error: undefined, retry: 'never' });

      const cluster = new Cluster(vm, ...things);
      for (const point of points) {
        await cutPass(cluster, policy, point);
        expect(cluster.revisions).toEqual(expect.arrayContaining(named(cluster.vm)));
      }
      cluster.calls.length = 0;
      expect(await pass(cluster, policy)).toMatchObject({ error: undefined, retry: 'never' });
      expect(cluster.reads.length).toBeLessThanOrEqual(whole.reads.length + 2);
      expect(cluster.vm).toEqual(whole.vm);
      // nothing but an old revision whose deletion was cut off is there besides, and it goes with its VM
      expect(cluster.landed.filter((call) => !isDeletion(call))).toEqual(whole.landed.filter((call) => !isDeletion(call)));
      expect(whole.landed.filter(isDeletion)).toEqual(expect.arrayContaining(cluster.landed.filter(isDeletion)));

      const settled = cluster.landed.length;
      const last = await pass(cluster, policy);
      expect(last).toMatchObject({ error: undefined, writes: [], retry: 'never', proceed: true });
      expect(cluster.landed).toHaveLength(settled);
      expect(last.vm).toBe(cluster.vm);
    }),
    { numRuns: 400 },
  );
});

test('a new VM with both takes exactly three writes, and none afterwards', async () => {
  const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
  const outcome = await pass(cluster, undefined);
  expect(cluster.calls).toEqual([
    'get VirtualMachineClusterInstancetype small',
    'get VirtualMachineClusterPreference fedora',
    `create ${STORED_INSTANCETYPE}`,
    `create ${STORED_PREFERENCE}`,
    'patch',
  ]);
  expect(outcome.writes.map(({ verb, kind, name }) => `${verb} ${kind} ${name}`)).toEqual([`create ControllerRevision ${STORED_INSTANCETYPE}`, `create ControllerRevision ${STORED_PREFERENCE}`, 'patchStatus VirtualMachine shop']);
  expect(outcome.vm).toEqual(cluster.vm);
  expect(outcome.vm.status).toEqual({
    instancetypeRef: { name: 'small', controllerRevisionRef: { name: STORED_INSTANCETYPE } },
    preferenceRef: { name: 'fedora', controllerRevisionRef: { name: STORED_PREFERENCE } },
  });
  cluster.calls.length = 0;
  expect((await pass(cluster, undefined)).writes).toEqual([]);
  // each revision is looked at once, in a cache as a rule
  expect(cluster.calls).toEqual([`get ControllerRevision ${STORED_INSTANCETYPE}`, `get ControllerRevision ${STORED_PREFERENCE}`]);
});

test('a pass over a stale VM creates nothing twice, loses the race, and leaves the condition alone (rows 51 and 53)', async () => {
  const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
  await pass(cluster, undefined);
  const { vm } = cluster;
  // its own writes have not come back yet
  expect(await sync(VM, cluster, { now: NOW })).toMatchObject({ retry: 'soon', proceed: false, event: undefined, condition: undefined, writes: [] });
  expect(cluster.revisions).toHaveLength(2);
  expect(cluster.vm).toBe(vm);
});

test('an expansion that was cut off after the VM was replaced is completed, references and revisions', async () => {
  const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
  await pass(cluster, 'reference');
  await cutPass(cluster, 'expandAll', { writes: 1, arrives: true });
  expect(cluster.vm.spec).not.toHaveProperty('instancetype');
  expect(cluster.revisions).toHaveLength(2);
  const outcome = await pass(cluster, 'expandAll');
  expect(outcome).toMatchObject({ error: undefined, proceed: true });
  expect(cluster.vm.status).toEqual({});
  expect(cluster.revisions).toEqual([]);
});
