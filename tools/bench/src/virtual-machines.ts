import type { VirtualMachineLike } from '@instancetype/api';
import { instancetypes, preferences } from '@instancetype/catalog';
import { managedFields } from './managed-fields.ts';
import { randomIntegers } from './random.ts';

type Json = Record<string, unknown>;
type Random = (below: number) => number;

/** How many VMs the figures of this project are about. */
export const VM_COUNT = 3000;

/** Every instance type of the catalogue with preferences in turn, in bodies as a cluster stores them: about 2 kB each, with
 * managed fields and status, of four shapes (a container disk, a data volume, an installation of Windows, two networks). The
 * same in every run.
 * @param count how many */
export function virtualMachines(count: number = VM_COUNT): VirtualMachineLike[] {
  const random = randomIntegers(20_260_101);
  const types = instancetypes();
  const preferred = preferences();
  return Array.from({ length: count }, (_, index) => {
    const instancetype = types[index % types.length]?.metadata.name ?? '';
    const preference = preferred[Math.floor(index / 3) % preferred.length]?.metadata.name ?? '';
    return virtualMachine(`vm-${String(index).padStart(5, '0')}`, instancetype, preference, random);
  });
}

/** A VM that has nothing of its own but many disks.
 * @param count number of disks, and of the volumes that they show */
export function virtualMachineWithDisks(count: number): VirtualMachineLike {
  const names = Array.from({ length: count }, (_, index) => `disk-${index}`);
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: 'many-disks', namespace: 'default' },
    spec: {
      instancetype: { name: 'u1.medium' },
      preference: { name: 'fedora' },
      template: {
        spec: {
          domain: { devices: { disks: names.map((name) => ({ name, disk: {} })) } },
          volumes: names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
        },
      },
    },
  } as VirtualMachineLike;
}

function virtualMachine(name: string, instancetype: string, preference: string, random: Random): VirtualMachineLike {
  const body = preference.startsWith('windows') ? WINDOWS : (LINUX_BODIES[random(LINUX_BODIES.length)] ?? containerDisk);
  const { spec, dataVolumeTemplates } = body(name, random);
  const uid = `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-9${hex(random, 3)}-${hex(random, 12)}`;
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: {
      ...(random(3) === 0 ? { annotations: { 'kubemacpool.io/transaction-timestamp': '2026-01-05T10:00:00.123456789Z' } } : {}),
      creationTimestamp: '2026-01-05T10:00:00Z',
      finalizers: ['kubevirt.io/virtualMachineControllerFinalize'],
      generation: 1 + random(5),
      ...(random(2) === 0 ? { labels: { app: name, 'app.kubernetes.io/part-of': `tenant-${random(40)}` } } : {}),
      managedFields: managedFields(),
      name,
      namespace: `tenant-${random(40)}`,
      resourceVersion: String(1_000_000 + random(9_000_000)),
      uid,
    },
    spec: {
      ...(dataVolumeTemplates ? { dataVolumeTemplates } : {}),
      instancetype: { kind: 'virtualmachineclusterinstancetype', name: instancetype },
      preference: { kind: 'virtualmachineclusterpreference', name: preference },
      runStrategy: 'Always',
      template: { metadata: { creationTimestamp: null, labels: { 'kubevirt.io/domain': name } }, spec },
    },
    status: {
      conditions: [
        { lastProbeTime: null, lastTransitionTime: '2026-01-05T10:00:21Z', status: 'True', type: 'Ready' },
        { lastProbeTime: null, lastTransitionTime: null, status: 'True', type: 'LiveMigratable' },
      ],
      created: true,
      printableStatus: 'Running',
      ready: true,
    },
  } as VirtualMachineLike;
}

interface Body {
  readonly spec: Json;
  readonly dataVolumeTemplates?: readonly Json[];
}

function containerDisk(name: string, random: Random): Body {
  return {
    spec: {
      domain: { devices: { disks: [{ disk: {}, name: 'rootdisk' }, { disk: { bus: 'virtio' }, name: 'cloudinitdisk' }], ...podInterface(random), rng: {} } },
      networks: [{ name: 'default', pod: {} }],
      volumes: [{ containerDisk: { image: `quay.io/containerdisks/fedora:${random(40)}` }, name: 'rootdisk' }, cloudInit(name)],
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
  const interfaces = [{ masquerade: {}, name: 'default' }, { bridge: {}, macAddress: `02:00:00:${hex(random, 2)}:${hex(random, 2)}:01`, model: 'virtio', name: 'storage' }];
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
  const disks = [{ bootOrder: 1, disk: {}, name: 'rootdisk' }, { bootOrder: 2, cdrom: {}, name: 'installation' }, { cdrom: { bus: 'sata' }, name: 'virtio-drivers' }];
  return {
    dataVolumeTemplates,
    spec: {
      domain: { devices: { disks, inputs: [{ bus: 'usb', name: 'tablet', type: 'tablet' }], ...podInterface(random) }, features: { smm: {} } },
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

const LINUX_BODIES = [containerDisk, dataVolume, twoNetworks];
const WINDOWS = windows;

function podInterface(random: Random): Json {
  return { interfaces: [{ macAddress: `02:00:00:${hex(random, 2)}:${hex(random, 2)}:00`, masquerade: {}, name: 'default' }] };
}

function imported(name: string): { dataVolumeTemplates: Json[]; volume: Json } {
  const template = {
    metadata: { creationTimestamp: null, name: `${name}-root` },
    spec: { sourceRef: { kind: 'DataSource', name: 'golden', namespace: 'images' }, storage: { resources: { requests: { storage: '30Gi' } } } },
  };
  return { dataVolumeTemplates: [template], volume: { dataVolume: { name: `${name}-root` }, name: 'rootdisk' } };
}

function cloudInit(name: string): Json {
  return { cloudInitNoCloud: { userData: `#cloud-config\nhostname: ${name}\nuser: admin\nchpasswd: { expire: False }\n` }, name: 'cloudinitdisk' };
}

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random(16).toString(16)).join('');
}
