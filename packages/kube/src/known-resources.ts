import { GROUP, INSTANCETYPE_RESOURCES, type InstancetypeKind, PREFERENCE_RESOURCES, type PreferenceKind, VERSION } from '@instancetype/api';
import type { ApiResource } from './resource.ts';

/** A kind that {@link RESOURCES} has. */
export type KnownKind =
  | InstancetypeKind
  | PreferenceKind
  | 'ConfigMap'
  | 'ControllerRevision'
  | 'DataSource'
  | 'DataVolume'
  | 'Event'
  | 'KubeVirt'
  | 'Lease'
  | 'Namespace'
  | 'PersistentVolumeClaim'
  | 'VirtualMachine'
  | 'VirtualMachineExport'
  | 'VirtualMachineInstance'
  | 'VirtualMachineRestore'
  | 'VirtualMachineSnapshot'
  | 'VirtualMachineSnapshotContent'
  | 'VolumeSnapshot';

/** The kinds that instance types have to do with, by kind: the four of instancetype.kubevirt.io (BEHAVIOUR 1.1), the VM, what
 * revisions are stored in, what is read when an instance type is inferred from a volume (BEHAVIOUR 9), and what runs of a VM, is
 * saved of it and exported of it. */
export const RESOURCES: Readonly<Record<KnownKind, ApiResource>> = byKind([
  ...[...INSTANCETYPE_RESOURCES, ...PREFERENCE_RESOURCES].map(({ kind, plural, namespaced: isNamespaced }) => ({ group: GROUP, version: VERSION, plural, kind, namespaced: isNamespaced })),
  namespaced('apps', 'v1', 'ControllerRevision'),
  namespaced('kubevirt.io', 'v1', 'VirtualMachine'),
  namespaced('kubevirt.io', 'v1', 'VirtualMachineInstance'),
  namespaced('kubevirt.io', 'v1', 'KubeVirt'),
  namespaced('snapshot.kubevirt.io', 'v1beta1', 'VirtualMachineSnapshot'),
  namespaced('snapshot.kubevirt.io', 'v1beta1', 'VirtualMachineSnapshotContent'),
  namespaced('snapshot.kubevirt.io', 'v1beta1', 'VirtualMachineRestore'),
  namespaced('export.kubevirt.io', 'v1', 'VirtualMachineExport'),
  namespaced('', 'v1', 'ConfigMap'),
  namespaced('', 'v1', 'PersistentVolumeClaim'),
  namespaced('cdi.kubevirt.io', 'v1beta1', 'DataVolume'),
  namespaced('cdi.kubevirt.io', 'v1beta1', 'DataSource'),
  namespaced('snapshot.storage.k8s.io', 'v1', 'VolumeSnapshot'),
  { ...namespaced('', 'v1', 'Namespace'), namespaced: false },
  namespaced('events.k8s.io', 'v1', 'Event'),
  namespaced('coordination.k8s.io', 'v1', 'Lease'),
]);

interface Of<Kind> extends ApiResource {
  readonly kind: Kind & string;
}

function namespaced<const Kind extends string>(group: string, version: string, kind: Kind): Of<Kind> {
  return { group, version, plural: `${kind.toLowerCase()}s`, kind, namespaced: true };
}

// a kind that is known and not in the list is told by the compiler
function byKind<Kind extends string>(resources: readonly Of<Kind>[]): Readonly<Record<Kind, ApiResource>> {
  return Object.fromEntries(resources.map((resource) => [resource.kind, resource])) as Record<string, ApiResource> as Record<Kind, ApiResource>;
}
