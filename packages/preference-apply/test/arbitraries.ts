import type { DevicesLike, PreferenceSpec, TemplateLike } from '@instancetype/api';
import fc from 'fast-check';

const option = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 4, nil: null });
const text = fc.constantFrom('', 'a', 'b');
const flag = fc.boolean();
const object = fc.constantFrom({}, { enabled: true }, { enabled: false });
const names = fc.constantFrom('a', 'b', 'c');

/** An object of which every member may be absent, null or a value. */
function part<T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<{ [K in keyof T]: T[K] | null }>> {
  const nullable = Object.fromEntries(Object.entries<fc.Arbitrary<unknown>>(members).map(([key, value]) => [key, option(value)]));
  return fc.record(nullable, { requiredKeys: [] }) as fc.Arbitrary<Partial<{ [K in keyof T]: T[K] | null }>>;
}

const list = <T>(element: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(element, { maxLength: 3 });
const target = part({ bus: fc.constantFrom('', 'virtio', 'sata') });
const named = <T extends object>(inner: fc.Arbitrary<T>): fc.Arbitrary<T & { name: string }> => fc.tuple(names, inner).map(([name, rest]) => ({ name, ...rest }));
const annotations = fc.dictionary(fc.constantFrom('a', 'b/c', 'd~e'), text);

const devices: fc.Arbitrary<DevicesLike> = part({
  autoattachInputDevice: flag,
  disableHotplug: flag,
  blockMultiQueue: flag,
  sound: part({ model: text }),
  video: part({ type: text }),
  rng: object,
  disks: list(named(part({ disk: target, cdrom: target, lun: target, cache: text, dedicatedIOThread: flag }))),
  interfaces: list(named(part({ model: text, bridge: object, binding: object, masquerade: object }))),
  inputs: list(named(part({ bus: text, type: text }))),
  panicDevices: list(part({ model: text })),
});

/** Templates of VMs of which any part may be missing. */
export const templates: fc.Arbitrary<TemplateLike> = part({
  metadata: part({ annotations }),
  spec: part({
    domain: part({
      cpu: part({ cores: fc.nat(4), features: list(part({ name: text, policy: text })) }),
      machine: part({ type: text }),
      firmware: part({ bootloader: part({ bios: part({ useSerial: flag }), efi: part({ secureBoot: flag }) }) }),
      clock: part({ utc: object, timezone: text, timer: object }),
      features: part({ acpi: object, apic: object, hyperv: part({ vapic: object, relaxed: object }) }),
      devices,
      launchSecurity: object,
    }),
    networks: list(named(part({ pod: object, multus: object }))),
    subdomain: text,
    architecture: text,
    terminationGracePeriodSeconds: fc.nat(9),
  }),
});

/** Preferences of which any part may be missing. */
export const preferences: fc.Arbitrary<PreferenceSpec> = part({
  annotations,
  clock: part({ preferredClockOffset: part({ utc: object, timezone: text }), preferredTimer: object }),
  cpu: part({ preferredCPUFeatures: list(part({ name: text, policy: text })) }),
  devices: part({
    preferredAutoattachInputDevice: flag,
    preferredDisableHotplug: flag,
    preferredBlockMultiQueue: flag,
    preferredSoundModel: text,
    preferredVideoType: text,
    preferredRng: object,
    preferredDiskBus: fc.constantFrom('', 'virtio', 'sata'),
    preferredCdromBus: text,
    preferredLunBus: text,
    preferredDiskCache: text,
    preferredDiskDedicatedIoThread: flag,
    preferredInterfaceModel: text,
    preferredInterfaceMasquerade: object,
    preferredInputBus: text,
    preferredInputType: text,
    preferredPanicDeviceModel: text,
  }),
  features: part({ preferredAcpi: object, preferredApic: object, preferredHyperv: part({ vapic: object, relaxed: object }) }),
  firmware: part({
    preferredUseBios: flag,
    preferredUseBiosSerial: flag,
    preferredUseEfi: flag,
    preferredUseSecureBoot: flag,
    preferredEfi: part({ secureBoot: flag }),
  }),
  machine: part({ preferredMachineType: text }),
  preferredSubdomain: text,
  preferredArchitecture: text,
  preferredTerminationGracePeriodSeconds: fc.nat(9),
  preferredLaunchSecurity: object,
});
