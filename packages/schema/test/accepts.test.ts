import { describe, expect, it } from 'vitest';
import {
  validateVirtualMachine,
  validateVirtualMachineClusterInstancetype,
  validateVirtualMachineClusterPreference,
  validateVirtualMachineInstancetype,
  validateVirtualMachinePreference,
} from '../src/index.ts';
import { instancetype, preference, vm, vmWith } from './manifests.ts';

describe('a manifest as people write it', () => {
  it('is accepted and returned as it is', () => {
    const manifest = vm();
    const outcome = validateVirtualMachine(manifest);
    expect(outcome).toEqual({ ok: true, value: vm(), notes: [] });
    expect(outcome.ok && outcome.value).toBe(manifest);
  });

  it('is accepted for all kinds', () => {
    expect(validateVirtualMachineInstancetype(instancetype()).ok).toBe(true);
    expect(validateVirtualMachineClusterInstancetype(instancetype()).ok).toBe(true);
    expect(validateVirtualMachinePreference(preference()).ok).toBe(true);
    expect(validateVirtualMachineClusterPreference(preference()).ok).toBe(true);
  });

  it('needs neither apiVersion nor kind nor metadata', () => {
    expect(validateVirtualMachine({ spec: { template: {} } }).ok).toBe(true);
    expect(validateVirtualMachinePreference({ spec: {} }).ok).toBe(true);
  });
});

describe('null and undefined', () => {
  it.each(['spec.running', 'spec.template.spec', 'spec.template.spec.domain.cpu', 'spec.template.spec.domain.devices.disks', 'spec.template.spec.nodeSelector', 'status', 'metadata'])(
    'are unset in the optional field %s',
    (path) => {
      expect(validateVirtualMachine(vmWith(path, null)).ok).toBe(true);
      expect(validateVirtualMachine(vmWith(path, undefined)).ok).toBe(true);
    },
  );

  it('are no field where the name is unknown, unless there is no value at all', () => {
    expect(validateVirtualMachine(vmWith('spec.nope', null)).ok).toBe(false);
    expect(validateVirtualMachine(vmWith('spec.nope', undefined)).ok).toBe(true);
  });
});

describe('a status', () => {
  it('takes unknown fields on every kind', () => {
    expect(validateVirtualMachine({ ...vm(), status: { volumeRequests: [], a: { b: 1 } } }).ok).toBe(true);
    expect(validateVirtualMachineInstancetype({ ...instancetype(), status: { a: 1 } }).ok).toBe(true);
    expect(validateVirtualMachinePreference({ ...preference(), status: { a: 1 } }).ok).toBe(true);
  });
});

describe('numbers and quantities', () => {
  const domain = 'spec.template.spec.domain';
  it.each([
    [`${domain}.cpu.cores`, 0],
    [`${domain}.cpu.cores`, 2147483647],
    [`${domain}.devices.interfaces.0`, { name: 'a', acpiIndex: -1 }],
    ['spec.template.spec.terminationGracePeriodSeconds', -9223372036854775808],
    [`${domain}.memory.guest`, '-1Gi'],
    [`${domain}.memory.guest`, '.5Gi'],
    [`${domain}.memory.guest`, '1e3'],
    [`${domain}.memory.guest`, '1E'],
    [`${domain}.memory.guest`, 1073741824],
    [`${domain}.memory.guest`, -1],
    ['spec.template.spec.readinessProbe.httpGet', { port: 8080 }],
    ['spec.template.spec.readinessProbe.httpGet', { port: 'http' }],
  ])('%s may be %j', (path, value) => {
    expect(validateVirtualMachine(vmWith(path, value))).toMatchObject({ ok: true });
  });
});
