import type {
  V1beta1VirtualMachineClusterInstancetype,
  V1beta1VirtualMachineClusterPreference,
  V1beta1VirtualMachineInstancetype,
  V1beta1VirtualMachinePreference,
  V1VirtualMachine,
  V1VirtualMachineInstance,
} from '@kubevirt-ui-ext/kubevirt-api/kubevirt';
import type { InstancetypeSpec, PreferenceSpec, VirtualMachineInstanceLike, VirtualMachineLike } from '@instancetype/api';
import { applyToVirtualMachineInstance, applyToVirtualMachine, type Resolved } from '@instancetype/apply';
import { expect, expectTypeOf, test } from 'vitest';
import { expand, expandAsync, expandWith, resolve } from '../src/index.ts';

// The types of KubeVirt's generated client go in as they are, and come out again. That this file compiles is most of the test.

const INSTANCETYPE: V1beta1VirtualMachineClusterInstancetype = { metadata: { name: 'it' }, spec: { cpu: { guest: 2 }, memory: { guest: '1Gi' } } };
const PREFERENCE: V1beta1VirtualMachineClusterPreference = { metadata: { name: 'pr' }, spec: { devices: { preferredDiskBus: 'virtio' } } };
const VM: V1VirtualMachine = {
  metadata: { name: 'vm', namespace: 'ns' },
  spec: { runStrategy: 'Always', instancetype: { name: 'it' }, preference: { name: 'pr' }, template: { spec: { domain: { devices: {} } } } },
};
const RESOLVED: Resolved = {
  instancetype: { spec: INSTANCETYPE.spec, object: { kind: 'VirtualMachineClusterInstancetype', name: 'it' } },
  preference: { spec: PREFERENCE.spec, object: { kind: 'VirtualMachineClusterPreference', name: 'pr' } },
};

test('a VM comes out as it went in', async () => {
  const reader = { get: ({ kind }: { kind: string }) => (kind.endsWith('Instancetype') ? INSTANCETYPE : PREFERENCE) };
  const outcomes = [
    expandWith(VM, RESOLVED),
    expand(VM, reader),
    await expandAsync(VM, { get: (ref) => Promise.resolve(reader.get(ref)) }),
    applyToVirtualMachine(VM, RESOLVED),
  ];
  for (const outcome of outcomes) {
    if (!outcome.ok) throw new Error(outcome.causes[0].message);
    expectTypeOf(outcome.value).toEqualTypeOf<V1VirtualMachine>();
    expect(outcome.value.spec.template.spec?.domain.cpu?.sockets).toBe(2);
  }
  expect(resolve(VM, reader).ok).toBe(true);
});

test('so does a VMI', () => {
  const vmi: V1VirtualMachineInstance = { spec: { domain: { devices: {} } } };
  const outcome = applyToVirtualMachineInstance(VM, vmi, RESOLVED);
  if (!outcome.ok) throw new Error(outcome.causes[0].message);
  expectTypeOf(outcome.value).toEqualTypeOf<V1VirtualMachineInstance>();
});

test('the generated types are what the structural ones ask for', () => {
  expectTypeOf<V1VirtualMachine>().toExtend<VirtualMachineLike>();
  expectTypeOf<V1VirtualMachineInstance>().toExtend<VirtualMachineInstanceLike>();
  expectTypeOf<V1beta1VirtualMachineInstancetype['spec']>().toExtend<InstancetypeSpec>();
  expectTypeOf<V1beta1VirtualMachineClusterInstancetype['spec']>().toExtend<InstancetypeSpec>();
  expectTypeOf<V1beta1VirtualMachinePreference['spec']>().toExtend<PreferenceSpec>();
  expectTypeOf<V1beta1VirtualMachineClusterPreference['spec']>().toExtend<PreferenceSpec>();
});
