import type { ObjectRef, VirtualMachineLike } from '@instancetype/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findInstancetype, findInstancetypeAsync } from '../src/index.ts';

const API = 'instancetype.kubevirt.io/v1beta1';
const NAME_LABEL = 'instancetype.kubevirt.io/object-name';

const cluster = object('VirtualMachineClusterInstancetype', 'small', undefined, 1);
const namespaced = object('VirtualMachineInstancetype', 'small', 'prod', 2);
const elsewhere = object('VirtualMachineInstancetype', 'large', 'other', 3);
const objects = [cluster, namespaced, elsewhere];

function object(kind: string, name: string, namespace: string | undefined, guest: number) {
  return { apiVersion: API, kind, metadata: { name, ...(namespace && { namespace }) }, spec: { cpu: { guest }, memory: { guest: '1Gi' } } };
}

function revision(name: string, data: unknown, labels?: Record<string, string>, owner?: object) {
  return {
    kind: 'ControllerRevision',
    metadata: { name, namespace: 'prod', ...(labels && { labels }), ...(owner && { ownerReferences: [owner] }) },
    data,
  };
}

interface Stored {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function readerOf(...stored: readonly Stored[]) {
  const asked: ObjectRef[] = [];
  return {
    asked,
    get(ref: ObjectRef) {
      asked.push(ref);
      return stored.find(({ kind, metadata }) => kind === ref.kind && metadata.name === ref.name && metadata.namespace === ref.namespace);
    },
  };
}

function vmWith(instancetype: object | null, status?: object, uid = 'vm-uid'): VirtualMachineLike {
  return { kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'prod', uid }, spec: { instancetype }, ...(status && { status: { instancetypeRef: status } }) };
}

/** What both flavours find, as they must agree. */
async function find(vm: VirtualMachineLike, reader: ReturnType<typeof readerOf>) {
  const found = findInstancetype(vm, reader);
  const calls = reader.asked.length;
  const later = await findInstancetypeAsync(vm, { get: (ref) => Promise.resolve(reader.get(ref)) });
  expect(later).toEqual(found);
  expect(reader.asked.slice(calls)).toEqual(reader.asked.slice(0, calls));
  reader.asked.length = calls;
  return found;
}

async function causeOf(vm: VirtualMachineLike, ...stored: readonly Stored[]) {
  const outcome = await find(vm, readerOf(...stored));
  if (outcome.ok) throw new Error('found');
  expect(outcome.causes).toHaveLength(1);
  expect(outcome.causes[0]).toMatchObject({ severity: 'error', field: 'spec.instancetype' });
  return outcome.causes[0];
}

test.each([[null], [undefined]])('a VM whose matcher is %j has no instance type, and nothing is looked up', async (matcher) => {
  const reader = readerOf(...objects);
  expect(await find({ metadata: {}, spec: { instancetype: matcher } }, reader)).toMatchObject({ ok: true, value: undefined, notes: [] });
  expect(await find({}, reader)).toMatchObject({ ok: true, value: undefined });
  expect(reader.asked).toEqual([]);
});

describe('the live object', () => {
  test.each([
    [undefined, cluster],
    [null, cluster],
    ['', cluster],
    ['VirtualMachineClusterInstancetype', cluster],
    ['virtualmachineclusterinstancetypes', cluster],
    ['VIRTUALMACHINEINSTANCETYPE', namespaced],
    ['VirtualMachineInstancetypes', namespaced],
  ])('kind %j', async (kind, expected) => {
    const reader = readerOf(...objects);
    const outcome = await find(vmWith({ name: 'small', kind }), reader);
    expect(outcome).toMatchObject({ ok: true, value: { object: { kind: expected.kind, name: 'small', namespace: expected.metadata.namespace } }, notes: [] });
    expect(outcome.ok && outcome.value?.spec).toBe(expected.spec);
    expect(outcome.ok && outcome.value?.revision).toBeUndefined();
    expect(reader.asked).toHaveLength(1);
  });

  test('an object of another namespace is not the VM\'s', async () => {
    const cause = await causeOf(vmWith({ name: 'large', kind: 'VirtualMachineInstancetype' }), ...objects);
    expect(cause).toMatchObject({ code: 'instancetype-not-found', reason: 'FieldValueNotFound', pointer: '/spec/instancetype/name' });
    expect(cause.message).toContain('VirtualMachineInstancetype "prod/large"');
  });

  test.each(['VirtualMachinePreference', 'Instancetype', 'VirtualMachineClusterInstancetypeList', ' '])('kind %j is unknown', async (kind) => {
    const cause = await causeOf(vmWith({ name: 'small', kind }), ...objects);
    expect(cause).toMatchObject({ code: 'unknown-kind', reason: 'FieldValueInvalid', pointer: '/spec/instancetype/kind' });
    expect(cause.message).toContain(`"${kind}"`);
  });

  test('a mistyped kind comes with what was meant', async () => {
    const cause = await causeOf(vmWith({ name: 'small', kind: 'VirtualMachineClusterInstanceType' }));
    // letter case alone is no mistake
    expect(cause.code).toBe('instancetype-not-found');
    const mistyped = await causeOf(vmWith({ name: 'small', kind: 'VirtualMachineInstancetpye' }));
    expect(mistyped.suggestions?.[0]?.patch).toEqual([{ op: 'replace', path: '/spec/instancetype/kind', value: 'VirtualMachineInstancetype' }]);
  });

  test.each([
    [{}, 'names no instance type'],
    [{ name: '' }, 'names no instance type'],
    [{ name: null }, 'names no instance type'],
    [{ inferFromVolume: 'disk' }, '"disk"'],
    [{ name: 7 }, 'must be text'],
    [{ name: { toString: 1 } }, 'must be text'],
  ])('matcher %j has no name', async (matcher, said) => {
    const cause = await causeOf(vmWith(matcher), ...objects);
    expect(cause).toMatchObject({ code: 'name-missing', pointer: '/spec/instancetype/name' });
    expect(cause.message).toContain(said);
  });

  test('an object without a spec has an empty one', async () => {
    const { spec, ...bare } = cluster;
    for (const stored of [bare, { ...bare, spec: null }]) {
      const outcome = await find(vmWith({ name: 'small' }), readerOf(stored));
      expect(outcome.ok && outcome.value?.spec).toEqual({});
    }
    expect(spec).toBeDefined();
  });

  test.each([['text'], [7], [[]]])('an object whose spec is %j cannot be read', async (spec) => {
    const cause = await causeOf(vmWith({ name: 'small' }), { ...cluster, spec } as Stored);
    expect(cause).toMatchObject({ code: 'instancetype-not-decodable', reason: 'FieldValueInvalid' });
  });

  test('a name that belongs to a prototype is a name', async () => {
    const cause = await causeOf(vmWith({ name: '__proto__' }), ...objects);
    expect(cause.code).toBe('instancetype-not-found');
  });
});

describe('the revision that the matcher names', () => {
  const stored = revision('rev', namespaced);

  test('comes before everything else, and its label does not matter', async () => {
    const reader = readerOf(...objects, revision('rev', namespaced, { [NAME_LABEL]: 'other' }), revision('status', cluster));
    const outcome = await find(vmWith({ name: 'gone', kind: 'nonsense', revisionName: 'rev' }, { controllerRevisionRef: { name: 'status' } }), reader);
    expect(outcome).toMatchObject({ ok: true, value: { spec: namespaced.spec, revision: 'rev', object: { kind: 'VirtualMachineInstancetype', name: 'small', namespace: 'prod' } } });
    expect(reader.asked).toEqual([{ kind: 'ControllerRevision', name: 'rev', namespace: 'prod' }]);
  });

  test('needs no name beside it', async () => {
    expect(await find(vmWith({ revisionName: 'rev' }), readerOf(stored))).toMatchObject({ ok: true, value: { revision: 'rev' } });
  });

  test('is missing', async () => {
    const cause = await causeOf(vmWith({ name: 'small', revisionName: 'rev' }), ...objects);
    expect(cause).toMatchObject({
      code: 'revision-not-found',
      reason: 'FieldValueNotFound',
      pointer: '/spec/instancetype/revisionName',
      suggestions: [{ patch: [{ op: 'remove', path: '/spec/instancetype/revisionName' }] }],
    });
    const nameless = await causeOf(vmWith({ revisionName: 'rev' }));
    expect(nameless.suggestions).toBeUndefined();
  });

  test.each([
    ['revision-wrong-kind', { apiVersion: API, kind: 'VirtualMachinePreference', spec: {} }],
    ['revision-empty', undefined],
    ['revision-not-decodable', { apiVersion: API, kind: 'VirtualMachineInstancetype', spec: { memory: { guest: '1GiB' } } }],
  ])('gives %s', async (code, data) => {
    const cause = await causeOf(vmWith({ name: 'small', revisionName: 'rev' }), revision('rev', data));
    expect(cause).toMatchObject({ code, reason: 'FieldValueInvalid', pointer: '/spec/instancetype/revisionName' });
    expect(cause.message).toContain('prod/rev');
  });

  test('is named by something that is no text', async () => {
    expect(await causeOf(vmWith({ name: 'small', revisionName: 7 }))).toMatchObject({ code: 'name-missing', pointer: '/spec/instancetype/revisionName' });
  });

  test.each<[string, object | undefined, boolean]>([
    ['nobody', undefined, false],
    ['this VM', { kind: 'VirtualMachine', name: 'vm', uid: 'vm-uid', controller: true }, false],
    ['a VM of the same name, recreated', { kind: 'VirtualMachine', name: 'vm', uid: 'old', controller: true }, true],
    ['another VM', { kind: 'VirtualMachine', name: 'vm2', uid: 'x', controller: true }, true],
    ['a StatefulSet', { kind: 'StatefulSet', name: 'vm', uid: 'x', controller: true }, true],
    ['an owner that is not its controller', { kind: 'VirtualMachine', name: 'vm2', uid: 'x' }, false],
  ])('belongs to %s', async (_, owner, warned) => {
    const outcome = await find(vmWith({ name: 'small', revisionName: 'rev' }), readerOf(revision('rev', cluster, undefined, owner)));
    expect(outcome.ok && outcome.notes.map(({ code, severity, pointer }) => [code, severity, pointer])).toEqual(
      warned ? [['revision-of-another-owner', 'warning', '/spec/instancetype/revisionName']] : [],
    );
  });

  test('a manifest has no UID; then the owner\'s kind and name count', async () => {
    const owner = { kind: 'VirtualMachine', name: 'vm', uid: 'x', controller: true };
    const vm = vmWith({ name: 'small', revisionName: 'rev' }, undefined, '');
    expect(await find(vm, readerOf(revision('rev', cluster, undefined, owner)))).toMatchObject({ notes: [] });
    expect(await find(vm, readerOf(revision('rev', cluster, undefined, { ...owner, name: 'vm2' })))).toMatchObject({ notes: [{}] });
  });
});

describe('the revision that the status names', () => {
  const status = { name: 'small', controllerRevisionRef: { name: 'rev' } };
  const labelled = (name: string) => revision('rev', { ...cluster, spec: { cpu: { guest: 9 }, memory: { guest: '9Gi' } } }, { [NAME_LABEL]: name });

  test('is used where its label is the matcher\'s name, of whichever kind', async () => {
    const reader = readerOf(...objects, labelled('small'));
    const outcome = await find(vmWith({ name: 'small', kind: 'VirtualMachineInstancetype' }, status), reader);
    expect(outcome).toMatchObject({ ok: true, value: { spec: { cpu: { guest: 9 } }, revision: 'rev', object: { kind: 'VirtualMachineClusterInstancetype', name: 'small' } } });
    expect(reader.asked).toHaveLength(1);
  });

  test.each([
    ['has another name', labelled('Small')],
    ['has no labels', revision('rev', namespaced)],
    ['has labels without it', revision('rev', namespaced, {})],
  ])('is ignored where it %s', async (_, stored) => {
    const reader = readerOf(...objects, stored);
    const outcome = await find(vmWith({ name: 'small' }, status), reader);
    expect(outcome).toMatchObject({ ok: true, value: { spec: cluster.spec, revision: undefined } });
    expect(reader.asked.map(({ kind }) => kind)).toEqual(['ControllerRevision', 'VirtualMachineClusterInstancetype']);
  });

  test('is an error where it is missing, even if it would not have mattered', async () => {
    const cause = await causeOf(vmWith({ name: 'large' }, status), ...objects);
    expect(cause).toMatchObject({ code: 'revision-not-found', pointer: '/status/instancetypeRef/controllerRevisionRef/name' });
    expect(cause.suggestions).toBeUndefined();
  });

  test('is not read at all where it is ignored', async () => {
    const outcome = await find(vmWith({ name: 'small' }, status), readerOf(...objects, revision('rev', 'broken')));
    expect(outcome.ok).toBe(true);
    expect(await causeOf(vmWith({ name: 'small' }, status), revision('rev', 'broken', { [NAME_LABEL]: 'small' }))).toMatchObject({ code: 'revision-not-decodable' });
  });

  test.each([[{}], [{ controllerRevisionRef: null }], [{ controllerRevisionRef: {} }], [{ controllerRevisionRef: { name: '' } }]])('status %j names none', async (ref) => {
    expect(await find(vmWith({ name: 'small' }, ref), readerOf(...objects))).toMatchObject({ ok: true, value: { revision: undefined } });
  });

  test('belongs to another object without a warning: the controller put it there', async () => {
    const stored = revision('rev', cluster, { [NAME_LABEL]: 'small' }, { kind: 'VirtualMachine', name: 'x', uid: 'x', controller: true });
    expect(await find(vmWith({ name: 'small' }, status), readerOf(stored))).toMatchObject({ ok: true, notes: [] });
  });
});

test('a revision of the oldest form is found, and named after the matcher where it has no name', async () => {
  const spec = Buffer.from('{"cpu":{"guest":2},"memory":{"guest":"1Gi"}}').toString('base64');
  const outcome = await find(vmWith({ name: 'small', revisionName: 'rev' }), readerOf(revision('rev', { apiVersion: 'instancetype.kubevirt.io/v1alpha1', spec })));
  expect(outcome).toMatchObject({ ok: true, value: { spec: { cpu: { guest: 2, model: '' } } } });
  const unnamed = await find(vmWith({ name: 'small', revisionName: 'rev' }), readerOf(revision('rev', { ...cluster, metadata: undefined })));
  expect(unnamed).toMatchObject({ ok: true, value: { object: { name: 'small' } } });
});

describe('a cluster\'s fault', () => {
  const fault = new Error('forbidden');

  test('passes through', async () => {
    const get = () => {
      throw fault;
    };
    expect(() => findInstancetype(vmWith({ name: 'small' }), { get })).toThrow(fault);
    await expect(findInstancetypeAsync(vmWith({ name: 'small' }), { get })).rejects.toBe(fault);
    await expect(findInstancetypeAsync(vmWith({ name: 'small' }), { get: () => Promise.reject(fault) })).rejects.toBe(fault);
  });
});

describe('suggestions for a name that does not exist', () => {
  const known: Record<string, readonly string[]> = {
    VirtualMachineClusterInstancetype: ['u1.small', 'u1.medium', 'u1.large'],
    'VirtualMachineInstancetype/prod': ['mine'],
  };
  const reader = {
    get: () => undefined,
    names: (kind: string, namespace?: string) => known[namespace === undefined ? kind : `${kind}/${namespace}`] ?? [],
  };
  const patchesFor = async (matcher: object) => {
    const outcome = findInstancetype(vmWith(matcher), reader);
    const later = await findInstancetypeAsync(vmWith(matcher), { get: reader.get, names: (...args) => Promise.resolve(reader.names(...args)) });
    expect(later).toEqual(outcome);
    return outcome.ok ? [] : outcome.causes[0].suggestions?.map(({ patch }) => patch);
  };

  test('a mistyped name', async () => {
    expect(await patchesFor({ name: 'u1.smal' })).toEqual([[{ op: 'replace', path: '/spec/instancetype/name', value: 'u1.small' }]]);
  });

  test('the same name of the other kind', async () => {
    expect(await patchesFor({ name: 'mine' })).toEqual([[{ op: 'add', path: '/spec/instancetype/kind', value: 'VirtualMachineInstancetype' }]]);
    expect(await patchesFor({ name: 'u1.small', kind: 'VirtualMachineInstancetype' })).toEqual([
      [{ op: 'add', path: '/spec/instancetype/kind', value: 'VirtualMachineClusterInstancetype' }],
    ]);
  });

  test('nothing near', async () => {
    expect(await patchesFor({ name: 'gigantic' })).toBeUndefined();
  });

  test('names are not asked for when nothing is missing', () => {
    const names = () => {
      throw new Error('asked');
    };
    expect(findInstancetype(vmWith({ name: 'small' }), { get: () => cluster, names }).ok).toBe(true);
    expect(findInstancetype(vmWith({ name: 'small', kind: 'x' }), { get: () => cluster, names }).ok).toBe(false);
  });
});

test('whatever a VM and its objects look like, there is an outcome and nothing changes', () => {
  const json = fc.jsonValue();
  const matcher = fc.oneof(json, fc.record({ name: fc.oneof(fc.string(), json), kind: fc.oneof(fc.constantFrom('', 'VirtualMachineInstancetype'), json), revisionName: fc.oneof(fc.constant(''), json) }, { requiredKeys: [] }));
  const vms = fc.record({
    metadata: fc.oneof(json, fc.record({ namespace: json, name: json })),
    spec: fc.oneof(json, fc.record({ instancetype: matcher })),
    status: fc.oneof(json, fc.record({ instancetypeRef: fc.oneof(json, fc.record({ controllerRevisionRef: fc.record({ name: json }) })) })),
  });
  const stored = fc.oneof(json, fc.record({ metadata: fc.oneof(json, fc.record({ labels: json, ownerReferences: json })), spec: json, data: json }));
  fc.assert(
    fc.property(vms, stored, (vm, found) => {
      const before = JSON.stringify([vm, found]);
      const outcome = findInstancetype(vm as VirtualMachineLike, { get: () => found as object });
      expect(outcome.ok || outcome.causes.length === 1).toBe(true);
      expect(JSON.stringify([vm, found])).toBe(before);
    }),
    { numRuns: 2000 },
  );
});
