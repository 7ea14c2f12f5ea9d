import type { InstancetypeSpec, PreferenceSpec, TemplateLike } from '@instancetype/api';
import fc from 'fast-check';

const option = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 4, nil: null });
const text = fc.constantFrom('', 'a', 'b');
const flag = fc.boolean();
const object = fc.constantFrom({}, { a: {} }, { enabled: true });
const quantity = fc.constantFrom('1Gi', '1024Mi', '4Gi', '1500M', '2', 3, '1e9', '0');
const annotations = fc.dictionary(fc.constantFrom('a', 'b/c', 'd~e'), text);
const devices = fc.array(fc.record({ name: text }), { maxLength: 2 });

/** An object of which every member may be absent, null or a value. */
function part<T extends object>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<{ [K in keyof T]: T[K] | null }>> {
  const nullable = Object.fromEntries(Object.entries<fc.Arbitrary<unknown>>(members).map(([key, value]) => [key, option(value)]));
  return fc.record(nullable, { requiredKeys: [] }) as fc.Arbitrary<Partial<{ [K in keyof T]: T[K] | null }>>;
}

/** Most members of a VM's template that instance types and preferences touch; few are set, so that many do not clash. */
export const templates: fc.Arbitrary<TemplateLike> = part({
  metadata: part({ annotations }),
  spec: part({
    nodeSelector: annotations,
    schedulerName: text,
    subdomain: text,
    domain: part({
      cpu: part({ sockets: fc.nat(3), cores: fc.nat(3), model: text, dedicatedCpuPlacement: flag, numa: object, maxSockets: fc.nat(9) }),
      memory: part({ guest: quantity, hugepages: part({ pageSize: text }), maxGuest: quantity }),
      resources: part({ requests: part({ cpu: quantity, memory: quantity }), limits: part({ cpu: quantity, memory: quantity }) }),
      ioThreads: part({ supplementalPoolThreadCount: fc.nat(3) }),
      ioThreadsPolicy: text,
      launchSecurity: object,
      machine: part({ type: text }),
      devices: part({ gpus: devices, hostDevices: devices, disks: fc.array(part({ name: text, disk: part({ bus: text }) }), { maxLength: 2 }) }),
    }),
  }),
});

/** Instance types of which any part may be missing. */
export const instancetypes: fc.Arbitrary<InstancetypeSpec> = part({
  nodeSelector: annotations,
  schedulerName: text,
  cpu: part({ guest: fc.nat(16), model: text, dedicatedCPUPlacement: flag, isolateEmulatorThread: flag, numa: object, realtime: object, maxSockets: fc.nat(9) }),
  memory: part({ guest: quantity, hugepages: part({ pageSize: text }), overcommitPercent: fc.integer({ min: -1, max: 101 }), maxGuest: quantity }),
  gpus: devices,
  hostDevices: devices,
  ioThreads: part({ supplementalPoolThreadCount: fc.nat(3) }),
  ioThreadsPolicy: text,
  launchSecurity: object,
  annotations,
});

/** Preferences; their own package tests them, so here are only a few members. */
export const preferences: fc.Arbitrary<PreferenceSpec> = part({
  cpu: part({
    preferredCPUTopology: fc.constantFrom('sockets', 'cores', 'spread', 'preferAny', 'bogus'),
    spreadOptions: part({ across: fc.constantFrom('SocketsCores', 'CoresThreads', 'SocketsCoresThreads', 'bogus'), ratio: fc.nat(4) }),
    preferredCPUFeatures: fc.array(part({ name: text }), { maxLength: 2 }),
  }),
  devices: part({ preferredDiskBus: text, preferredDisableHotplug: flag }),
  machine: part({ preferredMachineType: text }),
  annotations,
  preferredSubdomain: text,
  preferredLaunchSecurity: object,
  preferSpreadSocketToCoreRatio: fc.nat(4),
});
