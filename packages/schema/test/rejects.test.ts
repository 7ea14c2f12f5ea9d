import { describe, expect, it } from 'vitest';
import { validateVirtualMachine, validateVirtualMachineInstancetype, validateVirtualMachinePreference } from '../src/index.ts';
import { instancetype, preference, vm, vmWith } from './manifests.ts';

const causesOf = (object: unknown) => {
  const outcome = validateVirtualMachine(object);
  return outcome.ok ? [] : outcome.causes;
};

const domain = 'spec.template.spec.domain';

describe('one wrong value', () => {
  it.each([
    ['schema-unknown-field', 'FieldValueNotSupported', `${domain}.cpu.corez`, 1],
    ['schema-unknown-field', 'FieldValueNotSupported', `${domain}.rng`, {}],
    ['schema-unknown-field', 'FieldValueNotSupported', 'data', {}],
    ['schema-unknown-field', 'FieldValueNotSupported', `${domain}.devices.rng.foo`, 1],
    ['schema-unknown-field', 'FieldValueNotSupported', `${domain}.cpu.CORES`, 1],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.cpu.cores`, '2'],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.cpu.cores`, 1.5],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.cpu.cores`, Number.NaN],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.cpu.model`, 5],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.cpu.dedicatedCpuPlacement`, 'yes'],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.cpu`, []],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.cpu`, 'x'],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.devices.disks`, {}],
    ['schema-wrong-type', 'FieldValueInvalid', 'spec.template.spec.nodeSelector', []],
    ['schema-wrong-type', 'FieldValueInvalid', 'spec.template.spec.nodeSelector.zone', 1],
    ['schema-wrong-type', 'FieldValueInvalid', 'spec.template.spec.nodeSelector.zone', null],
    ['schema-wrong-type', 'FieldValueInvalid', 'metadata', 'x'],
    ['schema-wrong-type', 'FieldValueInvalid', 'kind', 1],
    ['schema-wrong-type', 'FieldValueInvalid', 'status.ready', 'x'],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.memory.guest`, 1.5],
    ['schema-wrong-type', 'FieldValueInvalid', `${domain}.memory.guest`, {}],
    ['schema-out-of-range', 'FieldValueInvalid', `${domain}.cpu.cores`, -1],
    ['schema-out-of-range', 'FieldValueInvalid', `${domain}.cpu.cores`, 4294967296],
    ['schema-out-of-range', 'FieldValueInvalid', `${domain}.cpu.cores`, 1e30],
    ['schema-out-of-range', 'FieldValueInvalid', `${domain}.ioThreads.supplementalPoolThreadCount`, -1],
    ['schema-out-of-range', 'FieldValueInvalid', `${domain}.features.hyperv.spinlocks.spinlocks`, -1],
    ['schema-out-of-range', 'FieldValueInvalid', 'spec.template.spec.terminationGracePeriodSeconds', 1e30],
    ['schema-out-of-range', 'FieldValueInvalid', `${domain}.memory.guest`, 1e30],
    ['schema-bad-quantity', 'FieldValueInvalid', `${domain}.memory.guest`, ''],
    ['schema-bad-quantity', 'FieldValueInvalid', `${domain}.memory.guest`, '1GiB'],
    ['schema-bad-quantity', 'FieldValueInvalid', `${domain}.resources.requests.cpu`, '1_000'],
    ['schema-not-allowed', 'FieldValueNotSupported', `${domain}.rebootPolicy`, 'reboot'],
    ['schema-not-allowed', 'FieldValueNotSupported', `${domain}.memory.reservedOverhead.memLock`, ''],
    ['schema-missing-field', 'FieldValueRequired', `${domain}.devices`, null],
    ['schema-missing-field', 'FieldValueRequired', 'spec.template', undefined],
    ['schema-missing-field', 'FieldValueRequired', 'spec', null],
  ])('is %s (%s) at %s: %j', (code, reason, field, value) => {
    const causes = causesOf(vmWith(field, value));
    expect(causes).toMatchObject([{ code, severity: 'error', reason, field, pointer: `/${field.replaceAll('.', '/')}` }]);
    expect(causes[0]?.message).toContain(field);
  });

  it.each([null, undefined, 5, 'text', [], true, () => 1, Symbol('x'), 1n])('is a manifest that is no object: %s', (manifest) => {
    expect(causesOf(manifest)).toMatchObject([{ code: 'schema-wrong-type', field: '', pointer: '' }]);
  });
});

describe('list items', () => {
  const disks = `${domain}.devices.disks`;
  it('are named by their index', () => {
    expect(causesOf(vmWith(disks, [{ name: 'a' }, { disk: { bus: 1 } }, null, 'x']))).toMatchObject([
      { code: 'schema-wrong-type', field: `${disks}[1].disk.bus`, pointer: '/spec/template/spec/domain/devices/disks/1/disk/bus' },
      { code: 'schema-missing-field', field: `${disks}[1].name` },
      { code: 'schema-wrong-type', field: `${disks}[2]` },
      { code: 'schema-wrong-type', field: `${disks}[3]` },
    ]);
  });

  it('are at most 256 where KubeVirt says so', () => {
    const named = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `d${index}` }));
    expect(causesOf(vmWith(disks, named(256)))).toEqual([]);
    expect(causesOf(vmWith(disks, named(257)))).toMatchObject([{ code: 'schema-too-many-items', field: disks }]);
  });

  it('may not repeat what tells them apart', () => {
    const constraint = (topologyKey: string) => ({ maxSkew: 1, topologyKey, whenUnsatisfiable: 'x' });
    const constraints = [constraint('a'), constraint('b'), constraint('a')];
    const place = 'spec.template.spec.topologySpreadConstraints';
    expect(causesOf(vmWith(place, constraints))).toMatchObject([{ code: 'schema-duplicate', field: `${place}[2]` }]);
  });

  it('of a set may not repeat', () => {
    const key = { source: {}, propagationMethod: { qemuGuestAgent: { users: ['a', 'b', 'a'] } } };
    expect(causesOf(vmWith('spec.template.spec.accessCredentials', [{ sshPublicKey: key }]))).toMatchObject([
      { code: 'schema-duplicate', pointer: '/spec/template/spec/accessCredentials/0/sshPublicKey/propagationMethod/qemuGuestAgent/users/2' },
    ]);
  });
});

describe('a container path', () => {
  const volumes = (containerPath: unknown) => causesOf(vmWith('spec.template.spec.volumes', [{ name: 'v', containerPath }]));
  it('is absolute, without "..", not too long and read-only', () => {
    expect(volumes({ path: '/a' })).toEqual([]);
    expect(volumes({ path: `/${'\u{1F4BE}'.repeat(4095)}` })).toEqual([]);
    const bad = [{ path: 'a' }, { path: '/a/../b' }, { path: `/${'a'.repeat(4096)}` }, { path: '/a', readOnly: false }];
    for (const path of bad) expect(volumes(path)).toMatchObject([{ code: 'schema-not-allowed' }]);
  });
});

describe('instance types and preferences', () => {
  it('must have their required fields', () => {
    expect(validateVirtualMachineInstancetype({})).toMatchObject({ causes: [{ field: 'spec' }] });
    expect(validateVirtualMachineInstancetype({ spec: { cpu: {}, gpus: [{}] } })).toMatchObject({
      causes: [{ field: 'spec.cpu.guest' }, { field: 'spec.gpus[0].name' }, { field: 'spec.memory' }],
    });
    expect(validateVirtualMachinePreference({ spec: { requirements: { cpu: {}, memory: {} } } })).toMatchObject({
      causes: [{ field: 'spec.requirements.cpu.guest' }, { field: 'spec.requirements.memory.guest' }],
    });
  });

  it.each([-1, 101, 0.5, '15'])('refuse an overcommitment of %j percent', (overcommitPercent) => {
    const manifest = { spec: { cpu: { guest: 1 }, memory: { guest: '1Gi', overcommitPercent } } };
    expect(validateVirtualMachineInstancetype(manifest)).toMatchObject({ causes: [{ field: 'spec.memory.overcommitPercent' }] });
  });

  it('are not taken for one another', () => {
    expect(validateVirtualMachineInstancetype(preference()).ok).toBe(false);
    expect(validateVirtualMachinePreference(instancetype()).ok).toBe(false);
    expect(validateVirtualMachine(instancetype()).ok).toBe(false);
    expect(validateVirtualMachineInstancetype(vm()).ok).toBe(false);
  });
});

describe('many errors', () => {
  it('are listed in the order of the document, 100 of them, and counted beyond', () => {
    const disks = Array.from({ length: 70 }, () => ({ disk: { bus: 1 } }));
    const causes = causesOf(vmWith(`${domain}.devices.disks`, disks));
    expect(causes).toHaveLength(101);
    expect(causes[1]).toMatchObject({ code: 'schema-missing-field', field: `${domain}.devices.disks[0].name` });
    expect(causes[99]).toMatchObject({ field: `${domain}.devices.disks[49].name` });
    expect(causes[100]).toMatchObject({ code: 'schema-more-errors', severity: 'info', message: '40 more errors are not listed' });
  });

  it('have no such note where they all are listed', () => {
    expect(causesOf(vmWith(`${domain}.devices.disks`, Array(100).fill({})))).toHaveLength(100);
    expect(causesOf(vmWith(`${domain}.devices.disks`, Array(101).fill({}))).at(-1)).toMatchObject({
      message: '1 more error is not listed',
    });
  });
});
