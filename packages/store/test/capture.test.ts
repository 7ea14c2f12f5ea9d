import type { VirtualMachineLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { captureSteps, isRestoredBy, restoredVm, restoreSteps, runStepsAsync } from '../src/index.ts';
import { Cluster } from './cluster.ts';

type Json = Record<string, any>;

const volume = (name: string): Json => ({ name, persistentVolumeClaim: { claimName: name } });
const specOf = (cores: number, storage: Json = {}): Json => ({
  runStrategy: 'Always',
  instancetype: { name: 'small' },
  template: { metadata: { labels: { a: 'b' } }, spec: { domain: { cpu: { cores }, devices: { rng: {}, ...storage['disks'] } }, ...storage['volumes'] } },
  ...storage['templates'],
});
const METADATA = { name: 'shop', namespace: 'web', labels: { app: 'shop' }, annotations: { note: 'x' } };
const vm = (spec: Json): VirtualMachineLike => ({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { ...METADATA, uid: '7', resourceVersion: '9', generation: 3 }, spec, status: { instancetypeRef: { name: 'small' } } }) as VirtualMachineLike;
const INSTANCE = { status: { virtualMachineRevisionName: 'started' } };
const started = (spec?: Json): Json => ({ kind: 'ControllerRevision', metadata: { name: 'started', namespace: 'web' }, data: { spec } });

describe('what is captured', () => {
  test('of a VM that is off is its spec, with what a person gave it and nothing of the cluster’s', async () => {
    const off = vm(specOf(2));
    const outcome = await runStepsAsync(captureSteps(off), new Cluster(off));
    expect(outcome).toMatchObject({ ok: true, value: { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: METADATA, spec: specOf(2) } });
    expect(outcome.ok && [Object.keys(outcome.value), Object.keys(outcome.value.metadata ?? {})]).toEqual([['apiVersion', 'kind', 'metadata', 'spec'], Object.keys(METADATA)]);
  });

  test('of a VM that runs is what it was started as, with the storage that it has now', async () => {
    const now = { disks: { disks: [{ name: 'hot' }] }, volumes: { volumes: [volume('hot')] }, templates: { dataVolumeTemplates: [{ metadata: { name: 'hot' } }] } };
    const then: Json = { ...specOf(2, { disks: { disks: [{ name: 'old' }] }, volumes: { volumes: [volume('old')] } }), instancetype: { name: 'small', revisionName: 'r' } };
    const running = vm(specOf(8, now));
    const outcome = await runStepsAsync(captureSteps(running, INSTANCE), new Cluster(running, started(then)));
    expect(outcome.ok && outcome.value.spec).toEqual({ ...specOf(2, now), instancetype: { name: 'small', revisionName: 'r' } });
    expect(then['template'].spec.volumes).toEqual([volume('old')]);
  });

  test('has no storage that the VM has no longer', async () => {
    const then = specOf(2, { disks: { disks: [{ name: 'old' }] }, volumes: { volumes: [volume('old')] }, templates: { dataVolumeTemplates: [] } });
    const outcome = await runStepsAsync(captureSteps(vm(specOf(2)), INSTANCE), new Cluster(vm(specOf(2)), started(then)));
    expect(outcome.ok && outcome.value.spec).toEqual(specOf(2));
  });

  test.each([
    ['the instance names no revision', { status: {} }, started(specOf(2)), 'virtualMachineRevisionName'],
    ['the revision is gone', INSTANCE, undefined, '"started"'],
    ['the revision holds no spec', INSTANCE, started(), '"started"'],
  ])('cannot be told where %s', async (_, instance, revision, named) => {
    const cluster = new Cluster(vm(specOf(2)), ...(revision ? [revision] : []));
    expect(await runStepsAsync(captureSteps(cluster.vm, instance), cluster)).toMatchObject({ ok: false, causes: [{ code: 'revision-not-found', message: expect.stringContaining(named) }] });
  });
});

describe('the VM that a restore makes', () => {
  const RESTORE = { metadata: { name: 'back', namespace: 'web', uid: 'r-1' } };
  const captured = { metadata: METADATA, spec: specOf(2, { volumes: { volumes: [volume('root'), { name: 'dump', memoryDump: {} }] } }) } as VirtualMachineLike;

  test('is new, off, and has what was captured but for dumps of memory', () => {
    const made = restoredVm(captured, { restore: RESTORE, name: 'twin' });
    expect(made).toEqual({
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachine',
      metadata: { name: 'twin', namespace: 'web', labels: { app: 'shop' }, annotations: { note: 'x', 'restore.kubevirt.io/lastRestoreUID': 'back-r-1' } },
      spec: { ...specOf(2, { volumes: { volumes: [volume('root')] } }), runStrategy: 'Halted' },
    });
    expect(isRestoredBy(made, RESTORE)).toBe(true);
  });

  test('is the one that there is, with its metadata, status and run strategy', () => {
    const target = { ...vm({ ...specOf(8), runStrategy: 'Manual', preference: { name: 'linux' } }), metadata: { name: 'shop', namespace: 'web', uid: '7', resourceVersion: '9' } };
    const made = restoredVm(captured, { restore: RESTORE, name: 'shop', target });
    expect(isRestoredBy(target, RESTORE)).toBe(false);
    expect(made).toMatchObject({ metadata: { uid: '7', resourceVersion: '9' }, status: target.status, spec: { runStrategy: 'Manual', template: { spec: { domain: { cpu: { cores: 2 } } } } } });
    expect(made.spec).not.toHaveProperty('preference');
    expect(isRestoredBy(made, { metadata: { name: 'back', uid: 'r-2' } })).toBe(false);
  });

  test.each([
    ['new', undefined, { ...specOf(2), running: true, runStrategy: undefined }],
    ['there', vm({ running: true }), specOf(2)],
  ])('does not run by the older field either (%s)', (_, target, spec) => {
    const made = restoredVm({ metadata: METADATA, spec } as VirtualMachineLike, { restore: RESTORE, name: 'shop', target }).spec as Json;
    expect([made['running'], 'runStrategy' in made]).toEqual([false, false]);
  });
});

describe('a restore over a VM that was cut off while it replaced a revision', () => {
  test('creates it when it is resumed, as the VM’s', async () => {
    const copy = { kind: 'ControllerRevision', metadata: { name: 'monday-small', namespace: 'web' }, data: { kind: 'VirtualMachineInstancetype' } };
    const target = vm(specOf(2));
    const cluster = new Cluster(target, copy);
    const made = { ...target, spec: { instancetype: { name: 'small', revisionName: 'monday-small' } } };
    expect(await runStepsAsync(restoreSteps(made, { snapshotName: 'monday', target }), cluster)).toMatchObject({ ok: false });
    const outcome = await runStepsAsync(restoreSteps(made, { snapshotName: 'monday', target, isResumed: true }), cluster);
    expect(outcome.ok && outcome.value.spec?.instancetype?.revisionName).toBe('shop-small');
    expect(cluster.things.get('ControllerRevision shop-small')).toMatchObject({ metadata: { ownerReferences: [{ uid: '7', controller: true }] } });
  });
});
