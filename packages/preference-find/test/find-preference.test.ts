import type { ObjectRef, VirtualMachineLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { findPreference, findPreferenceAsync } from '../src/index.ts';

const API = 'instancetype.kubevirt.io/v1beta1';
interface Stored {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: object;
  readonly data?: object;
}

const cluster: Stored = { apiVersion: API, kind: 'VirtualMachineClusterPreference', metadata: { name: 'fedora' }, spec: { cpu: { preferredCPUTopology: 'cores' } } };
const namespaced: Stored = { apiVersion: API, kind: 'VirtualMachinePreference', metadata: { name: 'fedora', namespace: 'prod' }, spec: {} };

function vmWith(preference: object | null, status?: object): VirtualMachineLike {
  return { metadata: { name: 'vm', namespace: 'prod' }, spec: { instancetype: { name: 'u1' }, preference }, ...(status && { status }) };
}

function readerOf(...stored: readonly Stored[]) {
  return {
    get: ({ kind, name, namespace }: ObjectRef) => stored.find((each) => each.kind === kind && each.metadata.name === name && each.metadata.namespace === namespace),
  };
}

async function find(vm: VirtualMachineLike, reader: ReturnType<typeof readerOf>) {
  const found = findPreference(vm, reader);
  expect(await findPreferenceAsync(vm, { get: (ref) => Promise.resolve(reader.get(ref)) })).toEqual(found);
  return found;
}

test('the matcher of the instance type does not count', async () => {
  expect(await find(vmWith(null), readerOf())).toMatchObject({ ok: true, value: undefined });
});

test.each([
  [undefined, cluster],
  ['VirtualMachineClusterPreference', cluster],
  ['virtualmachinepreferences', namespaced],
])('kind %j', async (kind, expected) => {
  const outcome = await find(vmWith({ name: 'fedora', kind }), readerOf(cluster, namespaced));
  expect(outcome).toMatchObject({ ok: true, value: { object: { kind: expected.kind, name: 'fedora', namespace: expected.metadata.namespace } } });
  expect(outcome.ok && outcome.value?.spec).toBe(expected.spec);
});

describe('findings are about spec.preference', () => {
  test.each<[string, object, object | undefined, string]>([
    ['preference-not-found', { name: 'gone' }, undefined, '/spec/preference/name'],
    ['unknown-kind', { name: 'fedora', kind: 'VirtualMachineInstancetype' }, undefined, '/spec/preference/kind'],
    ['name-missing', { inferFromVolume: 'x' }, undefined, '/spec/preference/name'],
    ['revision-not-found', { name: 'fedora', revisionName: 'gone' }, undefined, '/spec/preference/revisionName'],
    ['revision-not-found', { name: 'fedora' }, { preferenceRef: { controllerRevisionRef: { name: 'gone' } } }, '/status/preferenceRef/controllerRevisionRef/name'],
  ])('%s of %j', async (code, matcher, status, pointer) => {
    const outcome = await find(vmWith(matcher, status), readerOf(cluster));
    expect(outcome).toMatchObject({ ok: false, causes: [{ code, field: 'spec.preference', pointer }] });
  });

  test('a live preference that cannot be read', async () => {
    const outcome = await find(vmWith({ name: 'fedora' }), readerOf({ ...cluster, spec: [] }));
    expect(outcome).toMatchObject({ ok: false, causes: [{ code: 'preference-not-decodable' }] });
  });

  test('a revision of an instance type', async () => {
    const data = { apiVersion: API, kind: 'VirtualMachineInstancetype', spec: {} };
    const revision = { kind: 'ControllerRevision', metadata: { name: 'rev', namespace: 'prod' }, data };
    const outcome = await find(vmWith({ name: 'fedora', revisionName: 'rev' }), readerOf(revision));
    expect(outcome).toMatchObject({ ok: false, causes: [{ code: 'revision-wrong-kind' }] });
  });
});

test('the status revision of an instance type is not a preference\'s', async () => {
  const status = { instancetypeRef: { controllerRevisionRef: { name: 'gone' } } };
  expect(await find(vmWith({ name: 'fedora' }, status), readerOf(cluster))).toMatchObject({ ok: true, value: { spec: cluster.spec } });
});

test('the oldest stored form, which decodes as a preference first', async () => {
  const data = { apiVersion: 'instancetype.kubevirt.io/v1alpha1', spec: Buffer.from('{"devices":{"preferredDiskBus":"virtio"}}').toString('base64') };
  const revision = { kind: 'ControllerRevision', metadata: { name: 'rev', namespace: 'prod' }, data };
  const outcome = await find(vmWith({ name: 'fedora', revisionName: 'rev' }), readerOf(revision));
  expect(outcome).toMatchObject({ ok: true, value: { spec: { devices: { preferredDiskBus: 'virtio' } }, revision: 'rev' } });
});

test('suggestions name preferences', () => {
  const outcome = findPreference(vmWith({ name: 'fedroa' }), { get: () => undefined, names: (kind) => (kind === cluster.kind ? ['fedora', 'rhel.9'] : []) });
  expect(outcome).toMatchObject({ causes: [{ suggestions: [{ patch: [{ op: 'replace', path: '/spec/preference/name', value: 'fedora' }] }] }] });
});
