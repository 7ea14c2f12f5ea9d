import type { PreferenceSpec } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { dataSource, mutated, outcomeOf, preference, Shelf, uuids, vmWith } from './mutated.ts';

const specOf = (...parameters: Parameters<typeof mutated>) => mutated(...parameters).spec?.template?.spec;
const preferring = (spec: PreferenceSpec) => new Shelf(preference(spec));
const NAMED = { preference: { name: 'pr' } };

// BEHAVIOUR 13.2
describe('what a preference wants in the stored VM', () => {
  test('is its architecture, which decides the default of the machine type', () => {
    expect(specOf(vmWith(NAMED), preferring({ preferredArchitecture: 'arm64' }))).toMatchObject({ architecture: 'arm64', domain: { machine: { type: 'virt' } } });
  });

  test('is its machine type, where the VM has none', () => {
    const shelf = preferring({ machine: { preferredMachineType: 'pc' } });
    expect(specOf(vmWith(NAMED), shelf)?.domain?.machine).toEqual({ type: 'pc' });
    expect(specOf(vmWith(NAMED, { machine: { type: '' } }), shelf)?.domain?.machine).toEqual({ type: 'pc' });
    expect(specOf(vmWith(NAMED, { machine: { type: 'own' } }), shelf)?.domain?.machine).toEqual({ type: 'own' });
  });

  test('is its storage class, in each claim of a DataVolumeTemplate that says none', () => {
    const templates = [
      { spec: { pvc: {}, storage: {} } },
      { spec: { pvc: { storageClassName: '' } } },
      { spec: { storage: { storageClassName: 'own' } } },
      { spec: { pvc: null } },
      { spec: {} },
      null,
    ];
    const vm = vmWith({ ...NAMED, dataVolumeTemplates: templates });
    expect(mutated(vm, preferring({ volumes: { preferredStorageClassName: 'fast' } })).spec?.dataVolumeTemplates).toEqual([
      { spec: { pvc: { storageClassName: 'fast' }, storage: { storageClassName: 'fast' } } },
      ...templates.slice(1),
    ]);
  });

  test('is nothing else: the rest is applied when the VM starts', () => {
    const vm = vmWith(NAMED, { machine: { type: 'q35' } });
    const shelf = preferring({ preferredArchitecture: '', machine: { preferredMachineType: '' }, volumes: { preferredStorageClassName: '' }, devices: { preferredRng: {} }, annotations: { a: 'b' } });
    expect(specOf(vm, shelf, { operation: 'UPDATE', oldVm: vm })).toEqual({ domain: { devices: {}, machine: { type: 'q35' } }, architecture: 'amd64' });
  });
});

// BEHAVIOUR 13.1 step 9
describe('firmware identifiers', () => {
  test('are given to a new VM, each where it has none', () => {
    expect(specOf(vmWith(), new Shelf(), { uuid: uuids() })?.domain?.firmware).toEqual({ uuid: 'uuid-1', serial: 'uuid-2' });
    expect(specOf(vmWith({}, { firmware: { uuid: 'own', serial: '' } }), new Shelf(), { uuid: uuids() })?.domain?.firmware).toEqual({ uuid: 'own', serial: 'uuid-1' });
  });

  test('are not given on an update, nor without a source of them', () => {
    expect(specOf(vmWith(), new Shelf(), { operation: 'UPDATE', uuid: uuids() })?.domain).not.toHaveProperty('firmware');
    expect(specOf(vmWith())?.domain).not.toHaveProperty('firmware');
  });
});

// BEHAVIOUR 13.3
describe('the architecture', () => {
  const from = (...sourceRefs: object[]) => vmWith({ dataVolumeTemplates: sourceRefs.map((sourceRef) => ({ spec: { sourceRef: { kind: 'DataSource', ...sourceRef } } })) });
  const architectureOf = (...parameters: Parameters<typeof mutated>) => specOf(...parameters)?.architecture;

  test('is that of the first DataSource that tells one', () => {
    const shelf = new Shelf(dataSource('none'), dataSource('odd', 'riscv64'), dataSource('arm', 'arm64'), dataSource('z', 's390x'));
    expect(architectureOf(from({ name: 'gone' }, { name: 'none' }, { name: 'odd' }, { name: 'arm' }, { name: 'z' }), shelf)).toBe('arm64');
    expect(shelf.asked).not.toContain('DataSource prod/z');
  });

  test('is read in the namespace of the reference, else in that of the VM, of any letter case of the kind (Q26)', () => {
    const shelf = new Shelf(dataSource('there', 'arm64', {}, 'images'), dataSource('here', 's390x'));
    expect(architectureOf(from({ name: 'there', namespace: 'images', kind: 'datasource' }), shelf)).toBe('arm64');
    expect(architectureOf(from({ name: 'here', namespace: '' }), shelf)).toBe('s390x');
    expect(architectureOf(from({ name: 'here', kind: 'Other' }), shelf)).toBe('amd64');
  });

  test('is that of the DataSource that this one points to: one step, with the namespace as written', () => {
    const to = (next: object) => ({ source: { dataSource: next } });
    const shelf = new Shelf(
      dataSource('one', 's390x', to({ name: 'two', namespace: 'images' })),
      dataSource('two', 'arm64', to({ name: 'three', namespace: 'images' }), 'images'),
      dataSource('bare', 's390x', to({ name: 'two' })),
      dataSource('lost', 's390x', to({ name: 'gone', namespace: 'images' })),
    );
    expect(architectureOf(from({ name: 'one' }), shelf)).toBe('arm64');
    expect(architectureOf(from({ name: 'bare' }), shelf)).toBe('amd64');
    expect(architectureOf(from({ name: 'lost' }), shelf)).toBe('amd64');
    expect(shelf.asked).not.toContain('DataSource images/three');
  });

  test('is the VM’s own, else the preference’s, before any DataSource is read', () => {
    const shelf = new Shelf(preference({ preferredArchitecture: 's390x' }), dataSource('arm', 'arm64'));
    const vm = from({ name: 'arm' });
    expect(architectureOf({ ...vm, spec: { ...vm.spec, ...NAMED } }, shelf)).toBe('s390x');
    expect(shelf.asked).toEqual(['VirtualMachineClusterPreference pr']);
  });

  test('is else the cluster’s, and may stay empty', () => {
    expect(architectureOf(vmWith(), new Shelf(), { cluster: { defaultArchitecture: 'arm64' } })).toBe('arm64');
    expect(architectureOf(vmWith(), new Shelf(), { cluster: { defaultArchitecture: '' } })).toBeUndefined();
  });
});

test('the machine type is the cluster’s for the architecture', () => {
  const machineOf = (...parameters: Parameters<typeof mutated>) => specOf(...parameters)?.domain?.machine;
  expect(machineOf(vmWith())).toEqual({ type: 'q35' });
  expect(machineOf(vmWith(), new Shelf(), { cluster: { configuration: { machineType: 'own' } } })).toEqual({ type: 'own' });
  expect(machineOf(vmWith(), new Shelf(), { cluster: { configuration: { architectureConfiguration: { s390x: { machineType: 'z' } } }, defaultArchitecture: 's390x' } })).toEqual({ type: 'z' });
});

// BEHAVIOUR 13.1 step 11
describe('the layout of PCI devices', () => {
  const annotationsOf = (vm: ReturnType<typeof vmWith>, ...more: Parameters<typeof mutated> extends [unknown, ...infer Rest] ? Rest : never) => mutated(vm, ...more).spec?.template?.metadata?.annotations;
  const on = (architecture: string, machine?: object) => vmWith({ template: { spec: { architecture, domain: { devices: {}, machine } } } });

  test.each([
    ['amd64', undefined, true],
    ['amd64', { type: 'pc-q35-rhel9' }, true],
    ['amd64', { type: 'pc' }, false],
    ['arm64', undefined, true],
    ['arm64', { type: 'virt-9' }, true],
    ['arm64', { type: 'my-virt' }, false],
    ['s390x', undefined, false],
    ['s390x', { type: 'q35' }, false],
  ])('on %s with the machine %j is written: %s', (architecture, machine, isWritten) => {
    expect(annotationsOf(on(architecture, machine))).toEqual(isWritten ? { 'kubevirt.io/pci-topology-version': 'v3' } : undefined);
  });

  test('is written to a new VM only, and kept where it has one', () => {
    expect(annotationsOf(vmWith(), new Shelf(), { operation: 'UPDATE' })).toBeUndefined();
    const metadata = { annotations: { 'kubevirt.io/pci-topology-version': 'v2', a: 'b' } };
    expect(annotationsOf(vmWith({ template: { metadata, spec: { domain: { devices: {} } } } }))).toEqual(metadata.annotations);
  });
});

test('a template without a domain gets one that the API accepts', () => {
  expect(specOf(vmWith({ template: {} }))?.domain).toEqual({ machine: { type: 'q35' }, devices: {} });
});

describe('only the references', () => {
  test('means no defaults: what is left is what follows from instance type and preference', () => {
    const shelf = preferring({ preferredArchitecture: 'arm64' });
    const vm = vmWith({ ...NAMED, dataVolumeTemplates: [{ spec: { sourceRef: { kind: 'DataSource', name: 'x' } } }] });
    expect(specOf(vm, shelf, { steps: 'references', uuid: uuids() })).toEqual({ domain: { devices: {} }, architecture: 'arm64' });
    const plain = vmWith();
    expect(mutated(plain, shelf, { steps: 'references', uuid: uuids() })).toBe(plain);
  });
});

test('the trace tells of each write whose it is', () => {
  const vm = vmWith({ ...NAMED, dataVolumeTemplates: [{ spec: { pvc: {} } }] });
  const outcome = outcomeOf(vm, preferring({ preferredArchitecture: 'arm64', volumes: { preferredStorageClassName: 'fast' } }), { trace: true, uuid: uuids() });
  expect(outcome.ok && outcome.trace.map(({ path, origin, source, rule }) => [path.split('/').at(-1), origin, source.name, rule])).toEqual([
    ['architecture', 'preference', 'pr', 'preferred-architecture'],
    ['storageClassName', 'preference', 'pr', 'preferred-storage-class'],
    ['firmware', 'default', undefined, 'firmware-uuid'],
    ['uuid', 'default', undefined, 'firmware-uuid'],
    ['serial', 'default', undefined, 'firmware-serial'],
    ['machine', 'default', undefined, 'default-machine-type'],
    ['type', 'default', undefined, 'default-machine-type'],
    ['metadata', 'default', undefined, 'pci-topology'],
    ['annotations', 'default', undefined, 'pci-topology'],
    ['kubevirt.io~1pci-topology-version', 'default', undefined, 'pci-topology'],
  ]);
});
