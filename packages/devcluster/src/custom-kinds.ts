import { CLUSTER_INSTANCETYPE, CLUSTER_PREFERENCE, GROUP, INSTANCETYPE, PREFERENCE, SHORT_NAMES, VERSION } from '@instancetype/api';
import type { Column } from './resource.ts';

interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural?: string;
  readonly namespaced?: boolean;
  readonly shortNames: readonly string[];
  readonly status?: boolean;
  readonly columns?: readonly Column[];
}

const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const AGE = column('Age', '.metadata.creationTimestamp', 'date');
const PHASE = column('Phase', '.status.phase');
const READY = column('Ready', '.status.conditions[?(@.type=="Ready")].status');

const KINDS: readonly CustomKind[] = [
  ...[INSTANCETYPE, CLUSTER_INSTANCETYPE, PREFERENCE, CLUSTER_PREFERENCE].map(({ kind, plural, namespaced }) => ({ group: GROUP, version: VERSION, kind, plural, namespaced, shortNames: SHORT_NAMES[kind] })),
  { group: 'kubevirt.io', version: 'v1', kind: 'VirtualMachine', shortNames: ['vm', 'vms'], status: true, columns: [AGE, column('Status', '.status.printableStatus'), READY] },
  { group: 'kubevirt.io', version: 'v1', kind: 'VirtualMachineInstance', shortNames: ['vmi', 'vmis'], columns: [AGE, PHASE, column('IP', '.status.interfaces[0].ipAddress'), column('NodeName', '.status.nodeName'), READY] },
  { group: 'kubevirt.io', version: 'v1', kind: 'KubeVirt', shortNames: ['kv', 'kvs'], status: true, columns: [AGE, PHASE] },
  { group: 'cdi.kubevirt.io', version: 'v1beta1', kind: 'DataVolume', shortNames: ['dv', 'dvs'], columns: [PHASE, column('Progress', '.status.progress'), AGE] },
  { group: 'cdi.kubevirt.io', version: 'v1beta1', kind: 'DataSource', shortNames: ['das'] },
  { group: 'snapshot.storage.k8s.io', version: 'v1', kind: 'VolumeSnapshot', shortNames: ['vs'], status: true, columns: [column('ReadyToUse', '.status.readyToUse', 'boolean'), AGE] },
  { group: 'snapshot.kubevirt.io', version: 'v1beta1', kind: 'VirtualMachineSnapshot', shortNames: ['vmsnapshot', 'vmsnapshots'], status: true, columns: [PHASE, AGE] },
  { group: 'snapshot.kubevirt.io', version: 'v1beta1', kind: 'VirtualMachineSnapshotContent', shortNames: ['vmsnapshotcontent', 'vmsnapshotcontents'], status: true, columns: [AGE] },
  { group: 'snapshot.kubevirt.io', version: 'v1beta1', kind: 'VirtualMachineRestore', shortNames: ['vmrestore', 'vmrestores'], status: true, columns: [AGE] },
  { group: 'export.kubevirt.io', version: 'v1', kind: 'VirtualMachineExport', shortNames: ['vmexport', 'vmexports'], status: true, columns: [PHASE, AGE] },
];

/** The CustomResourceDefinitions that are there from the start: KubeVirt's kinds, and those of others that it reads. They accept
 * every member; somebody who wants what they hold checked writes the real definitions over them. */
export const CUSTOM_DEFINITIONS: readonly object[] = KINDS.map(definitionOf);

function definitionOf({ group, version, kind, plural = `${kind.toLowerCase()}s`, namespaced = true, shortNames, status = false, columns = [] }: CustomKind): object {
  const members = { spec: OPEN, ...(status && { status: OPEN }) };
  return {
    metadata: { name: `${plural}.${group}` },
    spec: {
      ...{ group, scope: namespaced ? 'Namespaced' : 'Cluster' },
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List`, shortNames },
      versions: [
        {
          ...{ name: version, served: true, storage: true },
          schema: { openAPIV3Schema: { ...OPEN, properties: members } },
          ...(status && { subresources: { status: {} } }),
          ...(columns.length > 0 && { additionalPrinterColumns: columns }),
        },
      ],
    },
  };
}

function column(name: string, jsonPath: string, type = 'string'): Column {
  return { name, type, jsonPath };
}
