import { expect, test } from 'vitest';
import { RESOURCES } from '@instancetype/kube';
import { type ClientParts, clientFor } from '../src/cluster/guarded-client.ts';
import { isUnseenChange } from '../src/cluster/unseen-change.ts';
import { aWhile, until } from './support/harness.ts';
import { type Json, vm } from './support/objects.ts';
import { eachTroubled } from './support/troubled.ts';

const troubled = eachTroubled(['--leader-election=false', '--features=references,instances']);

const specOf = (version: number, runStrategy: string): Json => ({
  ...{ instancetype: { name: 'small' }, preference: { name: 'linux' }, runStrategy },
  template: { metadata: {}, spec: { domain: { devices: {} }, terminationGracePeriodSeconds: version } },
});

/** The VM's user gives it a spec. */
async function give(spec: Json): Promise<void> {
  await troubled.world.api.update(RESOURCES.VirtualMachine, { ...(await troubled.get('shop')), spec } as never);
}

/** A VM to be started whose user gives it another spec while its references are written. */
async function changedWhileWritten(next: Json): Promise<void> {
  const { world } = troubled;
  const { begun } = troubled.slow('patch', 'virtualmachines.kubevirt.io/status');
  const { template } = specOf(1, 'Halted');
  const made = await world.create({ ...vm('shop'), spec: { runStrategy: 'Halted', template } } as never);
  // with a status, as every VM has one that has been looked at
  await world.api.update(RESOURCES.VirtualMachine, { ...made, status: { printableStatus: 'Stopped' } } as never, { subresource: 'status' });
  await give(specOf(1, 'Always'));
  await begun;
  await give(next);
}

test('a VM that is given another template while its references are written is started with that one', async () => {
  await changedWhileWritten(specOf(2, 'Always'));
  await until(async () => (await troubled.world.list('VirtualMachineInstance')).length > 0);
  const [instance] = await troubled.world.list('VirtualMachineInstance');
  expect(instance).toMatchObject({ metadata: { annotations: { 'kubevirt.io/vm-generation': String((await troubled.get('shop'))['metadata'].generation) } }, spec: { terminationGracePeriodSeconds: 2 } });
});

test('a VM that is halted while its references are written is not started', async () => {
  await changedWhileWritten(specOf(1, 'Halted'));
  await until(() => troubled.isStored('shop'));
  await aWhile(1000);
  expect(troubled.countOf('create', 'virtualmachineinstances.kubevirt.io')).toBe(0);
});

test('a write of a status that lands on another generation ends the pass, and what came of it is read anew', async () => {
  const remembered: (string | undefined)[] = [];
  const parts = {
    api: { patch: () => Promise.resolve({ metadata: { name: 'shop', namespace: 'web', resourceVersion: '11', generation: 2 } }) },
    reader: { get: () => undefined },
    guard: { mayWrite: () => true, leading: new AbortController().signal },
    pace: () => Promise.resolve(),
    vmWrites: { expect: (_key: string, version: string | undefined) => remembered.push(version) },
    revisionWrites: { expect: () => undefined },
  } as unknown as ClientParts;
  const client = clientFor(parts, { key: 'web/shop', signal: new AbortController().signal, isWhole: false, onRead: () => undefined, onWrite: () => undefined });
  const read = { metadata: { name: 'shop', namespace: 'web', resourceVersion: '9', generation: 1 } };
  expect(client.isOutdated).toBe(false);
  await client.patchStatus(read, [{ op: 'test', path: '/status', value: {} }, { op: 'replace', path: '/status', value: {} }]);
  expect(client.isOutdated).toBe(true);
  expect(remembered).toEqual([undefined]);
});

// found by a review: it was left until the VM went
test('the old revision of a VM whose user changes it during the upgrade is deleted all the same', async () => {
  const { world } = troubled;
  const data = { apiVersion: 'instancetype.kubevirt.io/v1alpha2', kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'small', uid: 'small-uid', generation: 1 }, spec: { cpu: { guest: 2 }, memory: { guest: '2Gi' } } };
  const made = await world.create({ ...vm('shop'), spec: { runStrategy: 'Halted', template: specOf(1, 'Halted')['template'] } } as never);
  const owner = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'shop', uid: made.metadata?.uid, controller: true };
  await world.create({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: 'old-rev', namespace: 'default', labels: { 'instancetype.kubevirt.io/object-name': 'small' }, ownerReferences: [owner] }, revision: 0, data } as never);
  await world.api.update(RESOURCES.VirtualMachine, { ...made, status: { instancetypeRef: { name: 'small', controllerRevisionRef: { name: 'old-rev' } } } } as never, { subresource: 'status' });
  const { begun } = troubled.slow('patch', 'virtualmachines.kubevirt.io/status');
  const { template } = specOf(1, 'Halted');
  await give({ runStrategy: 'Halted', instancetype: { name: 'small' }, template });
  await begun;
  await give({ runStrategy: 'Halted', instancetype: { name: 'small' }, template: specOf(2, 'Halted')['template'] });
  await until(async () => !(await world.list('ControllerRevision')).some(({ metadata }) => metadata.name === 'old-rev'));
  expect((await troubled.get('shop'))['status'].instancetypeRef.controllerRevisionRef.name).not.toBe('old-rev');
});

const REF = { name: 'small', controllerRevisionRef: { name: 'old' } };
const RENAMED = { name: 'small', controllerRevisionRef: { name: 'new' } };
test.each<[string, Json, Json[], Json, boolean]>([
  ['what was read', { instancetypeRef: REF }, [], { instancetypeRef: REF }, false],
  ['what was written', {}, [{ op: 'add', path: '/status/instancetypeRef', value: REF }], { instancetypeRef: REF }, false],
  ['what was written inside', { instancetypeRef: REF }, [{ op: 'test', path: '/status/instancetypeRef/controllerRevisionRef/name', value: 'old' }, { op: 'replace', path: '/status/instancetypeRef/controllerRevisionRef/name', value: 'new' }], { instancetypeRef: RENAMED }, false],
  ['what was written, without what is undefined', {}, [{ op: 'add', path: '/status/instancetypeRef', value: { ...REF, kind: undefined } }], { instancetypeRef: REF }, false],
  ['nothing of what was written, because the cluster does not keep it', {}, [{ op: 'add', path: '/status/instancetypeRef', value: REF }], {}, false],
  ['what was taken away', { instancetypeRef: REF }, [{ op: 'remove', path: '/status/instancetypeRef' }], {}, false],
  ['a reference that somebody took away', { instancetypeRef: REF }, [], {}, true],
  ['a reference that somebody wrote', {}, [{ op: 'add', path: '/status/preferenceRef', value: REF }], { instancetypeRef: REF, preferenceRef: REF }, true],
])('an answer with %s', (_what, read, operations, answer, isUnseen) => {
  const of = (status: Json): Json => ({ metadata: { generation: 3 }, status });
  expect(isUnseenChange(of(read), operations as never, of(answer))).toBe(isUnseen);
});
