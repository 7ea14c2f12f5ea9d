import type { VirtualMachineLike } from '@instancetype/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findInstancetype, findInstancetypeAsync } from '../src/index.ts';
import { causeOf, cluster, find, namespaced, objects, readerOf, type Stored, vmWith } from './vm.ts';

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
