import { describe, expect, test } from 'vitest';
import { runSyncSteps, sync, syncSteps } from '../src/index.ts';
import { Cluster, type Vm } from './cluster.ts';
import { INSTANCETYPE, NOW, oldRevision, PREFERENCE, revision, STORED_INSTANCETYPE, STORED_PREFERENCE, VM, withPolicy } from './objects.ts';

const stored = (instancetype: string | undefined, preference: string | undefined): NonNullable<Vm['status']> => ({
  ...(instancetype && { instancetypeRef: { name: 'small', controllerRevisionRef: { name: instancetype } } }),
  ...(preference && { preferenceRef: { name: 'fedora', controllerRevisionRef: { name: preference } } }),
});

describe('the policy reference', () => {
  test('leaves the template alone: no annotation of the instance type gets into it (Appendix B2)', async () => {
    const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
    const outcome = await sync(cluster.vm, cluster);
    expect(outcome.vm.spec).toBe(VM.spec);
    expect(cluster.vm.spec).toBe(VM.spec);
  });

  test('stores, then upgrades: one matcher is new, the other one is stored in an old form', async () => {
    const cluster = new Cluster({ ...VM, status: stored(undefined, 'old-pref') }, INSTANCETYPE, oldRevision('old-pref', PREFERENCE));
    const outcome = await sync(cluster.vm, cluster);
    expect(outcome.error).toBeUndefined();
    expect(cluster.landed).toEqual([`create ${STORED_INSTANCETYPE}`, 'patch', `create ${STORED_PREFERENCE}`, 'patch', 'delete old-pref']);
    expect(cluster.vm.status).toEqual(stored(STORED_INSTANCETYPE, STORED_PREFERENCE));
    expect(outcome.vm).toEqual(cluster.vm);
  });

  test('stores a preference alone', async () => {
    const cluster = new Cluster({ ...VM, spec: { ...VM.spec, instancetype: null } }, PREFERENCE);
    expect(await sync(cluster.vm, cluster)).toMatchObject({ error: undefined, proceed: true });
    expect(cluster.revisions).toEqual([STORED_PREFERENCE]);
  });

  test('does not take an instance type and a preference of the same name for one another', async () => {
    const cluster = new Cluster({ ...VM, spec: { ...VM.spec, preference: { name: 'small' } } }, INSTANCETYPE, { ...PREFERENCE, metadata: { ...PREFERENCE.metadata, name: 'small' } });
    expect(await sync(cluster.vm, cluster)).toMatchObject({ error: undefined });
    expect(cluster.vm.status).toEqual({
      instancetypeRef: { name: 'small', controllerRevisionRef: { name: STORED_INSTANCETYPE } },
      preferenceRef: { name: 'small', controllerRevisionRef: { name: 'shop-small-v1beta1-p-uid-1' } },
    });
  });

  test('makes a reference that somebody blanked, or pointed at another object, anew from the spec (row 54)', async () => {
    const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
    await sync(cluster.vm, cluster);
    const { status } = cluster.vm;
    const other = revision('theirs', {}, { labels: { 'instancetype.kubevirt.io/object-name': 'other' } });
    cluster.put(other);
    for (const instancetypeRef of [undefined, null, {}, { name: 'other', controllerRevisionRef: { name: 'theirs' } }]) {
      cluster.change((vm) => ({ ...vm, status: { ...status, instancetypeRef } as Vm['status'] }));
      expect(await sync(cluster.vm, cluster)).toMatchObject({ error: undefined });
      expect(cluster.vm.status).toEqual(status);
    }
    expect(cluster.revisions).toHaveLength(3);
  });

  test('is also that of null, and of a KubeVirt object that sets none', async () => {
    for (const configuration of [null, {}, { instancetype: null }, { instancetype: { referencePolicy: null } }]) {
      const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
      await sync(cluster.vm, cluster, { cluster: { configuration } });
      expect(cluster.revisions).toHaveLength(2);
    }
  });

  test('warns once of a revision that goes with another object (Appendix B14)', async () => {
    const owner = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'other', uid: 'other-uid', controller: true };
    const named = revision('theirs', { ...INSTANCETYPE, apiVersion: 'instancetype.kubevirt.io/v1beta1' }, { ownerReferences: [owner], labels: { 'instancetype.kubevirt.io/object-version': 'v1beta1' } });
    const cluster = new Cluster({ ...VM, spec: { ...VM.spec, preference: null, instancetype: { name: 'small', revisionName: 'theirs' } } }, named);
    const outcome = await sync(cluster.vm, cluster);
    expect(outcome.error).toBeUndefined();
    expect(outcome.notes.map(({ code }) => code)).toEqual(['revision-of-another-owner']);
  });
});

test('a policy that is none of KubeVirt\'s stores nothing, and upgrades', async () => {
  const fresh = new Cluster(VM, INSTANCETYPE, PREFERENCE);
  expect(await sync(fresh.vm, fresh, { cluster: withPolicy('keep') })).toMatchObject({ writes: [], error: undefined, proceed: true });
  const old = new Cluster({ ...VM, status: stored('old-it', undefined) }, PREFERENCE, oldRevision('old-it', INSTANCETYPE));
  await sync(old.vm, old, { cluster: withPolicy('keep') });
  expect(old.landed).toEqual([`create ${STORED_INSTANCETYPE}`, 'patch', 'delete old-it']);
});

describe.each(['expand', 'expandAll'])('the policy %s', (policy) => {
  test('makes a VM that is not stored a flat one, with one write, and ends the reconciliation', async () => {
    const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
    const outcome = await sync(cluster.vm, cluster, { cluster: { ...withPolicy(policy), defaultArchitecture: 'arm64' } });
    expect(outcome).toMatchObject({ error: undefined, proceed: false, retry: 'never' });
    expect(cluster.landed).toEqual(['update']);
    expect(cluster.vm.spec).not.toHaveProperty('instancetype');
    expect(cluster.vm.spec?.template).toMatchObject({
      metadata: { annotations: { 'from/it': 'yes' } },
      spec: { architecture: 'arm64', domain: { cpu: { sockets: 2 }, memory: { guest: '2Gi' }, devices: { disks: [{ name: 'root', disk: { bus: 'virtio' } }] } } },
    });
    expect(outcome.vm).toEqual(cluster.vm);
  });

  test('drops references without a revision from the status', async () => {
    const cluster = new Cluster({ ...VM, status: { instancetypeRef: { name: 'small' }, preferenceRef: {}, conditions: [{ type: 'Ready' }] } }, INSTANCETYPE, PREFERENCE);
    await sync(cluster.vm, cluster, { cluster: withPolicy(policy) });
    expect(cluster.landed).toEqual(['update', 'patch']);
    expect(cluster.vm.status).toEqual({ conditions: [{ type: 'Ready' }] });
  });

  test('a conflict is an UnsupportedSyncError, without an event, and nothing is written but the condition', async () => {
    const spec = { ...VM.spec, template: { spec: { domain: { cpu: { sockets: 1 } } } } };
    const cluster = new Cluster({ ...VM, spec }, INSTANCETYPE, PREFERENCE);
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy(policy), now: NOW });
    expect(outcome).toMatchObject({
      error: { reason: 'UnsupportedSyncError', causes: [{ code: 'instancetype-conflict', field: 'spec.template.spec.domain.cpu.sockets' }] },
      event: undefined,
      proceed: false,
      retry: 'backoff',
    });
    expect(cluster.landed).toEqual(['patch']);
    expect(cluster.vm.status?.conditions).toMatchObject([{ type: 'Failure', reason: 'UnsupportedSyncError', message: expect.stringMatching(/expanded: .*sockets/) }]);
  });
});

test('one stored reference keeps the policy expand from both, and only the status counts (Q35)', async () => {
  const cluster = new Cluster({ ...VM, status: stored(undefined, 'old-pref') }, INSTANCETYPE, oldRevision('old-pref', PREFERENCE));
  const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy('expand') });
  expect(outcome).toMatchObject({ writes: [], error: undefined, proceed: true });
  expect(outcome.vm).toBe(cluster.vm);

  const named = { ...VM, spec: { ...VM.spec, preference: { name: 'fedora', revisionName: 'old-pref' } } };
  const other = new Cluster(named, INSTANCETYPE, oldRevision('old-pref', PREFERENCE));
  await sync(other.vm, other, { cluster: withPolicy('expand') });
  expect(other.landed).toEqual(['update']);
  expect(other.revisions).toEqual(['old-pref']);
});

test('a reference to a revision without a name keeps the policy expand from nothing', async () => {
  const cluster = new Cluster({ ...VM, status: { instancetypeRef: { name: 'small', controllerRevisionRef: { name: '' } } } }, INSTANCETYPE, PREFERENCE);
  expect(await sync(cluster.vm, cluster, { cluster: withPolicy('expand') })).toMatchObject({ error: undefined });
  expect(cluster.landed).toEqual(['update', 'patch']);
});

describe('the policy expandAll', () => {
  test('expands what was stored, and deletes the revisions', async () => {
    const cluster = new Cluster({ ...VM, status: stored('old-it', 'old-pref') }, oldRevision('old-it', INSTANCETYPE), oldRevision('old-pref', PREFERENCE));
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') });
    expect(outcome).toMatchObject({ error: undefined, proceed: false });
    expect(cluster.landed).toEqual(['update', 'patch', 'delete old-it', 'delete old-pref']);
    expect(cluster.vm.status).toEqual({});
  });

  test('keeps a revision of another VM, to which the status of this one points, and says so', async () => {
    const mine = oldRevision('old-it', INSTANCETYPE);
    const theirs = { ...mine, metadata: { ...mine.metadata, ownerReferences: [null as never, { kind: 'VirtualMachine', name: 'other', uid: 'other-uid', controller: true }] } };
    const cluster = new Cluster({ ...VM, status: stored('old-it', undefined) }, theirs, PREFERENCE);
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') });
    expect(outcome.error).toBeUndefined();
    expect(cluster.revisions).toEqual(['old-it']);
    expect(outcome.notes).toMatchObject([{ code: 'revision-of-another-owner', severity: 'warning', message: expect.stringMatching(/"old-it".* VirtualMachine "other"/) }]);
  });

  test('a revision that cannot be deleted is FailedCreate without an event, and the other one stays too', async () => {
    const cluster = new Cluster({ ...VM, status: stored('old-it', 'old-pref') }, oldRevision('old-it', INSTANCETYPE), oldRevision('old-pref', PREFERENCE));
    cluster.faults.set('delete old-it', Object.assign(new Error('no right to delete'), { code: 'forbidden' }));
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') });
    expect(outcome).toMatchObject({ error: { reason: 'FailedCreate', isRefusal: true }, event: undefined, proceed: false, retry: 'backoff' });
    expect(cluster.revisions).toEqual(['old-it', 'old-pref']);
  });

  test('does so on a client that answers a replacement with what it was sent', async () => {
    const cluster = new Cluster({ ...VM, status: stored('old-it', undefined) }, oldRevision('old-it', INSTANCETYPE), PREFERENCE);
    const { update } = cluster;
    cluster.update = (vm) => ({ ...vm, metadata: (update.call(cluster, vm) as Vm).metadata });
    await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') });
    expect(cluster.landed).toEqual(['update', 'patch', 'delete old-it']);
    expect(cluster.vm.status).toEqual({});
  });

  test('references that cannot be dropped from the status keep their revisions', async () => {
    const cluster = new Cluster({ ...VM, status: stored('old-it', 'old-pref') }, oldRevision('old-it', INSTANCETYPE), oldRevision('old-pref', PREFERENCE));
    cluster.faults.set('patch', Object.assign(new Error('a webhook says no'), { code: 'forbidden' }));
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') });
    expect(outcome).toMatchObject({ error: { reason: 'UnsupportedSyncError', isRefusal: true }, event: undefined, proceed: false, retry: 'backoff' });
    expect(cluster.landed).toEqual(['update']);
  });

  test('an expansion that was cut off is completed where the revisions have gone meanwhile', async () => {
    const cluster = new Cluster({ ...VM, spec: { template: VM.spec?.template }, status: stored('gone', 'gone-too') });
    expect(await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') })).toMatchObject({ error: undefined, retry: 'never' });
    expect(cluster.vm.status).toEqual({});
  });

  test.each(['not-found', 'conflict'])('a revision that went meanwhile is none that has to be deleted: %s', async (code) => {
    const cluster = new Cluster({ ...VM, status: stored('old-it', undefined) }, oldRevision('old-it', INSTANCETYPE), PREFERENCE);
    cluster.faults.set('delete old-it', Object.assign(new Error('gone'), { code }));
    expect(await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') })).toMatchObject({ error: undefined, retry: 'never' });
  });

  // as KubeVirt, whose client is told that there is none (BEHAVIOUR 15.2 step 3)
  test('a revision that was gone before the VM was expanded is FailedCreate, the other one stays, and the next pass is well', async () => {
    const vm = { ...VM, spec: { ...VM.spec, instancetype: { ...VM.spec?.instancetype, revisionName: 'named' } }, status: stored('gone', 'old-pref') };
    const cluster = new Cluster(vm, oldRevision('named', INSTANCETYPE), oldRevision('old-pref', PREFERENCE));
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') });
    expect(outcome).toMatchObject({ error: { reason: 'FailedCreate', causes: [{ code: 'revision-deleted-already', severity: 'error', pointer: '/status/instancetypeRef/controllerRevisionRef/name', message: expect.stringMatching(/"gone".*status\.instancetypeRef/) }] }, event: undefined, proceed: false, retry: 'backoff' });
    expect(cluster.vm.spec?.instancetype).toBeUndefined();
    expect(cluster.revisions).toEqual(['named', 'old-pref']);
    expect(await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') })).toMatchObject({ error: undefined, condition: undefined });
  });

  test('a VM that somebody changes meanwhile is not overwritten', async () => {
    const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
    cluster.meanwhile = () => cluster.change((vm) => ({ ...vm, spec: { ...vm.spec, instancetype: { name: 'large' } } }));
    const outcome = await sync(cluster.vm, cluster, { cluster: withPolicy('expandAll') });
    expect(outcome).toMatchObject({ error: { fault: { code: 'conflict' } }, condition: undefined, event: undefined, retry: 'soon', proceed: false });
    expect(cluster.vm.spec?.instancetype).toEqual({ name: 'large' });
    expect(cluster.landed).toEqual([]);
  });
});

test('runs at once on a client that answers at once', () => {
  const cluster = new Cluster(VM, INSTANCETYPE, PREFERENCE);
  expect(runSyncSteps(syncSteps(cluster.vm), cluster).writes).toHaveLength(3);
  const other = new Cluster(VM);
  expect(runSyncSteps(syncSteps(other.vm, { condition: 'leave' }), other).error?.reason).toBe('FailedFindInstancetype');
});
