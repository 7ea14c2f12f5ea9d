import type { VirtualMachineLike } from '@instancetype/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cluster } from './cluster.ts';
import { cutPass, cuts, revisionReads, upgradePass } from './passes.ts';

const METADATA = { name: 'shop', namespace: 'web', uid: 'vm-uid', resourceVersion: '1' };
const GROUP = 'instancetype.kubevirt.io';
const OLD_SPECS = { instancetype: { cpu: { guest: 2 }, memory: { guest: '1Gi' } }, preference: { cpu: { preferredCPUTopology: 'preferCores' } } };
const OLD_NAMES = { instancetype: 'old-it', preference: 'old-pref' };
const OBJECT_NAMES = { instancetype: 'small', preference: 'fedora' };
type Family = keyof typeof OLD_SPECS;
type Form = 'v1alpha1' | 'v1alpha2' | 'SpecRevision' | 'v1beta1';

/** What older KubeVirt versions stored. */
function oldRevision(family: Family, form: Form, isLabelled: boolean): object {
  const [spec, kind, name] = [OLD_SPECS[family], family === 'instancetype' ? 'VirtualMachineClusterInstancetype' : 'VirtualMachinePreference', OBJECT_NAMES[family]];
  const whole = { apiVersion: `${GROUP}/${form}`, kind, metadata: { name, uid: `${family}-uid`, generation: 4 }, spec };
  const data = form === 'SpecRevision' ? { apiVersion: `${GROUP}/v1alpha1`, spec: btoa(JSON.stringify(spec)) } : whole;
  const labels = isLabelled ? { [`${GROUP}/object-version`]: form } : {};
  return { kind: 'ControllerRevision', metadata: { name: OLD_NAMES[family], namespace: 'web', uid: `${family}-rev-uid`, labels }, data };
}

interface Old {
  readonly form: Form;
  readonly isLabelled: boolean;
  /** Whether the VM's spec names it. */
  readonly isNamed: boolean;
}

function clusterWith(instancetype: Old | undefined, preference: Old | undefined): Cluster {
  const olds = Object.entries({ instancetype, preference }).flatMap(([family, old]) => (old ? [[family as Family, old] as const] : []));
  const matchers = olds.map(([family, { isNamed }]) => [family, { name: OBJECT_NAMES[family], ...(isNamed && { revisionName: OLD_NAMES[family] }) }]);
  const references = olds.map(([family]) => [`${family}Ref`, { name: OBJECT_NAMES[family], controllerRevisionRef: { name: OLD_NAMES[family] } }]);
  const vm = { kind: 'VirtualMachine', metadata: METADATA, spec: Object.fromEntries(matchers), status: Object.fromEntries(references) } as VirtualMachineLike;
  return new Cluster(vm, ...olds.map(([family, { form, isLabelled }]) => oldRevision(family, form, isLabelled)));
}

const namedIn = ({ status }: VirtualMachineLike): string[] => [status?.instancetypeRef, status?.preferenceRef].flatMap((reference) => reference?.controllerRevisionRef?.name ?? []);

// RELIABILITY, row 52 of its bad inputs
const old: fc.Arbitrary<Old | undefined> = fc.option(
  fc.record({ form: fc.constantFrom<Form>('v1alpha1', 'v1alpha2', 'SpecRevision', 'v1beta1'), isLabelled: fc.boolean(), isNamed: fc.boolean() }),
  { nil: undefined, freq: 8 },
);

test('for any revisions, cut off at any writes: what the VM names is there at every moment, and the next pass completes it', async () => {
  await fc.assert(
    fc.asyncProperty(old, old, cuts, async (instancetype, preference, points) => {
      const whole = clusterWith(instancetype, preference);
      expect((await upgradePass(whole)).ok).toBe(true);
      const reads = revisionReads(whole, 0);

      const cluster = clusterWith(instancetype, preference);
      const first = [...cluster.revisions];
      for (const point of points) {
        await cutPass(cluster, upgradePass, point);
        expect(cluster.revisions).toEqual(expect.arrayContaining(namedIn(cluster.vm)));
      }
      const before = cluster.calls.length;
      expect((await upgradePass(cluster)).ok).toBe(true);
      expect(revisionReads(cluster, before)).toBeLessThanOrEqual(reads + 2);
      expect(cluster.vm).toEqual(whole.vm);
      expect(cluster.revisions).toEqual(expect.arrayContaining([...whole.revisions]));
      // nothing but an old revision whose deletion was cut off is there besides, and it goes with its VM
      expect([...whole.revisions, ...first]).toEqual(expect.arrayContaining([...cluster.revisions]));
      expect(cluster.landed.filter((write) => !write.startsWith('delete'))).toEqual(whole.landed.filter((write) => !write.startsWith('delete')));

      const settled = cluster.landed.length;
      expect((await upgradePass(cluster)).ok).toBe(true);
      expect(cluster.landed).toHaveLength(settled);
    }),
    { numRuns: 300 },
  );
});

test('a revision that the spec names is neither replaced nor deleted (Appendix B4)', async () => {
  const cluster = clusterWith({ form: 'v1alpha2', isLabelled: true, isNamed: true }, { form: 'v1alpha1', isLabelled: true, isNamed: false });
  await upgradePass(cluster);
  expect(namedIn(cluster.vm)).toEqual(['old-it', 'shop-fedora-v1beta1-preference-uid-4']);
  expect(cluster.revisions).toEqual(['old-it', 'shop-fedora-v1beta1-preference-uid-4']);
});

test('a new revision that exists already is used where it holds the same, and refused where it does not (Appendix B5)', async () => {
  const form: Old = { form: 'v1alpha2', isLabelled: true, isNamed: false };
  const done = clusterWith(form, undefined);
  await upgradePass(done);
  const [name = ''] = done.revisions;
  const there = done.things.get(`ControllerRevision ${name}`);

  const equal = clusterWith(form, undefined);
  equal.things.set(`ControllerRevision ${name}`, there as never);
  expect((await upgradePass(equal)).ok).toBe(true);
  expect(namedIn(equal.vm)).toEqual([name]);
  expect(equal.landed).toEqual(['patch', 'delete old-it']);

  const other = clusterWith(form, undefined);
  other.things.set(`ControllerRevision ${name}`, { ...there, data: { ...(there?.data as object), spec: { cpu: { guest: 9 } } } } as never);
  expect(await upgradePass(other)).toMatchObject({ ok: false, causes: [{ code: 'revision-differs', message: expect.stringContaining('cpu.guest') }] });
  expect(other.landed).toEqual([]);
});

test('the oldest form does not tell its object: the new revision has the name that KubeVirt gives it (Q44)', async () => {
  const form: Old = { form: 'SpecRevision', isLabelled: false, isNamed: false };
  const cluster = clusterWith(form, form);
  await upgradePass(cluster);
  expect(cluster.revisions).toEqual(['shop-old-version-of-instancetype-object-v1beta1--0', 'shop-old-version-of-preference-object-v1beta1--0']);
  expect(cluster.things.get(`ControllerRevision ${cluster.revisions[0] ?? ''}`)).toMatchObject({
    metadata: { labels: { [`${GROUP}/object-kind`]: 'VirtualMachineInstancetype', [`${GROUP}/object-uid`]: '', [`${GROUP}/object-version`]: 'v1beta1' } },
    data: { spec: { cpu: { guest: 2, model: '', dedicatedCPUPlacement: false, isolateEmulatorThread: false } } },
  });
});

test('the result has the metadata that the cluster answered with, for the next write', async () => {
  const cluster = clusterWith({ form: 'v1alpha2', isLabelled: true, isNamed: false }, undefined);
  const original = cluster.patchStatus.bind(cluster);
  cluster.patchStatus = (vm, operations) => ({ ...original(vm, operations), metadata: { ...METADATA, resourceVersion: '2' }, spec: { runStrategy: 'Always' } });
  const outcome = await upgradePass(cluster);
  expect(outcome.ok && outcome.value).toMatchObject({ metadata: { resourceVersion: '2' }, spec: { instancetype: { name: 'small' } } });
});
