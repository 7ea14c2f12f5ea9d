import type { Cluster as Settings } from '@instancetype/defaults';
import { frozen } from '@instancetype-tools/test-values';
import { type Thing, type Vm } from './cluster.ts';

export const INSTANCETYPE: Thing = {
  kind: 'VirtualMachineClusterInstancetype',
  metadata: { name: 'small', uid: 'it-uid', generation: 3 },
  spec: { cpu: { guest: 2 }, memory: { guest: '2Gi' }, annotations: { 'from/it': 'yes' } },
};
export const PREFERENCE: Thing = { kind: 'VirtualMachineClusterPreference', metadata: { name: 'fedora', uid: 'p-uid', generation: 1 }, spec: { devices: { preferredDiskBus: 'virtio' } } };
/** Names of the revisions in which the two are stored for the VM. */
export const STORED_INSTANCETYPE = 'shop-small-v1beta1-it-uid-3';
export const STORED_PREFERENCE = 'shop-fedora-v1beta1-p-uid-1';

/** A VM that names both, and says nothing that conflicts. */
export const VM: Vm = frozen({
  kind: 'VirtualMachine',
  metadata: { name: 'shop', namespace: 'web', uid: 'vm-uid', resourceVersion: '1' },
  spec: {
    instancetype: { name: 'small' },
    preference: { name: 'fedora' },
    template: { spec: { domain: { devices: {} }, volumes: [{ name: 'root', containerDisk: { image: 'fedora:42' } }] } },
  },
});

export const NOW = (): Date => new Date('2026-05-04T03:02:01.999Z');

/** A cluster with a policy for references. */
export function withPolicy(referencePolicy: string | undefined): Settings {
  return referencePolicy === undefined ? {} : { configuration: { instancetype: { referencePolicy } } };
}

/** A revision of another form, or another owner, than the ones that are written today. */
export function revision(name: string, data: object, metadata: object = {}): Thing {
  return { kind: 'ControllerRevision', metadata: { name, namespace: 'web', uid: `${name}-uid`, ...metadata }, data };
}

/** The revision in which KubeVirt v1.2 would have stored an object. */
export function oldRevision(name: string, object: Thing): Thing {
  const { kind, metadata } = object;
  const spec = kind === INSTANCETYPE.kind ? { cpu: { guest: 2 }, memory: { guest: '2Gi' } } : { cpu: { preferredCPUTopology: 'preferCores' } };
  const labels = { 'instancetype.kubevirt.io/object-name': metadata?.name ?? '', 'instancetype.kubevirt.io/object-version': 'v1alpha2' };
  return revision(name, { apiVersion: 'instancetype.kubevirt.io/v1alpha2', kind, metadata, spec }, { labels });
}
