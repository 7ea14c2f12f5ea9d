import type { VirtualMachineLike } from '@instancetype/api';
import { instancetypes, preferences } from '@instancetype/catalog';
import fc from 'fast-check';

const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const of = (...values: readonly unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);
const nameOf = (list: readonly { readonly metadata: { readonly name: string } }[]): fc.Arbitrary<string> => fc.constantFrom(...list.map(({ metadata }) => metadata.name));

/** An object with those of the members that are there. */
function record(members: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(members).map((object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
}

const bus = some(of('virtio', 'sata', 'scsi'));
const target = record({ bus });
const disk = fc.oneof(
  record({ cache: some(of('none', 'writeback')), io: some(of('native')) }),
  record({ disk: target, cache: some(of('none')), dedicatedIOThread: some(fc.boolean()) }),
  record({ cdrom: target }),
  record({ lun: target }),
);
const volume = fc.oneof(
  record({ containerDisk: record({ image: of('example.com/disk', 'example.com/disk:latest', 'example.com:5000/disk:1'), imagePullPolicy: some(of('Never')) }) }),
  record({ persistentVolumeClaim: record({ claimName: fc.constant('claim') }) }),
  record({ cloudInitNoCloud: record({ userData: of('#cloud-config\nusers: []\n', 'one line', '#!/bin/sh\n\n  echo "a: b"\n\n') }) }),
);

const named = (items: fc.Arbitrary<Record<string, unknown>>, prefix: string, maxLength: number): fc.Arbitrary<unknown> =>
  some(fc.array(items, { maxLength }).map((list) => list.map((item, index) => ({ name: `${prefix}${index}`, ...item }))));

const devices = record({
  disks: named(disk, 'v', 3),
  interfaces: some(of([{ name: 'n0', masquerade: {} }], [{ name: 'n0', bridge: {}, model: 'e1000' }, { name: 'n1', sriov: {} }])),
  inputs: some(of([{ name: 'tablet', type: 'tablet' }], [{ type: 'tablet', bus: 'usb' }, {}])),
  rng: some(of({})),
  tpm: some(of({}, { persistent: false })),
  video: some(of({}, { type: 'vga' })),
  autoattachMemBalloon: some(fc.boolean()),
  autoattachGraphicsDevice: some(fc.boolean()),
  useVirtioTransitional: some(fc.boolean()),
});

const domain = record({
  devices,
  features: some(record({ apic: some(of({})), hyperv: some(of({}, { relaxed: { enabled: false } })), smm: some(of({ enabled: false })) })),
  firmware: some(record({ serial: some(of('12-34')), bootloader: some(of({ bios: {} }, { efi: {} }, {})) })),
  clock: some(of({}, { utc: {} }, { timezone: 'Europe/Rome', timer: { hpet: { present: true } } })),
  machine: some(of({ type: 'pc-q35-rhel9.6.0' }, { type: '' })),
});

const sized = record({
  cpu: some(of({ cores: 4 }, { sockets: 2, threads: 2, features: [{ name: 'pdpe1gb', policy: 'require' }] }, {})),
  memory: some(of({ guest: '2Gi' }, { guest: 2048 }, {})),
  resources: some(of({ requests: { memory: '1Gi' } }, { limits: { cpu: '1500m', memory: '2Gi' } })),
});

/** A VM that KubeVirt can expand, with an instance type and a preference of the catalog, or without. */
export const virtualMachine: fc.Arbitrary<VirtualMachineLike> = fc
  .record({
    instancetype: some(nameOf(instancetypes())),
    preference: some(nameOf(preferences())),
    domain,
    sized,
    metadata: some(of({}, { labels: { app: 'web' } }, { annotations: { 'a.b/c': 'text', 'vm.kubevirt.io/os': 'other' } })),
    volumes: named(volume, 'v', 4),
    networks: some(of([{ name: 'n0', pod: {} }])),
    rest: record({ terminationGracePeriodSeconds: some(of(0, 30)), architecture: some(of('arm64', '')), evictionStrategy: some(of('LiveMigrate')), subdomain: some(of('sub')) }),
    status: some(of({ ready: true }, { instancetypeRef: { name: 'u1.small' }, printableStatus: 'Running' })),
  })
  .map(({ instancetype, preference, domain: own, sized: size, metadata, volumes, networks, rest, status }) => ({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: 'random', namespace: 'shop' },
    spec: {
      runStrategy: 'Always',
      ...(instancetype !== undefined && { instancetype: { name: instancetype } }),
      ...(preference !== undefined && { preference: { kind: 'VirtualMachineClusterPreference', name: preference } }),
      template: {
        ...(metadata !== undefined && { metadata }),
        spec: { domain: instancetype === undefined ? { ...own, ...size } : own, ...(volumes !== undefined && { volumes }), ...(networks !== undefined && { networks }), ...rest },
      },
    },
    ...(status !== undefined && { status }),
  })) as fc.Arbitrary<VirtualMachineLike>;
