import type { VirtualMachineLike } from '@instancetype/api';
import { frozen, ListReader, type Stored } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { expand, expandAsync, resolve, resolveAsync } from '../src/index.ts';
import { instancetypeObject, preferenceObject, vmOf } from './expanded.ts';

const IT = instancetypeObject({ cpu: { guest: 2 }, memory: { guest: '1Gi' } });
const PR = preferenceObject({ machine: { preferredMachineType: 'pc' } });
const NAMESPACED: Stored = { kind: 'VirtualMachineInstancetype', metadata: { name: 'it', namespace: 'ns' }, spec: { cpu: { guest: 8 }, memory: { guest: '8Gi' } } };
const BOTH = frozen(vmOf({}, { instancetype: { name: 'it' }, preference: { name: 'pr' } }));

/** What both flavours do, as they must agree. */
async function outcomeOf(vm: VirtualMachineLike, ...objects: Stored[]): Promise<ReturnType<typeof expand<VirtualMachineLike>>> {
  const reader = new ListReader(...objects);
  const outcome = expand(vm, reader);
  const later = new ListReader(...objects);
  expect(await expandAsync(vm, { get: (ref) => Promise.resolve(later.get(ref)) })).toEqual(outcome);
  expect(later.asked).toEqual(reader.asked);
  return outcome;
}

test('instance type and preference are found and applied', async () => {
  const outcome = await outcomeOf(BOTH, IT, PR);
  expect(outcome.ok && outcome.value.spec).toMatchObject({ template: { spec: { domain: { cpu: { sockets: 2 }, memory: { guest: '1Gi' }, machine: { type: 'pc' } } } } });
});

test.each([
  ['VirtualMachineInstancetype', 8],
  ['virtualmachineinstancetypes', 8],
  ['virtualmachineclusterinstancetype', 2],
  ['', 2],
])('of kind "%s" it is the object with %d vCPUs', async (kind, sockets) => {
  const outcome = await outcomeOf(frozen(vmOf({}, { instancetype: { name: 'it', kind } })), IT, NAMESPACED);
  expect(outcome.ok && outcome.value.spec?.template?.spec?.domain?.cpu?.sockets).toBe(sockets);
});

test('a stored revision is taken instead of the live object', async () => {
  const revision: Stored = {
    kind: 'ControllerRevision',
    metadata: { name: 'rev', namespace: 'ns', labels: { 'instancetype.kubevirt.io/object-name': 'it' } },
    data: { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'it' }, spec: { cpu: { guest: 5 }, memory: { guest: '1Gi' } } },
  };
  const sockets = async (vm: VirtualMachineLike): Promise<unknown> => {
    const outcome = await outcomeOf(frozen(vm), IT, revision);
    return outcome.ok ? outcome.value.spec?.template?.spec?.domain?.cpu?.sockets : outcome.causes;
  };
  const vm = vmOf({}, { instancetype: { name: 'it', revisionName: 'rev' } });
  expect(await sockets(vm)).toBe(5);
  expect(await sockets({ ...vmOf({}, { instancetype: { name: 'it' } }), status: { instancetypeRef: { controllerRevisionRef: { name: 'rev' } } } })).toBe(5);
});

describe('what cannot be found', () => {
  test.each<[string, Stored[], string]>([
    ['the instance type', [PR], 'instancetype-not-found'],
    ['the preference', [IT], 'preference-not-found'],
    ['both: the instance type is told first', [], 'instancetype-not-found'],
  ])('%s', async (_case, objects, code) => {
    const outcome = await outcomeOf(BOTH, ...objects);
    expect(outcome.ok ? [] : outcome.causes.map((cause) => cause.code)).toEqual([code]);
  });

  test('is told even before a missing template', async () => {
    const outcome = await outcomeOf({ spec: { instancetype: { name: 'it' } } });
    expect(outcome.ok ? [] : outcome.causes.map((cause) => cause.code)).toEqual(['instancetype-not-found']);
  });
});

test('a VM without matchers asks for nothing and is the result itself', async () => {
  const reader = new ListReader(IT, PR);
  const vm = frozen(vmOf({ volumes: [{ name: 'v' }] }));
  const outcome = expand(vm, reader);
  expect(outcome.ok && outcome.value).toBe(vm);
  expect(reader.asked).toEqual([]);
  expect((await outcomeOf(vm)).ok).toBe(true);
});

test('what a reader throws passes through: a fault of the cluster is not the manifest\'s', async () => {
  const fault = new Error('connection refused');
  const get = (): never => {
    throw fault;
  };
  expect(() => expand(BOTH, { get })).toThrow(fault);
  await expect(expandAsync(BOTH, { get })).rejects.toBe(fault);
  await expect(expandAsync(BOTH, { get: () => Promise.reject(fault) })).rejects.toBe(fault);
});

describe('notes of what was found', () => {
  const foreign = (name: string, kind: string, spec: object): Stored => ({
    kind: 'ControllerRevision',
    metadata: { name, namespace: 'ns', ownerReferences: [{ kind: 'VirtualMachine', name: 'another', controller: true }] } as Stored['metadata'],
    data: { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind, metadata: { name }, spec },
  });
  const OBJECTS = [IT, PR, foreign('rev-i', IT.kind, IT.spec ?? {}), foreign('rev-p', PR.kind, {})];

  test.each<[string, object, string[]]>([
    ['the instance type', { instancetype: { name: 'it', revisionName: 'rev-i' }, preference: { name: 'pr' } }, ['/spec/instancetype/revisionName']],
    ['the preference', { instancetype: { name: 'it' }, preference: { name: 'pr', revisionName: 'rev-p' } }, ['/spec/preference/revisionName']],
    ['both', { instancetype: { name: 'it', revisionName: 'rev-i' }, preference: { name: 'pr', revisionName: 'rev-p' } }, ['/spec/instancetype/revisionName', '/spec/preference/revisionName']],
    ['neither', { instancetype: { name: 'it' }, preference: { name: 'pr' } }, []],
  ])('come with the result: of %s', async (_case, matchers, pointers) => {
    const outcome = await outcomeOf(frozen(vmOf({}, matchers)), ...OBJECTS);
    expect(outcome.ok && outcome.notes.map((note) => note.pointer)).toEqual(pointers);
    expect(outcome.ok && outcome.notes.every((note) => note.severity === 'warning')).toBe(true);
  });
});

describe('resolve', () => {
  test('gives both specs, whose they are, and shares them', async () => {
    const outcome = resolve(BOTH, new ListReader(IT, PR));
    expect(outcome).toMatchObject({
      ok: true,
      notes: [],
      value: { instancetype: { object: { kind: 'VirtualMachineClusterInstancetype', name: 'it' } }, preference: { object: { kind: 'VirtualMachineClusterPreference', name: 'pr' } } },
    });
    expect(outcome.ok && outcome.value.instancetype?.spec).toBe(IT.spec);
    expect(await resolveAsync(BOTH, new ListReader(IT, PR))).toEqual(outcome);
  });

  test('gives nothing for a VM without matchers', () => {
    const outcome = resolve({}, new ListReader());
    expect(outcome.ok && [outcome.value.instancetype, outcome.value.preference]).toEqual([undefined, undefined]);
  });

  test('asks for the preference only where the instance type was found', async () => {
    const reader = new ListReader(PR);
    expect(resolve(BOTH, reader).ok).toBe(false);
    expect(reader.asked.map((ref) => ref.kind)).toEqual(['VirtualMachineClusterInstancetype']);
    expect((await resolveAsync(BOTH, reader)).ok).toBe(false);
  });
});
