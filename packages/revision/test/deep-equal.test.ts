import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Comparable, compareRevisions, deepEqual, encodeRevision, firstDifference } from '../src/index.ts';

describe('the equality of BEHAVIOUR 0.2', () => {
  test.each<[string, Comparable, unknown, unknown, boolean]>([
    ['unset and empty map', 'instancetype', { nodeSelector: {} }, {}, true],
    ['unset and empty list', 'instancetype', { gpus: [] }, { gpus: null }, true],
    ['quantities by number', 'instancetype', { memory: { guest: '1Gi' } }, { memory: { guest: '1024Mi' } }, true],
    ['a quantity as a number', 'instancetype', { memory: { guest: 1024 } }, { memory: { guest: '1Ki' } }, true],
    ['an unset quantity and 0', 'instancetype', { memory: { guest: '0' } }, { memory: {} }, true],
    ['an unset optional quantity and 0', 'instancetype', { memory: { maxGuest: '0' } }, { memory: {} }, false],
    ['quantities that differ', 'instancetype', { memory: { guest: '1Gi' } }, { memory: { guest: '1G' } }, false],
    ['unset pointer and zero', 'instancetype', { cpu: { model: '' } }, { cpu: {} }, false],
    ['unset pointer and empty object', 'instancetype', { launchSecurity: {} }, {}, false],
    ['unset inline object and empty one', 'instancetype', { cpu: {} }, {}, true],
    ['unset value and zero', 'instancetype', { cpu: { guest: 0 }, schedulerName: '' }, {}, true],
    ['order of members', 'instancetype', { a: 1, cpu: { guest: 1 } }, { cpu: { guest: 1 } }, true],
    ['order of elements', 'instancetype', { gpus: [{ name: 'a' }, { name: 'b' }] }, { gpus: [{ name: 'b' }, { name: 'a' }] }, false],
    ['more elements', 'instancetype', { gpus: [{ name: 'a' }] }, { gpus: [{ name: 'a' }, { name: 'b' }] }, false],
    ['an empty element and null', 'instancetype', { gpus: [{}] }, { gpus: [null] }, true],
    ['maps', 'preference', { annotations: { a: '1', b: '2' } }, { annotations: { b: '2', a: '1' } }, true],
    ['a map with an empty text', 'preference', { annotations: { a: '' } }, { annotations: {} }, false],
    ['a map with a null', 'preference', { annotations: { a: '' } }, { annotations: { a: null } }, true],
    ['empty objects of a preference', 'preference', { features: {} }, {}, false],
    ['switches', 'preference', { features: { preferredAcpi: { enabled: false } } }, { features: { preferredAcpi: {} } }, false],
    ['a value switch', 'preference', { features: { preferredKvm: { hidden: false } } }, { features: { preferredKvm: {} } }, true],
    ['nothing at all', 'preference', undefined, null, true],
    ['references', 'statusRef', { name: 'a', kind: '' }, { name: 'a' }, true],
    ['a reference without a revision and one with an empty one', 'statusRef', { name: 'a', controllerRevisionRef: {} }, { name: 'a' }, false],
    ['a reference to an empty revision name', 'statusRef', { controllerRevisionRef: {} }, { controllerRevisionRef: { name: '' } }, true],
    ['an unset reference and an empty one', 'statusRef', undefined, {}, false],
    ['two unset references', 'statusRef', undefined, null, true],
    ['policies', 'statusRef', { inferFromVolumeFailurePolicy: '' }, {}, false],
  ])('%s', (_, what, a, b, equal) => {
    expect(deepEqual(a, b, what)).toBe(equal);
    expect(deepEqual(b, a, what)).toBe(equal);
  });

  test('a key that names a prototype is compared as data', () => {
    const a = { annotations: JSON.parse('{"__proto__":"1"}') as object };
    expect(deepEqual(a, { annotations: {} }, 'instancetype')).toBe(false);
    expect(deepEqual(a, structuredClone(a), 'instancetype')).toBe(true);
    expect(deepEqual({ annotations: { constructor: 'x' } }, {}, 'instancetype')).toBe(false);
  });

  test('it is reflexive and symmetric, whatever it is given', () => {
    const kinds = fc.constantFrom<Comparable>('instancetype', 'preference', 'statusRef');
    const specs = fc.record({ cpu: fc.jsonValue(), memory: fc.jsonValue(), gpus: fc.jsonValue(), annotations: fc.jsonValue(), name: fc.jsonValue() }, { requiredKeys: [] });
    fc.assert(
      fc.property(specs, specs, kinds, (a, b, what) => {
        expect(deepEqual(a, a, what)).toBe(true);
        expect(deepEqual(a, b, what)).toBe(deepEqual(b, a, what));
      }),
    );
  });
});

test('the first difference is told in the order of the API, with both values', () => {
  const a = { cpu: { guest: 2, model: 'x' }, gpus: [{ name: 'a', deviceName: 'd' }] };
  expect(firstDifference(a, { ...a, cpu: { guest: 4, model: 'y' } }, 'instancetype')).toEqual({ field: 'cpu.guest', pointer: '/cpu/guest', first: 2, second: 4 });
  expect(firstDifference(a, { ...a, gpus: [{ name: 'a' }] }, 'instancetype')).toEqual({ field: 'gpus[0].deviceName', pointer: '/gpus/0/deviceName', first: 'd', second: undefined });
  expect(firstDifference({}, { annotations: { 'a/b': '1' } }, 'preference')).toEqual({ field: 'annotations["a/b"]', pointer: '/annotations/a~1b', first: undefined, second: '1' });
  expect(firstDifference(undefined, {}, 'statusRef')).toMatchObject({ field: '', first: undefined });
});

describe('revisions of the same name', () => {
  const vm = { metadata: { name: 'vm', namespace: 'prod', uid: 'u' } };
  const revisionOf = (spec: object, kind = 'VirtualMachineInstancetype', metadata: object = { name: 'it', uid: 'i', generation: 1 }) => {
    const outcome = encodeRevision(vm, { metadata, spec }, kind);
    if (!outcome.ok) throw new Error(outcome.causes[0].message);
    return outcome.value;
  };
  const spec = { cpu: { guest: 2 }, memory: { guest: '1Gi' } };

  test('are equal where their specs mean the same', () => {
    const existing = revisionOf(spec);
    expect(compareRevisions(existing, revisionOf({ ...spec, memory: { guest: '1024Mi' } }))).toBeUndefined();
    expect(compareRevisions(existing, revisionOf(spec, 'VirtualMachineClusterInstancetype', { name: 'other', uid: 'o' }))).toBeUndefined();
  });

  test('differ by the first field that differs, with both values', () => {
    const finding = compareRevisions(revisionOf(spec), revisionOf({ ...spec, cpu: { guest: 4 } }));
    expect(finding).toMatchObject({
      code: 'revision-differs',
      severity: 'error',
      pointer: '/data/spec/cpu/guest',
      claims: [
        { field: 'data.spec.cpu.guest', value: 2, owner: { kind: 'ControllerRevision', name: 'vm-it-v1beta1-i-1', namespace: 'prod' } },
        { field: 'data.spec.cpu.guest', value: 4 },
      ],
    });
    expect(finding?.message).toMatch(/prod\/vm-it-v1beta1-i-1.*spec\.cpu\.guest is 2.*4/);
  });

  test('differ where one holds a preference', () => {
    expect(compareRevisions(revisionOf({}, 'VirtualMachinePreference'), revisionOf({}))).toMatchObject({ code: 'revision-differs', pointer: '/data/kind' });
  });

  test('that cannot be read are findings', () => {
    expect(compareRevisions({ metadata: { name: 'x' } }, revisionOf(spec))?.code).toBe('revision-empty');
    expect(compareRevisions(revisionOf(spec), { data: 'x' })?.code).toBe('revision-not-decodable');
  });

  test('an old one equals what it converts to', () => {
    const old = { data: { apiVersion: 'instancetype.kubevirt.io/v1alpha2', kind: 'VirtualMachineInstancetype', spec } };
    const converted = { ...spec, cpu: { guest: 2, model: '', dedicatedCPUPlacement: false, isolateEmulatorThread: false } };
    expect(compareRevisions(old, revisionOf(converted))).toBeUndefined();
    expect(compareRevisions(old, revisionOf(spec))?.pointer).toBe('/data/spec/cpu/model');
  });
});
