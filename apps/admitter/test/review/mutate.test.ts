import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { type Answer, type Json, mutating, preference, readerOf, vm } from './harness.ts';

/** The object that the patch makes, by another implementation of RFC 6902. */
function patched(object: Json, answer: Answer): Json {
  const copy = structuredClone(object);
  const problems = rfc6902.applyPatch(copy, structuredClone(answer.patch) as never).filter((problem) => problem !== null);
  expect(problems).toEqual([]);
  return copy;
}

test('a new VM gets identifiers, an architecture, a machine type and the layout of its PCI devices', async () => {
  const object = vm();
  const answer = await mutating(object);
  expect(answer.response.patchType).toBe('JSONPatch');
  const { template } = patched(object, answer).spec;
  expect(template.spec.domain.firmware.uuid).toMatch(/^[\da-f-]{36}$/);
  expect(template.spec.domain.firmware.serial).toMatch(/^[\da-f-]{36}$/);
  expect(template.spec.domain.firmware.uuid).not.toBe(template.spec.domain.firmware.serial);
  expect(template.spec).toMatchObject({ architecture: 'amd64', domain: { machine: { type: 'q35' } } });
  expect(template.metadata.annotations).toEqual({ 'kubevirt.io/pci-topology-version': 'v3' });
});

test('the patch holds what was written and nothing else', async () => {
  const { patch } = await mutating(vm({}, { machine: { type: 'pc' }, firmware: { uuid: 'a', serial: 'b' } }));
  expect(patch).toEqual([{ op: 'add', path: '/spec/template/spec/architecture', value: 'amd64' }]);
});

test('an update gets neither identifiers nor the annotation', async () => {
  const object = vm();
  const answer = await mutating(object, {}, { operation: 'UPDATE', oldObject: object });
  expect(answer.patch.map(({ path }) => path).toSorted()).toEqual(['/spec/template/spec/architecture', '/spec/template/spec/domain/machine']);
});

test('where nothing is to be changed there is no patch at all', async () => {
  const object = vm();
  const settled = patched(object, await mutating(object));
  const { response } = await mutating(settled);
  expect(response).toEqual({ uid: 'c0ffee', allowed: true });
});

test('a VM that is being deleted is left alone', async () => {
  expect(await mutating(vm({ instancetype: {} }, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }))).toMatchObject({ allowed: true, patch: [] });
});

test('the preference is taken at once where what follows depends on it', async () => {
  const object = vm({ preference: { name: 'pr' }, dataVolumeTemplates: [{ metadata: { name: 'root' }, spec: { pvc: { accessModes: ['ReadWriteOnce'] }, source: { blank: {} } } }] });
  const reader = readerOf(preference({ machine: { preferredMachineType: 'pc-q35-9' }, preferredArchitecture: 'arm64', volumes: { preferredStorageClassName: 'fast' } }));
  const { spec } = patched(object, await mutating(object, { reader }));
  expect(spec.template.spec).toMatchObject({ architecture: 'arm64', domain: { machine: { type: 'pc-q35-9' } } });
  expect(spec.dataVolumeTemplates[0].spec.pvc.storageClassName).toBe('fast');
});

describe('matchers', () => {
  test.each<[string, Json, string]>([
    ['names nothing', {}, 'FieldValueNotFound spec.instancetype'],
    ['empty texts', { name: '', inferFromVolume: '' }, 'FieldValueNotFound spec.instancetype'],
    ['a name and an inference', { name: 'a', inferFromVolume: 'root' }, 'FieldValueNotSupported spec.instancetype.name'],
    ['an unknown policy', { name: 'a', inferFromVolumeFailurePolicy: 'Maybe' }, 'FieldValueInvalid spec.instancetype.inferFromVolumeFailurePolicy'],
  ])('%s: denied', async (_what, matcher, cause) => {
    const answer = await mutating(vm({ instancetype: matcher }));
    expect(answer).toMatchObject({ allowed: false, code: 422 });
    expect(answer.fields).toContain(cause);
    expect(answer.response.status.reason).toBe('Invalid');
  });

  test('a new name with the revision of the old one: denied', async () => {
    const before = vm({ instancetype: { name: 'old', revisionName: 'r' } });
    const answer = await mutating(vm({ instancetype: { name: 'new', revisionName: 'r' } }), {}, { operation: 'UPDATE', oldObject: before });
    expect(answer).toMatchObject({ allowed: false, code: 422, fields: ['FieldValueInvalid spec.instancetype.revisionName'] });
  });

  test('a kind in other letters, in the plural or unknown: as KubeVirt, which looks at it later', async () => {
    for (const kind of ['VIRTUALMACHINEINSTANCETYPE', 'virtualmachineinstancetypes', '', 'Foo']) {
      expect((await mutating(vm({ instancetype: { name: 'a', kind } }))).allowed).toBe(true);
    }
  });
});

describe('inference', () => {
  const inferring = vm({ instancetype: { inferFromVolume: 'root' } });
  const withVolume = { ...inferring, spec: { ...inferring.spec, template: { spec: { ...inferring.spec.template.spec, volumes: [{ name: 'root', dataVolume: { name: 'disk' } }] } } } };
  const labels = { 'instancetype.kubevirt.io/default-instancetype': 'u1.small' };
  const claim = (namespace: string): Json => ({ kind: 'PersistentVolumeClaim', metadata: { name: 'golden', namespace, labels } });
  const dataVolume = { kind: 'DataVolume', metadata: { name: 'disk', namespace: 'prod' }, spec: { source: { pvc: { name: 'golden', namespace: 'images' } } } };

  test('the name comes from the label at the end of the chain', async () => {
    const answer = await mutating(withVolume, { reader: readerOf(dataVolume, claim('images')) });
    expect(patched(withVolume, answer).spec.instancetype).toEqual({ name: 'u1.small' });
  });

  test('a volume that is not there: denied with 400', async () => {
    const answer = await mutating(inferring);
    expect(answer).toMatchObject({ allowed: false, code: 400, fields: [] });
    expect(answer.message).toContain('root');
  });

  test('late inference admits a VM whose volume does not exist yet as it is, with a warning, and no other', async () => {
    const late = { missingObjects: 'allow', negativeMemory: 'warn', foreignRevisions: 'warn', crossNamespaceInference: 'follow', lateInference: true } as const;
    const answer = await mutating(withVolume, { settings: late });
    expect(answer).toMatchObject({ allowed: true, warnings: [expect.stringContaining('spec.instancetype.inferFromVolume')] });
    expect(patched(withVolume, answer).spec.instancetype).toEqual({ inferFromVolume: 'root' });
    expect(await mutating(withVolume)).toMatchObject({ allowed: false, code: 400 });
    expect(await mutating(withVolume, { settings: late, reader: readerOf(dataVolume, { ...claim('images'), metadata: { name: 'golden', namespace: 'images' } }) })).toMatchObject({ allowed: false, code: 400 });
    // a volume that the VM does not have is no matter of time
    expect(await mutating(inferring, { settings: late })).toMatchObject({ allowed: false, code: 400 });
  });

  test('a chain that leaves the namespace is not followed where that is not wanted', async () => {
    let reads = 0;
    const reader = readerOf(dataVolume, claim('images'));
    const settings = { missingObjects: 'allow', negativeMemory: 'warn', foreignRevisions: 'warn', crossNamespaceInference: 'deny' } as const;
    const counting = { get: (ref: Parameters<typeof reader.get>[0]) => ((reads += Number(ref.namespace === 'images')), reader.get(ref)) };
    expect(await mutating(withVolume, { reader: counting, settings })).toMatchObject({ allowed: false, code: 400 });
    expect(reads).toBe(0);
  });
});

const key = fc.constantFrom('a', 'b/c', 'd~e', '', '0', '__proto__', 'constructor', '~1');
const annotations = fc.dictionary(key, fc.constantFrom('1', ''), { maxKeys: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> => fc.option(fc.option(arbitrary, { nil: null }), { nil: undefined });
const anyVm = fc.record({
  metadata: maybe(fc.record({ annotations: maybe(annotations) })),
  architecture: maybe(fc.constantFrom('', 'amd64', 's390x')),
  machine: maybe(fc.record({ type: maybe(fc.constantFrom('', 'q35', 'pc')) })),
  firmware: maybe(fc.record({ uuid: maybe(fc.constantFrom('', 'u')), serial: maybe(fc.constantFrom('', 's')) })),
  pvc: fc.array(maybe(fc.record({ storageClassName: maybe(fc.constantFrom('', 'own')) })), { maxLength: 3 }),
});

test('for any VM: the patch fits the object that was sent, and the patched object gets none', async () => {
  const reader = readerOf(preference({ volumes: { preferredStorageClassName: 'fast' }, preferredArchitecture: 'arm64', machine: { preferredMachineType: 'virt' } }));
  await fc.assert(
    fc.asyncProperty(anyVm, async ({ metadata, architecture, machine, firmware, pvc }) => {
      const template = { metadata, spec: { architecture, domain: { devices: {}, machine, firmware } } };
      const dataVolumeTemplates = pvc.map((claim, index) => ({ metadata: { name: `d${index}` }, spec: { pvc: claim } }));
      const object = JSON.parse(JSON.stringify({ ...vm(), spec: { runStrategy: 'Always', preference: { name: 'pr' }, template, dataVolumeTemplates } }));
      const answer = await mutating(object, { reader });
      // keys that are no annotation keys are for the validating webhook
      expect([answer.allowed, answer.message]).toEqual([true, '']);
      expect((await mutating(patched(object, answer), { reader })).patch).toEqual([]);
    }),
  );
});
