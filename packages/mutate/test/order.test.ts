import type { VirtualMachineLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { mutate, mutateAsync } from '../src/index.ts';
import { claim, codesOf, mutated, outcomeOf, preference, Shelf, vmWith } from './mutated.ts';

const VOLUMES = { template: { spec: { domain: { devices: {}, memory: { guest: '1Gi' } }, volumes: [{ name: 'root', persistentVolumeClaim: { claimName: 'disk' } }] } } };
const inferring = (instancetype: object, preferred?: object): VirtualMachineLike => vmWith({ instancetype, ...(preferred && { preference: preferred }), ...VOLUMES });
const ROOT = { inferFromVolume: 'root' };

// BEHAVIOUR 13.1 steps 4 to 7
test('a VM that is being deleted is the value, whatever it says, and nothing is looked up', () => {
  const vm = vmWith({ instancetype: {}, template: null }, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' });
  const shelf = new Shelf();
  expect(mutated(vm, shelf)).toBe(vm);
  expect(shelf.asked).toEqual([]);
});

describe('matchers', () => {
  const before = vmWith({ instancetype: { name: 'a', revisionName: 'r' }, preference: { name: 'a', revisionName: 'r' } });
  const changed = { name: 'b', revisionName: 'r', inferFromVolumeFailurePolicy: 'Maybe' };

  test('are checked one step at a time: their change, then what the instance type says, then what the preference says', () => {
    const update = { operation: 'UPDATE', oldVm: before } as const;
    const both = vmWith({ instancetype: changed, preference: changed });
    expect(outcomeOf(both, new Shelf(), update)).toMatchObject({ ok: false, causes: [{ code: 'revision-kept-for-new-name', field: 'spec.instancetype.revisionName', reason: 'FieldValueInvalid' }] });
    const onlyPreference = vmWith({ instancetype: { ...changed, name: 'a' }, preference: changed });
    expect(outcomeOf(onlyPreference, new Shelf(), update)).toMatchObject({ ok: false, causes: [{ field: 'spec.preference.revisionName' }] });
    expect(outcomeOf(both)).toMatchObject({ ok: false, causes: [{ field: 'spec.instancetype.inferFromVolumeFailurePolicy' }] });
    expect(outcomeOf(vmWith({ preference: changed }))).toMatchObject({ ok: false, causes: [{ field: 'spec.preference.inferFromVolumeFailurePolicy' }] });
  });

  test('all that is wrong with one is said at once', () => {
    expect(codesOf(vmWith({ instancetype: { inferFromVolume: 'root', name: 'a', kind: 'b', inferFromVolumeFailurePolicy: '' } }))).toEqual([
      'matcher-name-and-inference',
      'matcher-kind-and-inference',
      'unknown-failure-policy',
    ]);
  });

  test('their change is looked at on an update only', () => {
    const vm = vmWith({ instancetype: { name: 'b', revisionName: 'r' } });
    expect(outcomeOf(vm, new Shelf(), { operation: 'CREATE', oldVm: before }).ok).toBe(true);
    expect(outcomeOf(vm, new Shelf(), { operation: 'UPDATE' }).ok).toBe(true);
  });

  test('are checked before anything is looked up', () => {
    const shelf = new Shelf(claim('disk', 'u1.small'));
    expect(codesOf(inferring(ROOT, {}), shelf)).toEqual(['matcher-empty']);
    expect(shelf.asked).toEqual([]);
  });
});

describe('inference', () => {
  test('gives the instance type, then the preference, whose early effects are taken at once', () => {
    const shelf = new Shelf(claim('disk', 'u1.small', 'pr'), preference({ machine: { preferredMachineType: 'pc-q35-9' } }));
    const { spec } = mutated(inferring(ROOT, ROOT), shelf);
    expect(spec).toMatchObject({ instancetype: { name: 'u1.small' }, preference: { name: 'pr' }, template: { spec: { domain: { machine: { type: 'pc-q35-9' } } } } });
    expect(shelf.asked.at(-1)).toBe('VirtualMachineClusterPreference pr');
  });

  test('that fails refuses the VM by a bare error, unless its policy ignores that', () => {
    const unlabelled = new Shelf({ kind: 'PersistentVolumeClaim', metadata: { name: 'disk', namespace: 'prod' } });
    const refused = outcomeOf(inferring(ROOT), unlabelled);
    expect(refused).toMatchObject({ ok: false, causes: [{ code: 'inference-label-missing' }] });
    expect(refused.ok ? undefined : refused.causes[0].reason).toBeUndefined();
    const ignored = mutated(inferring({ ...ROOT, inferFromVolumeFailurePolicy: 'Ignore' }), unlabelled);
    expect(ignored.spec).not.toHaveProperty('instancetype');
    expect(ignored.spec?.template?.spec?.domain?.memory).toEqual({ guest: '1Gi' });
    expect(codesOf(inferring({ ...ROOT, inferFromVolumeFailurePolicy: 'Ignore' }))).toEqual(['inference-object-not-found']);
  });

  test('under the policy Ignore takes the memory of the template', () => {
    const vm = mutated(inferring({ ...ROOT, inferFromVolumeFailurePolicy: 'Ignore' }), new Shelf(claim('disk', 'u1.small')));
    expect(vm.spec?.instancetype).toEqual({ name: 'u1.small' });
    expect(vm.spec?.template?.spec?.domain).not.toHaveProperty('memory');
  });

  test('is done on an update, too, and stays in the namespace where that is wanted', () => {
    const templates = { dataVolumeTemplates: [{ metadata: { name: 'root' }, spec: { source: { pvc: { name: 'golden', namespace: 'images' } } } }] };
    const vm = vmWith({ instancetype: ROOT, ...templates, template: { spec: { domain: { devices: {} }, volumes: [{ name: 'root', dataVolume: { name: 'root' } }] } } });
    const golden = claim('golden', 'u1.small');
    const shelf = new Shelf({ ...golden, metadata: { ...golden.metadata, namespace: 'images' } });
    expect(mutated(vm, shelf, { operation: 'UPDATE', oldVm: vm }).spec?.instancetype).toEqual({ name: 'u1.small' });
    expect(codesOf(vm, shelf, { crossNamespaceInference: 'deny' })).toEqual(['inference-other-namespace']);
  });
});

// 20 Q18
describe('a preference', () => {
  test.each([
    ['that is gone', { name: 'gone' }, 'preference-not-found'],
    ['of no known kind', { name: 'pr', kind: 'Foo' }, 'unknown-kind'],
    ['whose revision is gone', { name: 'pr', revisionName: 'gone' }, 'revision-not-found'],
  ])('%s does not stand in the way, and is a warning', (_what, matcher, code) => {
    const outcome = outcomeOf(vmWith({ preference: matcher }), new Shelf(preference({ preferredArchitecture: 'arm64' })));
    expect(outcome.ok && outcome.notes).toMatchObject([{ code, severity: 'warning' }]);
    expect(outcome.ok && outcome.value.spec?.template?.spec?.architecture).toBe('amd64');
  });

  test('is found by the reference in the status, as everywhere', () => {
    const stored = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterPreference', metadata: { name: 'pr' }, spec: { preferredArchitecture: 's390x' } };
    const revision = { kind: 'ControllerRevision', metadata: { name: 'rev', namespace: 'prod', labels: { 'instancetype.kubevirt.io/object-name': 'pr' } }, data: stored };
    const vm = { ...vmWith({ preference: { name: 'pr' } }), status: { preferenceRef: { name: 'pr', controllerRevisionRef: { name: 'rev' } } } };
    expect(mutated(vm, new Shelf(revision)).spec?.template?.spec?.architecture).toBe('s390x');
  });

  test('that cannot be read is an exception, or passed over with a warning where the caller says so', async () => {
    const vm = frozen(vmWith({ preference: { name: 'pr' } }));
    const fault = Object.assign(new Error('not\nnow'), { code: 'unavailable' });
    const reader = { get: (): never => { throw fault; } };
    expect(() => mutate(vm, reader)).toThrow(fault);
    await expect(mutateAsync(vm, { get: () => Promise.reject(fault) })).rejects.toBe(fault);
    const tolerant = { ignoresFault: (error: unknown): boolean => error === fault };
    for (const outcome of [mutate(vm, reader, tolerant), await mutateAsync(vm, { get: () => Promise.reject(fault) }, tolerant)]) {
      expect(outcome).toMatchObject({ ok: true, notes: [{ code: 'preference-not-readable', severity: 'warning', message: expect.not.stringContaining('\n') }] });
    }
    // what is inferred cannot be guessed
    expect(() => mutate(frozen(inferring(ROOT)), reader, tolerant)).toThrow(fault);
  });
});

test('the instance type is neither looked up nor applied', () => {
  const shelf = new Shelf();
  expect(outcomeOf(vmWith({ instancetype: { name: 'gone' } }), shelf)).toMatchObject({ ok: true, notes: [] });
  expect(shelf.asked).toEqual([]);
});

test.each([
  ['no template', vmWith({ template: null }), 'template-missing'],
  ['text as template', vmWith({ template: 'x' }), 'wrong-type'],
  ['text as domain', vmWith({ template: { spec: { domain: 'x' } } }), 'wrong-type'],
  ['null', null, 'wrong-type'],
])('%s is refused by a finding, where KubeVirt crashes (Appendix B1)', async (_what, vm, code) => {
  expect(codesOf(vm as VirtualMachineLike)).toEqual([code]);
  expect(await mutateAsync(vm as VirtualMachineLike, new Shelf())).toMatchObject({ ok: false, causes: [{ code }] });
});

describe('late inference', () => {
  const late = { lateInference: true };
  const volumes = [{ name: 'root', persistentVolumeClaim: { claimName: 'disk' } }, { name: 'gone', persistentVolumeClaim: { claimName: 'not-yet' } }];
  const both = (instancetype: object, preferred: object): VirtualMachineLike => vmWith({ instancetype, preference: preferred, template: { spec: { domain: { devices: {}, memory: { guest: '1Gi' } }, volumes } } });

  test('leaves a matcher as it is, with a warning, whose volume does not exist yet', () => {
    const vm = both({ inferFromVolume: 'gone', inferFromVolumeFailurePolicy: 'Ignore' }, { inferFromVolume: 'gone' });
    const outcome = outcomeOf(vm, new Shelf(), late);
    expect(outcome).toMatchObject({ ok: true, notes: [{ code: 'inference-object-not-found', severity: 'warning', field: 'spec.instancetype.inferFromVolume' }, { code: 'inference-object-not-found', severity: 'warning', field: 'spec.preference.inferFromVolume' }] });
    if (!outcome.ok) throw new Error('it was refused');
    expect(outcome.notes).toHaveLength(2);
    expect(outcome.value.spec).toMatchObject({ ...vm.spec, template: { spec: { domain: { memory: { guest: '1Gi' }, machine: { type: 'q35' } } } } });
    expect(codesOf(vm, new Shelf())).toEqual(['inference-object-not-found']);
  });

  test('infers what can be inferred now', () => {
    const shelf = new Shelf(claim('disk', 'u1.small', 'pr'), preference({ machine: { preferredMachineType: 'pc-q35-9' } }));
    expect(mutated(both({ inferFromVolume: 'gone' }, ROOT), shelf, late).spec).toMatchObject({ instancetype: { inferFromVolume: 'gone' }, preference: { name: 'pr' }, template: { spec: { domain: { machine: { type: 'pc-q35-9' } } } } });
    expect(mutated(both(ROOT, { inferFromVolume: 'gone' }), shelf, late).spec).toMatchObject({ instancetype: { name: 'u1.small' }, preference: { inferFromVolume: 'gone' } });
  });

  test('still refuses what will not be there later either: a volume that the VM does not have, a claim without a label', () => {
    expect(codesOf(both({ inferFromVolume: 'typo' }, ROOT), new Shelf(claim('disk', 'a', 'pr')), late)).toEqual(['inference-volume-not-found']);
    expect(codesOf(both(ROOT, ROOT), new Shelf(claim('disk', 'a')), late)).toEqual(['inference-label-missing']);
  });
});
