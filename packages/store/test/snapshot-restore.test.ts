import type { VirtualMachineLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { adoptSteps, restoreSteps, runStepsAsync, snapshotSteps } from '../src/index.ts';
import { Cluster } from './cluster.ts';
import { cutPass } from './passes.ts';

const DATA = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineInstancetype', metadata: { name: 'small' }, spec: { cpu: { guest: 2 }, memory: { guest: '1Gi' } } };
const REVISION = {
  kind: 'ControllerRevision',
  metadata: { name: 'shop-small-shop-1', namespace: 'web', uid: 'r', labels: { a: 'b' }, annotations: { x: 'y' } },
  data: DATA,
  revision: 3,
};
const vmOf = (name: string, revisionName = 'shop-small-shop-1'): VirtualMachineLike => ({ kind: 'VirtualMachine', metadata: { name, namespace: 'web', uid: `${name}-uid` }, spec: { instancetype: { name: 'small', revisionName } } });
const SNAPSHOT = { apiVersion: 'snapshot.kubevirt.io/v1beta1', metadata: { name: 'monday', namespace: 'web', uid: 's-uid' } };
const COPY = 'monday-small-shop-1';
const copyIn = (cluster: Cluster, name: string): unknown => cluster.things.get(`ControllerRevision ${name}`);

async function snapshotted(): Promise<Cluster> {
  const cluster = new Cluster(vmOf('shop'), REVISION);
  const outcome = await runStepsAsync(snapshotSteps(cluster.vm, SNAPSHOT), cluster);
  expect(outcome.ok && outcome.value.spec?.instancetype).toEqual({ name: 'small', revisionName: COPY });
  return cluster;
}

describe('a snapshot', () => {
  test('keeps a copy of what the spec names: labels, data, its own name in place of the first of the VM’s, itself as owner', async () => {
    expect(copyIn(await snapshotted(), COPY)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name: COPY, namespace: 'web', labels: { a: 'b' }, ownerReferences: [{ apiVersion: 'snapshot.kubevirt.io/v1beta1', kind: 'VirtualMachineSnapshot', name: 'monday', uid: 's-uid', controller: true, blockOwnerDeletion: true }] },
      data: DATA,
      revision: 3,
    });
  });

  test('taken again uses the copy that is there, and keeps its name', async () => {
    const cluster = await snapshotted();
    const again = await runStepsAsync(snapshotSteps(cluster.vm, SNAPSHOT), cluster);
    expect(again.ok && again.value.spec?.instancetype?.revisionName).toBe(COPY);
  });

  test('of the VM’s own name, or of a revision without that name in its own, keeps a copy too, and a restore finds the way back', async () => {
    for (const [vmName, snapshotName, revisionName] of [['shop', 'shop', 'shop-small-shop-1'], ['shop', 'monday', 'golden'], ['monday', 'monday', 'golden'], ['shop', 'golden', 'shared-golden-1'], ['shop', 'b', 'u1-b1']] as const) {
      const cluster = new Cluster(vmOf(vmName, revisionName), { ...REVISION, metadata: { ...REVISION.metadata, name: revisionName } });
      const taken = await runStepsAsync(snapshotSteps(cluster.vm, { ...SNAPSHOT, metadata: { ...SNAPSHOT.metadata, name: snapshotName } }), cluster);
      if (!taken.ok) throw new Error('expected a VM');
      expect(cluster.revisions).toHaveLength(2);
      expect(copyIn(cluster, taken.value.spec?.instancetype?.revisionName ?? '')).toMatchObject({ metadata: { ownerReferences: [{ kind: 'VirtualMachineSnapshot' }] } });
      const restored = await runStepsAsync(restoreSteps(taken.value, { snapshotName, target: cluster.vm }), cluster);
      expect(restored.ok && restored.value.spec?.instancetype?.revisionName).toBe(revisionName);
      expect(cluster.revisions).toHaveLength(2);
    }
  });

  test('does not use the copy of a snapshot of its name that was deleted, since it is about to go', async () => {
    const cluster = await snapshotted();
    const again = { ...SNAPSHOT, metadata: { ...SNAPSHOT.metadata, uid: 'next-uid' } };
    expect(await runStepsAsync(snapshotSteps(cluster.vm, again), cluster)).toMatchObject({ ok: false, causes: [{ code: 'revision-of-predecessor' }] });
    cluster.things.delete(`ControllerRevision ${COPY}`);
    expect(await runStepsAsync(snapshotSteps(cluster.vm, again), cluster)).toMatchObject({ ok: true });
  });

  test('of a VM that names no revision copies none; of one that is gone it is an error', async () => {
    const cluster = new Cluster(vmOf('shop', ''));
    expect((await runStepsAsync(snapshotSteps(cluster.vm, SNAPSHOT), cluster)).ok).toBe(true);
    expect(cluster.calls).toEqual([]);
    expect(await runStepsAsync(snapshotSteps(vmOf('shop'), SNAPSHOT), cluster)).toMatchObject({ ok: false, causes: [{ code: 'revision-not-found' }] });
  });
});

describe('a restore', () => {
  test('to a new VM creates its revision, which that VM owns once it is there', async () => {
    const cluster = await snapshotted();
    const restored = await runStepsAsync(restoreSteps(vmOf('twin', COPY), { snapshotName: 'monday' }), cluster);
    if (!restored.ok) throw new Error('expected a VM');
    expect(restored.value.spec?.instancetype?.revisionName).toBe('twin-small-shop-1');
    expect(copyIn(cluster, 'twin-small-shop-1')).toMatchObject({ metadata: { labels: { a: 'b' } }, data: DATA });
    await runStepsAsync(adoptSteps(restored.value), cluster);
    expect(copyIn(cluster, 'twin-small-shop-1')).toMatchObject({ metadata: { ownerReferences: [{ uid: 'twin-uid', controller: true }] } });
    cluster.calls.length = 0;
    await runStepsAsync(adoptSteps(restored.value), cluster);
    expect(cluster.calls).toEqual(['get ControllerRevision twin-small-shop-1']);
  });

  test('over the VM itself keeps a revision that is the same', async () => {
    const cluster = await snapshotted();
    cluster.calls.length = 0;
    await runStepsAsync(restoreSteps(vmOf('shop', COPY), { snapshotName: 'monday', target: vmOf('shop') }), cluster);
    expect(cluster.calls.filter((call) => !call.startsWith('get'))).toEqual([]);
  });

  test('replaces one that differs, and the VM owns the new one', async () => {
    const cluster = await snapshotted();
    cluster.things.set('ControllerRevision shop-small-shop-1', { ...REVISION, data: { ...DATA, spec: { cpu: { guest: 8 }, memory: { guest: '1Gi' } } } });
    await runStepsAsync(restoreSteps(vmOf('shop', COPY), { snapshotName: 'monday', target: vmOf('shop') }), cluster);
    expect(copyIn(cluster, 'shop-small-shop-1')).toMatchObject({ data: DATA, metadata: { ownerReferences: [{ uid: 'shop-uid' }] } });
  });

  test('over a VM whose own revision is gone is an error (Q40)', async () => {
    const cluster = await snapshotted();
    cluster.things.delete('ControllerRevision shop-small-shop-1');
    expect(await runStepsAsync(restoreSteps(vmOf('shop', COPY), { snapshotName: 'monday', target: vmOf('shop') }), cluster)).toMatchObject({ ok: false, causes: [{ code: 'revision-not-found' }] });
  });
});

describe.each([false, true])('cut at a write that arrives: %s', (arrives) => {
  const SECOND = { ...REVISION, metadata: { ...REVISION.metadata, name: 'shop-fedora-p-1' }, data: { ...DATA, kind: 'VirtualMachinePreference', spec: {} } };
  const both = (name: string, prefix: string): VirtualMachineLike => ({
    ...vmOf(name),
    spec: { instancetype: { name: 'small', revisionName: `${prefix}-small-shop-1` }, preference: { name: 'fedora', revisionName: `${prefix}-fedora-p-1` } },
  });

  test.each([1, 2])('number %i, a snapshot that is taken again is whole, and nothing is there twice', async (writes) => {
    const cluster = new Cluster(both('shop', 'shop'), REVISION, SECOND);
    const take = () => runStepsAsync(snapshotSteps(both('shop', 'shop'), SNAPSHOT), cluster);
    await cutPass(cluster, take, { writes, arrives });
    const taken = await take();
    expect(taken.ok && taken.value.spec).toEqual(both('shop', 'monday').spec);
    expect(cluster.landed.toSorted()).toEqual(['create monday-fedora-p-1', `create ${COPY}`]);
  });

  test.each([1, 2, 3, 4])('number %i, a restore to a new VM that is done again is whole, and owned by it', async (writes) => {
    const cluster = new Cluster(both('shop', 'shop'), REVISION, SECOND);
    await runStepsAsync(snapshotSteps(both('shop', 'shop'), SNAPSHOT), cluster);
    cluster.landed.length = 0;
    const restore = async () => {
      const restored = await runStepsAsync(restoreSteps(both('twin', 'monday'), { snapshotName: 'monday' }), cluster);
      return restored.ok ? await runStepsAsync(adoptSteps(restored.value), cluster) : restored;
    };
    await cutPass(cluster, restore, { writes, arrives });
    const done = await restore();
    expect(done.ok && done.value.spec).toEqual(both('twin', 'twin').spec);
    for (const name of ['twin-small-shop-1', 'twin-fedora-p-1']) {
      expect(copyIn(cluster, name)).toMatchObject({ metadata: { ownerReferences: [{ uid: 'twin-uid', controller: true }] } });
      expect(cluster.landed.filter((write) => write.endsWith(name))).toEqual([`create ${name}`, `update ${name}`]);
    }
  });
});
