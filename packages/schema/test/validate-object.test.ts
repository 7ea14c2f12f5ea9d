import { describe, expect, it } from 'vitest';
import { validateObject } from '../src/index.ts';
import { instancetype, preference, vm } from './manifests.ts';

describe('validateObject', () => {
  it('takes the schema that apiVersion and kind name', () => {
    expect(validateObject(vm())?.ok).toBe(true);
    expect(validateObject({ ...vm(), apiVersion: 'kubevirt.io/v1alpha3' })?.ok).toBe(true);
    expect(validateObject(instancetype())?.ok).toBe(true);
    expect(validateObject({ ...instancetype(), kind: 'VirtualMachineClusterInstancetype' })?.ok).toBe(true);
    expect(validateObject(preference())?.ok).toBe(true);
    expect(validateObject({ ...preference(), kind: 'VirtualMachineClusterPreference' })?.ok).toBe(true);
    expect(validateObject({ ...preference(), kind: 'VirtualMachineInstancetype' })?.ok).toBe(false);
  });

  it.each([
    null,
    undefined,
    5,
    [],
    {},
    { kind: 'Pod', apiVersion: 'v1' },
    { kind: 'constructor', apiVersion: 'kubevirt.io/v1' },
    { kind: 'virtualmachine', apiVersion: 'kubevirt.io/v1' },
    { kind: 'VirtualMachine', apiVersion: 'vmoperator.example.com/v1' },
    { kind: 'VirtualMachine', apiVersion: 'instancetype.kubevirt.io/v1beta1' },
    { kind: ['VirtualMachine'], apiVersion: 'kubevirt.io/v1' },
  ])('has nothing to say of %j', (object) => {
    expect(validateObject(object)).toBeUndefined();
  });

  it('names a version that is not served, and the one that is', () => {
    const old = { ...preference(), apiVersion: 'instancetype.kubevirt.io/v1alpha2' };
    expect(validateObject(old)).toMatchObject({
      ok: false,
      causes: [{ code: 'schema-unknown-version', field: 'apiVersion', message: expect.stringContaining('instancetype.kubevirt.io/v1beta1') }],
    });
  });

  it('asks for the version of a kind that it knows', () => {
    expect(validateObject({ ...vm(), apiVersion: undefined })).toMatchObject({
      causes: [{ code: 'schema-missing-field', pointer: '/apiVersion', message: expect.stringContaining('kubevirt.io/v1') }],
    });
    expect(validateObject({ ...vm(), apiVersion: 1 })).toMatchObject({ causes: [{ code: 'schema-wrong-type', field: 'apiVersion' }] });
  });
});
