import type { DevicePreferences } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { preferAutoattach } from '../src/index.ts';

// BEHAVIOUR 5.4; in a whole VM: devices.test.ts
describe('autoattach on its own', () => {
  const everything: DevicePreferences = {
    preferredAutoattachGraphicsDevice: false,
    preferredAutoattachInputDevice: true,
    preferredAutoattachPodInterface: false,
    preferredDiskBus: 'virtio',
    preferredRng: {},
  };

  test('takes the five settings where the VM has none, and nothing else of the preference', () => {
    const devices = frozen({ autoattachGraphicsDevice: true, disks: [{ name: 'a' }] });
    expect(preferAutoattach(devices, { devices: everything })).toEqual({ ...devices, autoattachInputDevice: true, autoattachPodInterface: false });
  });

  test('keeps the devices where there is nothing to take', () => {
    const devices = { autoattachInputDevice: false };
    expect(preferAutoattach(devices, {})).toBe(devices);
    expect(preferAutoattach(devices, { devices: { preferredAutoattachInputDevice: true } })).toBe(devices);
  });
});
