import type {
  V1beta1VirtualMachineClusterPreference,
  V1beta1VirtualMachinePreference,
  V1Devices,
  V1Disk,
  V1Input,
  V1Interface,
  V1Network,
} from '@kubevirt-ui-ext/kubevirt-api/kubevirt';
import type { PreferenceSpec } from '@instancetype/api';
import { expect, expectTypeOf, test } from 'vitest';
import { preferAutoattach, preferDisk, preferInput, preferInterface } from '../src/index.ts';

// That this file compiles is most of the test.

test('the types of KubeVirt\'s generated client go in as they are, and come out again', () => {
  const { spec }: V1beta1VirtualMachineClusterPreference = {
    spec: { devices: { preferredDiskBus: 'virtio', preferredInputBus: 'usb', preferredInterfaceModel: 'e1000', preferredAutoattachInputDevice: true } },
  };
  const disk: V1Disk = { name: 'd' };
  const networkInterface: V1Interface = { name: 'n' };
  const input: V1Input = { name: 'i', type: 'tablet' };
  const devices: V1Devices = {};
  const networks: V1Network[] = [{ name: 'n', pod: {} }];

  const results = [preferDisk(disk, spec), preferInterface(networkInterface, spec, networks), preferInput(input, spec), preferAutoattach(devices, spec)] as const;
  expectTypeOf(results).toEqualTypeOf<readonly [V1Disk, V1Interface, V1Input, V1Devices]>();
  expect(results).toEqual([{ name: 'd', disk: { bus: 'virtio' } }, { name: 'n', model: 'e1000' }, { name: 'i', type: 'tablet', bus: 'usb' }, { autoattachInputDevice: true }]);
  expectTypeOf<V1beta1VirtualMachinePreference['spec']>().toExtend<PreferenceSpec>();
});
