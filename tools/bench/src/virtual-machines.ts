import type { VirtualMachineLike } from '@instancetype/api';
import { instancetypes, preferences } from '@instancetype/catalog';
import { Random } from '@instancetype-tools/random';
import { bodyFor } from './bodies.ts';
import { managedFields } from './managed-fields.ts';
import { hex } from './hex.ts';

/** How many VMs the figures of this project are about. */
export const VM_COUNT = 3000;

/** Every instance type of the catalog with preferences in turn, in bodies as a cluster stores them: about 2 kB each, with
 * managed fields and status, of four shapes (a container disk, a data volume, an installation of Windows, two networks). The
 * same in every run.
 * @param count how many */
export function virtualMachines(count: number = VM_COUNT): VirtualMachineLike[] {
  const random = new Random(20_260_101);
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
  const { spec, dataVolumeTemplates } = bodyFor(name, preference, random);
  const uid = `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-9${hex(random, 3)}-${hex(random, 12)}`;
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: {
      ...(random.below(3) === 0 ? { annotations: { 'kubemacpool.io/transaction-timestamp': '2026-01-05T10:00:00.123456789Z' } } : {}),
      creationTimestamp: '2026-01-05T10:00:00Z',
      finalizers: ['kubevirt.io/virtualMachineControllerFinalize'],
      generation: 1 + random.below(5),
      ...(random.below(2) === 0 ? { labels: { app: name, 'app.kubernetes.io/part-of': `tenant-${random.below(40)}` } } : {}),
      managedFields: managedFields(),
      name,
      namespace: `tenant-${random.below(40)}`,
      resourceVersion: String(1_000_000 + random.below(9_000_000)),
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
