import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRevision, encodeRevision } from '../src/index.ts';

const API = 'instancetype.kubevirt.io/v1beta1';
const spec = { cpu: { guest: 2 }, memory: { guest: '1Gi' } };

function revisionOf(data: unknown): object {
  return { metadata: { name: 'rev-1', namespace: 'prod' }, data };
}

function codeOf(data: unknown, family: 'instancetype' | 'preference' = 'instancetype'): string {
  const outcome = decodeRevision(revisionOf(data), family);
  return outcome.ok ? `ok: ${outcome.value.kind}` : outcome.causes[0].code;
}

test('a stored instance type comes back, shared and not copied', () => {
  const data = { apiVersion: API, kind: 'VirtualMachineInstancetype', metadata: { name: 'small', namespace: 'prod' }, spec };
  const outcome = decodeRevision(revisionOf(data), 'instancetype');
  expect(outcome).toMatchObject({ ok: true, value: { kind: 'VirtualMachineInstancetype', name: 'small', namespace: 'prod', version: 'v1beta1' } });
  expect(outcome.ok && outcome.value.spec).toBe(spec);
  expect(outcome.ok && outcome.value.object).toBe(data);
});

test('data may be the same as text', () => {
  const data = JSON.stringify({ apiVersion: API, kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'u1' }, spec });
  expect(decodeRevision(revisionOf(data), 'instancetype')).toMatchObject({ ok: true, value: { name: 'u1', spec } });
});

describe('what cannot be read is a finding that names the revision', () => {
  const object = { apiVersion: API, kind: 'VirtualMachineInstancetype', spec };
  test.each([
    ['no data', undefined, 'revision-empty'],
    ['null', null, 'revision-empty'],
    ['empty text', '', 'revision-empty'],
    ['an empty object', {}, 'revision-not-decodable'],
    ['not JSON', 'spec: yaml', 'revision-not-decodable'],
    ['base64 text', 'eyJhIjoxfQ==', 'revision-not-decodable'],
    ['a list', [object], 'revision-not-decodable'],
    ['a number', 7, 'revision-not-decodable'],
    ['a JSON text of text', '"x"', 'revision-not-decodable'],
    ['no kind', { apiVersion: API, spec }, 'revision-not-decodable'],
    ['no version', { kind: object.kind, spec }, 'revision-not-decodable'],
    ['an unknown version', { ...object, apiVersion: 'instancetype.kubevirt.io/v2' }, 'revision-not-decodable'],
    ['an unknown kind of the group', { ...object, kind: 'Flavor' }, 'revision-not-decodable'],
    ['a kind in lower case', { ...object, kind: 'virtualmachineinstancetype' }, 'revision-not-decodable'],
    ['a VM', { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', spec: {} }, 'revision-wrong-kind'],
    ['a preference', { ...object, kind: 'VirtualMachinePreference', spec: {} }, 'revision-wrong-kind'],
    ['a spec that is a list', { ...object, spec: [] }, 'revision-not-decodable'],
    ['metadata that is text', { ...object, metadata: 'x' }, 'revision-not-decodable'],
    ['a name that is a number', { ...object, metadata: { name: 1 } }, 'revision-not-decodable'],
    ['a prototype for a version', { ...object, apiVersion: '__proto__' }, 'revision-wrong-kind'],
  ])('%s', (_, data, code) => {
    expect(codeOf(data)).toBe(code);
    const outcome = decodeRevision(revisionOf(data), 'instancetype');
    expect(outcome.ok ? '' : outcome.causes[0].message).toContain('prod/rev-1');
  });

  test.each([
    [{ cpu: { guest: '2' } }, '/data/spec/cpu/guest'],
    [{ cpu: { guest: -1 } }, '/data/spec/cpu/guest'],
    [{ cpu: { guest: 1.5 } }, '/data/spec/cpu/guest'],
    [{ cpu: { guest: 2 ** 32 } }, '/data/spec/cpu/guest'],
    [{ cpu: [] }, '/data/spec/cpu'],
    [{ cpu: { dedicatedCPUPlacement: 'true' } }, '/data/spec/cpu/dedicatedCPUPlacement'],
    [{ memory: { guest: '1gi' } }, '/data/spec/memory/guest'],
    [{ memory: { overcommitPercent: 1e30 } }, '/data/spec/memory/overcommitPercent'],
    [{ gpus: {} }, '/data/spec/gpus'],
    [{ gpus: [{ name: 'a' }, 'b'] }, '/data/spec/gpus/1'],
    [{ annotations: { 'a/b': 1 } }, '/data/spec/annotations/a~1b'],
  ])('%j is of a wrong type at %s', (wrong, pointer) => {
    const data = { apiVersion: API, kind: 'VirtualMachineInstancetype', spec: wrong };
    expect(decodeRevision(revisionOf(data), 'instancetype')).toMatchObject({ ok: false, causes: [{ code: 'revision-not-decodable', pointer }] });
  });
});

test('members that the API does not have are left out, and null stands for unset', () => {
  const data = {
    apiVersion: API,
    kind: 'VirtualMachineInstancetype',
    spec: { CPU: { guest: 9 }, cpu: { guest: 2, Model: 'x' }, memory: { guest: '1Gi' }, gpus: [null], annotations: { a: null }, toString: 1 },
  };
  const outcome = decodeRevision(revisionOf(data), 'instancetype');
  expect(outcome.ok && outcome.value.spec).toEqual({ cpu: { guest: 2 }, memory: { guest: '1Gi' }, gpus: [{}], annotations: { a: '' } });
  expect(codeOf({ apiVersion: API, kind: 'VirtualMachineInstancetype', spec: null })).toBe('ok: VirtualMachineInstancetype');
});

test('keys that name a prototype are data', () => {
  const data = JSON.parse(`{"apiVersion":"${API}","kind":"VirtualMachinePreference","spec":{"__proto__":{"a":1},"annotations":{"__proto__":"x","constructor":null}}}`) as object;
  const outcome = decodeRevision(revisionOf(data), 'preference');
  if (!outcome.ok) throw new Error(outcome.causes[0].message);
  expect(Object.keys(outcome.value.spec)).toEqual(['annotations']);
  expect(Object.entries(outcome.value.spec.annotations ?? {})).toEqual([['__proto__', 'x'], ['constructor', '']]);
  expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
});

test('whatever the data is, decoding it gives an outcome and leaves it as it was', () => {
  const data = fc.oneof(
    fc.json(),
    fc.jsonValue(),
    fc.record({ apiVersion: fc.constantFrom(API, 'instancetype.kubevirt.io/v1alpha1'), kind: fc.constantFrom('VirtualMachineInstancetype', 'VirtualMachinePreference'), spec: fc.jsonValue() }),
    fc.record({ spec: fc.base64String() }),
  );
  fc.assert(
    fc.property(data, fc.constantFrom('instancetype' as const, 'preference' as const), (value, family) => {
      const before = JSON.stringify(value);
      const outcome = decodeRevision(revisionOf(value), family);
      expect(outcome.ok || outcome.causes.length > 0).toBe(true);
      expect(JSON.stringify(value)).toBe(before);
    }),
  );
});

test('a very deep object is refused or read, and does not exhaust the stack', () => {
  const depth = 200_000;
  const deep = `${'{"cpu":'.repeat(depth)}1${'}'.repeat(depth)}`;
  expect(codeOf(`{"apiVersion":"${API}","kind":"VirtualMachineInstancetype","spec":${deep}}`)).toMatch(/ok|revision-not-decodable/);
});

test('what is encoded decodes to the same spec', () => {
  const vm = { metadata: { name: 'vm', namespace: 'prod', uid: 'u' } };
  const specs = fc.record({
    cpu: fc.record({ guest: fc.nat(64), model: fc.string(), maxSockets: fc.nat(8) }, { requiredKeys: ['guest'] }),
    memory: fc.record({ guest: fc.constantFrom('1Gi', '512Mi', '2G', '1e9'), overcommitPercent: fc.integer({ min: 1, max: 100 }) }, { requiredKeys: ['guest'] }),
    nodeSelector: fc.option(fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(specs, (generated) => {
      const kind = 'VirtualMachineInstancetype';
      const encoded = encodeRevision(vm, { metadata: { name: 'x' }, spec: generated }, kind);
      if (!encoded.ok) throw new Error(encoded.causes[0].message);
      const decoded = decodeRevision(encoded.value, 'instancetype');
      expect(decoded.ok && JSON.parse(JSON.stringify(decoded.value.spec))).toEqual(JSON.parse(JSON.stringify(generated)));
    }),
  );
});
