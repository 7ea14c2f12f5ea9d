import type { ControllerRevisionLike, VirtualMachineLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { expect, test } from 'vitest';
import { lastSeenSpec, planVmRevision, vmRevisionName } from '../src/index.ts';
import { vmOf } from './rendered.ts';

const revision = (name: string, generation: number, spec: object = {}): ControllerRevisionLike => ({ metadata: { name }, revision: generation, data: { spec } });
const vm = vmOf({ domain: {} }, { instancetype: true, preference: true });

test('a VM that starts for the first time gets a revision of its spec', () => {
  const { name, create, remove } = planVmRevision(frozen(vm), []);
  expect(name).toBe('revision-start-vm-u-1-7');
  expect(remove).toEqual([]);
  expect(create).toEqual({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name, namespace: 'ns', ownerReferences: [{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'web', uid: 'u-1', controller: true, blockOwnerDeletion: true }] },
    data: { spec: vm.spec },
    revision: 7,
  });
});

test('the revision names the stored revisions, the VM does not', () => {
  const status = { instancetypeRef: { name: 'it', controllerRevisionRef: { name: 'rev-it' } }, preferenceRef: { name: 'pr', controllerRevisionRef: { name: '' } } };
  const stored: VirtualMachineLike = frozen({ ...vm, status });
  const spec = planVmRevision(stored, []).create?.data.spec;
  expect(spec).toEqual({ ...vm.spec, instancetype: { name: 'it', revisionName: 'rev-it' } });
  expect(stored.spec?.instancetype).toEqual({ name: 'it' });
  const both = { ...status, preferenceRef: { name: 'pr', controllerRevisionRef: { name: 'rev-pr' } } };
  expect(planVmRevision({ ...vm, status: both }, []).create?.data.spec).toMatchObject({ instancetype: { revisionName: 'rev-it' }, preference: { name: 'pr', revisionName: 'rev-pr' } });
});

test.each([undefined, null, ''])('a VM whose namespace is %j has a revision without one', (namespace) => {
  expect(planVmRevision({ ...vm, metadata: { ...vm.metadata, namespace } }, []).create?.metadata).not.toHaveProperty('namespace');
});

test('a VM without UID and generation, as one out of a file, has generation 0', () => {
  expect(planVmRevision({ ...vm, metadata: { name: 'web' } }, [])).toMatchObject({ name: 'revision-start-vm--0', create: { revision: 0 } });
});

test('a reference without a matcher fills nothing in', () => {
  const status = { instancetypeRef: { controllerRevisionRef: { name: 'rev-it' } } };
  expect(planVmRevision({ ...vmOf({}), status }, []).create?.data.spec).not.toHaveProperty('instancetype');
});

test('older revisions of the VM go, one of the same generation stays as it is, others are passed over', () => {
  const existing = [revision('revision-start-vm-u-1-5', 5), revision('revision-start-vm-u-1-6', 6), revision('revision-start-vm-u-11-5', 5), revision('revision-start-vm-u-1-5-copy', 5), revision('web-it-v1beta1-x-1', 0)];
  expect(planVmRevision(vm, existing)).toMatchObject({ remove: ['revision-start-vm-u-1-5', 'revision-start-vm-u-1-6'], create: { revision: 7 } });
  expect(planVmRevision(vm, [...existing, revision('revision-start-vm-u-1-7', 7)])).toMatchObject({ name: vmRevisionName(vm), create: undefined });
});

test('the spec that was last seen is that of the newest revision, by number and not by text', () => {
  const existing = [revision('revision-start-vm-u-1-9', 9, { is: 9 }), revision('revision-start-vm-u-1-10', 10, { is: 10 }), revision('revision-start-vm-u-2-99', 99)];
  expect(lastSeenSpec(vm, existing)).toEqual({ is: 10 });
  expect(lastSeenSpec(vm, [])).toBeUndefined();
  for (const spec of ['text', null]) expect(lastSeenSpec(vm, [revision('revision-start-vm-u-1-9', 9, spec as never)])).toBeUndefined();
});

test('what was planned is what is seen afterwards', () => {
  const { create } = planVmRevision(vm, []);
  expect(lastSeenSpec(vm, create ? [create] : [])).toEqual(vm.spec);
});
