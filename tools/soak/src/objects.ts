import type { ApiObject } from '@instancetype/kube';
import type { Random } from '@instancetype-tools/random';

/** What a VM names. */
export interface Matcher {
  readonly kind: string;
  readonly name: string;
}

export const NAMESPACES: readonly string[] = ['red', 'green', 'blue'];
const SIZES: readonly string[] = ['tiny', 'small', 'medium', 'large', 'huge'];
const SYSTEMS: readonly string[] = ['linux', 'windows', 'bsd'];
const GROUP = 'instancetype.kubevirt.io/v1beta1';

/** What there is from the start: instance types and preferences of the cluster and of each namespace. */
export function firstObjects(): ApiObject[] {
  const inCluster = [
    ...SIZES.map((name, index) => ({ apiVersion: GROUP, kind: 'VirtualMachineClusterInstancetype', metadata: { name }, spec: size(index + 1) })),
    ...SYSTEMS.map((name) => ({ apiVersion: GROUP, kind: 'VirtualMachineClusterPreference', metadata: { name }, spec: { devices: { preferredDiskBus: 'virtio' } } })),
  ];
  const inNamespaces = NAMESPACES.flatMap((namespace) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: GROUP, kind: 'VirtualMachineInstancetype', metadata: { name: 'own', namespace }, spec: size(2) },
    { apiVersion: GROUP, kind: 'VirtualMachinePreference', metadata: { name: 'own', namespace }, spec: { devices: { preferredDiskBus: 'sata' } } },
  ]);
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'instancetype' } }, ...inCluster, ...inNamespaces] as ApiObject[];
}

/** The spec of an instance type.
 * @param cpus how many */
export function size(cpus: number): object {
  return { cpu: { guest: cpus }, memory: { guest: `${cpus}Gi` } };
}

/** An instance type that there is. */
export function anyInstancetype(random: Random): Matcher {
  return random.below(4) === 0 ? { kind: 'VirtualMachineInstancetype', name: 'own' } : { kind: 'VirtualMachineClusterInstancetype', name: random.pick(SIZES) };
}

/** A preference that there is. */
export function anyPreference(random: Random): Matcher {
  return random.below(4) === 0 ? { kind: 'VirtualMachinePreference', name: 'own' } : { kind: 'VirtualMachineClusterPreference', name: random.pick(SYSTEMS) };
}

/** A VM, most with both, some with one of them.
 * @param name which nobody had before */
export function anyVm(name: string, random: Random): ApiObject {
  const [has, own] = [random.below(10), { disks: [{ name: 'root', disk: {} }] }];
  return {
    ...{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name, namespace: random.pick(NAMESPACES) } },
    spec: {
      ...(has > 0 && { instancetype: anyInstancetype(random) }),
      ...(has !== 1 && { preference: anyPreference(random) }),
      runStrategy: 'Halted',
      template: { spec: { domain: { devices: own }, volumes: [{ name: 'root', containerDisk: { image: `example.com/system:${random.below(9)}` } }] } },
    },
  } as ApiObject;
}
