import { API_VERSION, INSTANCETYPE_RESOURCES, PREFERENCE_RESOURCES } from '@instancetype/api';
import type { ApiResource } from './resource.ts';

const [GROUP = '', VERSION = ''] = API_VERSION.split('/');

/** The kinds that instance types have to do with, by kind: the four of instancetype.kubevirt.io (BEHAVIOUR 1.1), the VM, what
 * revisions are stored in, what is read when an instance type is inferred from a volume (BEHAVIOUR 9), and what runs of a VM, is
 * saved of it and exported of it. */
export const RESOURCES: Readonly<Record<string, ApiResource>> = Object.fromEntries(
  [
    ...[...INSTANCETYPE_RESOURCES, ...PREFERENCE_RESOURCES].map(({ kind, plural, namespaced }) => ({ group: GROUP, version: VERSION, plural, kind, namespaced })),
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
  ].map((resource) => [resource.kind, resource]),
);

function namespaced(group: string, version: string, kind: string): ApiResource {
  return { group, version, plural: `${kind.toLowerCase()}s`, kind, namespaced: true };
}
