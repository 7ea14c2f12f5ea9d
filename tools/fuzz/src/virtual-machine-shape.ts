import { goodQuantity } from './quantities.ts';
import { empty, feature, flag, integer, listOf, make, mapOf, oneOf, type Shape } from './shape.ts';

const resources: Shape = { memory: goodQuantity, cpu: goodQuantity, 'ephemeral-storage': oneOf('1Gi') };

const disk: Shape = (random) => ({
  name: random.pick(['root', 'data', 'cloudinit']),
  ...random.pick([{}, { disk: {} }, { disk: { bus: 'virtio' } }, { cdrom: {} }, { cdrom: { bus: 'sata' } }, { lun: {} }, { lun: { bus: '' } }]),
  ...random.pick([{}, { cache: 'none' }, { io: 'native' }, { dedicatedIOThread: true }, { bootOrder: 1 }]),
});
const networkInterface: Shape = (random) => ({
  name: random.pick(['default', 'second']),
  ...random.pick([{}, { bridge: {} }, { masquerade: {} }, { sriov: {} }, { binding: { name: 'passt' } }]),
  ...random.pick([{}, { model: 'virtio' }, { model: '' }]),
});
const network: Shape = (random) => ({ name: random.pick(['default', 'second']), ...random.pick([{ pod: {} }, { multus: { networkName: 'nad' } }]) });
const volume: Shape = (random) => ({
  name: random.pick(['root', 'data', 'cloudinit']),
  ...random.pick([
    { containerDisk: { image: random.pick(['fedora', 'fedora:latest', 'fedora:43', 'registry.example:5000/fedora', 'fedora@sha256:00']) } },
    { containerDisk: { image: 'fedora', imagePullPolicy: 'Never' } },
    { persistentVolumeClaim: { claimName: 'c' } },
    { dataVolume: { name: 'd' } },
    { cloudInitNoCloud: { userData: '#cloud-config' } },
  ]),
});

/** What clashes with instance types. */
const clashing: Shape = {
  cpu: { sockets: integer(0, 4), cores: integer(0, 4), threads: integer(0, 2), model: oneOf('', 'host-model'), dedicatedCpuPlacement: flag, isolateEmulatorThread: flag, numa: empty, realtime: empty },
  memory: { guest: goodQuantity, hugepages: { pageSize: oneOf('2Mi', '1Gi') }, maxGuest: goodQuantity },
  resources: { requests: resources, limits: resources },
  ioThreads: { supplementalPoolThreadCount: integer(0, 4) },
  ioThreadsPolicy: oneOf('shared', 'auto'),
  launchSecurity: oneOf({}, { sev: {} }),
};

const harmless: Shape = {
  cpu: { features: listOf({ 'name!': oneOf('vmx', 'aes') }, 2), maxSockets: integer(0, 8) },
  machine: { 'type!': oneOf('', 'q35', 'pc') },
  firmware: { uuid: oneOf('5d307ca9-b3ef-428c-8861-06e72d69f223'), bootloader: oneOf({}, { bios: {} }, { efi: {} }, { efi: { secureBoot: false } }) },
  clock: { utc: empty, timezone: oneOf('', 'UTC'), timer: { hpet: { present: flag } } },
  features: { acpi: feature, apic: feature, hyperv: { relaxed: feature, vpindex: feature }, kvm: { hidden: flag }, smm: feature },
  'devices!': {
    autoattachGraphicsDevice: flag,
    autoattachPodInterface: flag,
    autoattachInputDevice: flag,
    disableHotplug: flag,
    blockMultiQueue: flag,
    networkInterfaceMultiqueue: flag,
    sound: { 'name!': oneOf('s'), model: oneOf('', 'ac97') },
    video: { type: oneOf('', 'vga') },
    rng: empty,
    tpm: { persistent: flag },
    watchdog: { 'name!': oneOf('w'), i6300esb: { action: oneOf('reset') } },
    disks: listOf(disk, 3),
    filesystems: listOf({ 'name!': oneOf('data'), 'virtiofs!': empty }, 1),
    interfaces: listOf(networkInterface, 2),
    inputs: listOf({ 'name!': oneOf('i'), 'type!': oneOf('', 'tablet'), bus: oneOf('', 'usb') }, 2),
    panicDevices: listOf({ model: oneOf('', 'isa') }, 2),
  },
};

/** Clashes are rare, so that many VMs can be expanded. */
const domain: Shape = (random) => {
  const base = make(harmless, random) as Record<string, object>;
  if (!random.once(4)) return base;
  const more = make(clashing, random) as Record<string, object>;
  return { ...base, ...more, cpu: { ...base.cpu, ...more.cpu } };
};

/** The shape of a VMI's spec. */
export const vmiSpec: Shape = {
  'domain!': domain,
  hostname: oneOf('h'),
  volumes: listOf(volume, 3),
  networks: listOf(network, 2),
  nodeSelector: mapOf(['zone'], ['a']),
  subdomain: oneOf('', 'own'),
  architecture: oneOf('', 'amd64', 'arm64', 's390x'),
  terminationGracePeriodSeconds: integer(0, 60),
  evictionStrategy: oneOf('LiveMigrate', 'None'),
};

/** The shape of `spec.configuration` of the KubeVirt CR (BEHAVIOUR 1.8). */
export const configuration: Shape = {
  machineType: oneOf('', 'q35'),
  architectureConfiguration: { amd64: { machineType: oneOf('q35', '') }, arm64: { machineType: oneOf('virt') } },
  cpuRequest: oneOf('100m', '0.1', '200m', 1),
  evictionStrategy: oneOf('LiveMigrate'),
  network: { defaultNetworkInterface: oneOf('bridge', 'masquerade', 'masquerade', 'slirp', ''), permitBridgeInterfaceOnPodNetwork: oneOf(true, true, false) },
};
