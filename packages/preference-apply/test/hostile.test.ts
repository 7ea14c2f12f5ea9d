import type { DevicesLike, DiskLike, InputLike, InterfaceLike, PreferenceSpec, TemplateLike } from '@instancetype/api';
import { frozen, HOSTILE } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { preferAutoattach, preferDisk, preferInput, preferInterface } from '../src/index.ts';
import { apply } from './applied.ts';

const PREFERENCE: PreferenceSpec = {
  annotations: { a: '1' },
  clock: { preferredClockOffset: { utc: {} }, preferredTimer: {} },
  cpu: { preferredCPUFeatures: [{ name: 'vmx' }] },
  devices: {
    preferredAutoattachInputDevice: true, preferredSoundModel: 'ich9', preferredVideoType: 'virtio', preferredDiskBus: 'virtio',
    preferredCdromBus: 'sata', preferredLunBus: 'scsi', preferredDiskDedicatedIoThread: true, preferredInterfaceModel: 'virtio',
    preferredInterfaceMasquerade: {}, preferredInputBus: 'usb', preferredInputType: 'tablet', preferredPanicDeviceModel: 'isa',
  },
  features: { preferredAcpi: {}, preferredHyperv: { vapic: {} } },
  firmware: { preferredUseBios: true, preferredUseBiosSerial: true, preferredEfi: {}, preferredUseSecureBoot: true },
  machine: { preferredMachineType: 'q35' },
  preferredSubdomain: 'net',
  preferredArchitecture: 'amd64',
};

/** A template in which every place that the preference reads or writes holds something. */
const TEMPLATE: TemplateLike = {
  metadata: { annotations: { own: 'x' } },
  spec: {
    networks: [{ name: 'n', pod: {} }],
    subdomain: '',
    architecture: '',
    domain: {
      cpu: { features: [{ name: 'own' }] },
      machine: { type: '' },
      firmware: { bootloader: { bios: {}, efi: {} } },
      clock: { utc: {}, timer: {} },
      features: { acpi: {}, hyperv: { vapic: {} } },
      devices: {
        sound: { model: '' },
        video: { type: '' },
        disks: [{ name: 'd', disk: { bus: '' } }, { name: 'c', cdrom: { bus: '' } }, { name: 'l', lun: { bus: '' } }],
        interfaces: [{ name: 'n', model: '' }],
        inputs: [{ name: 'i', bus: '', type: '' }],
        panicDevices: [{ model: '' }],
      },
    },
  },
};

/** Paths to every place in plain JSON. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

/** A copy with another value in one place. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((inner, index) => (index === Number(key) ? replaced(inner, rest, by) : inner));
  const object = value as Record<string, unknown>;
  return { ...object, [key]: replaced(object[key], rest, by) };
}

describe.each(HOSTILE)('%s in place of', (_what, hostile) => {
  test.each(places(TEMPLATE).slice(1).map((path) => [path.join('/'), path] as const))('%s', (_name, path) => {
    const template = frozen(replaced(TEMPLATE, path, hostile)) as TemplateLike;
    const { value, misfits } = apply(template, PREFERENCE);
    const isMisfit = misfits.some((misfit) => misfit.pointer === `/${path.join('/')}` && misfit.actual === hostile);
    // where no container is wanted it is somebody else's to judge, and the rest is applied
    if (!isMisfit) expect(value?.spec?.domain?.devices?.autoattachInputDevice).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('a disk, interface, input or the devices on their own', () => {
    for (const [key, member] of [['disk', 'bus'], ['cdrom', 'bus'], ['lun', 'bus']] as const) {
      expect(preferDisk(frozen({ name: 'd', [key]: hostile }) as DiskLike, PREFERENCE)).toHaveProperty('name', 'd');
      expect(preferDisk(frozen({ name: 'd', [key]: { [member]: hostile } }) as DiskLike, PREFERENCE)).toHaveProperty('name', 'd');
    }
    expect(preferInterface(frozen({ name: 'n', model: hostile, bridge: hostile }) as InterfaceLike, PREFERENCE)).toHaveProperty('name', 'n');
    expect(preferInput(frozen({ name: 'i', bus: hostile, type: hostile }) as InputLike, PREFERENCE)).toHaveProperty('name', 'i');
    expect(preferAutoattach(frozen({ disks: hostile, autoattachInputDevice: hostile }) as DevicesLike, PREFERENCE)).toHaveProperty('disks', hostile);
  });
});

test.each([[{ disk: 'virtio' }], [{ disk: [] }], [{ cdrom: 5 }], [{ lun: true }]])('a disk of which the target is no object, %j, is left as it is', (disk) => {
  expect(preferDisk(disk as unknown as DiskLike, PREFERENCE)).toEqual(disk);
});
