import type { Random } from '@instancetype-tools/random';
import { hex } from './hex.ts';

type Json = Record<string, unknown>;

/** What differs between the shapes of VMs. */
export interface Body {
  /** The spec of the template. */
  readonly spec: Json;
  readonly dataVolumeTemplates?: readonly Json[];
}

/** A body that fits a preference: for Windows an installation, else a container disk, a data volume or two networks.
 * @param name the VM's name
 * @param preference the preference's name
 * @param random decides what a name does not */
export function bodyFor(name: string, preference: string, random: Random): Body {
  const body = preference.startsWith('windows') ? windows : (LINUX[random.below(LINUX.length)] ?? containerDisk);
  return body(name, random);
}

function containerDisk(name: string, random: Random): Body {
  const disks = [{ disk: {}, name: 'rootdisk' }, { disk: { bus: 'virtio' }, name: 'cloudinitdisk' }];
  return {
    spec: {
      domain: { devices: { disks, ...podInterface(random), rng: {} } },
      networks: [{ name: 'default', pod: {} }],
      volumes: [{ containerDisk: { image: `quay.io/containerdisks/fedora:${random.below(40)}` }, name: 'rootdisk' }, cloudInit(name)],
    },
  };
}

function dataVolume(name: string, random: Random): Body {
  const { dataVolumeTemplates, volume } = imported(name);
  return {
    dataVolumeTemplates,
    spec: {
      domain: { devices: podInterface(random), firmware: { serial: hex(random, 12), uuid: hex(random, 32) } },
      evictionStrategy: 'LiveMigrate',
      networks: [{ name: 'default', pod: {} }],
      terminationGracePeriodSeconds: 180,
      volumes: [volume, cloudInit(name)],
    },
  };
}

function twoNetworks(name: string, random: Random): Body {
  const own = containerDisk(name, random).spec;
  const macAddress = `02:00:00:${hex(random, 2)}:${hex(random, 2)}:01`;
  const interfaces = [{ masquerade: {}, name: 'default' }, { bridge: {}, macAddress, model: 'virtio', name: 'storage' }];
  const disks = [{ bootOrder: 1, disk: {}, name: 'rootdisk' }, { disk: {}, name: 'data' }, { cdrom: {}, name: 'cloudinitdisk' }];
  return {
    spec: {
      ...own,
      architecture: 'amd64',
      domain: { devices: { disks, interfaces }, machine: { type: 'q35' } },
      networks: [{ name: 'default', pod: {} }, { multus: { networkName: 'storage/vlan-12' }, name: 'storage' }],
      volumes: [...(own.volumes as Json[]), { name: 'data', persistentVolumeClaim: { claimName: `${name}-data` } }],
    },
  };
}

function windows(name: string, random: Random): Body {
  const { dataVolumeTemplates, volume } = imported(name);
  const disks = [
    { bootOrder: 1, disk: {}, name: 'rootdisk' },
    { bootOrder: 2, cdrom: {}, name: 'installation' },
    { cdrom: { bus: 'sata' }, name: 'virtio-drivers' },
  ];
  return {
    dataVolumeTemplates,
    spec: {
      domain: {
        devices: { disks, inputs: [{ bus: 'usb', name: 'tablet', type: 'tablet' }], ...podInterface(random) },
        features: { smm: {} },
      },
      networks: [{ name: 'default', pod: {} }],
      volumes: [
        volume,
        { name: 'installation', persistentVolumeClaim: { claimName: 'windows-iso' } },
        { containerDisk: { image: 'quay.io/kubevirt/virtio-container-disk' }, name: 'virtio-drivers' },
        { name: 'sysprep', sysprep: { configMap: { name: `${name}-sysprep` } } },
      ],
    },
  };
}

const LINUX = [containerDisk, dataVolume, twoNetworks];

function podInterface(random: Random): Json {
  return { interfaces: [{ macAddress: `02:00:00:${hex(random, 2)}:${hex(random, 2)}:00`, masquerade: {}, name: 'default' }] };
}

function imported(name: string): { dataVolumeTemplates: Json[]; volume: Json } {
  const template = {
    metadata: { creationTimestamp: null, name: `${name}-root` },
    spec: {
      sourceRef: { kind: 'DataSource', name: 'golden', namespace: 'images' },
      storage: { resources: { requests: { storage: '30Gi' } } },
    },
  };
  return { dataVolumeTemplates: [template], volume: { dataVolume: { name: `${name}-root` }, name: 'rootdisk' } };
}

function cloudInit(name: string): Json {
  const userData = `#cloud-config\nhostname: ${name}\nuser: admin\nchpasswd: { expire: False }\n`;
  return { cloudInitNoCloud: { userData }, name: 'cloudinitdisk' };
}
