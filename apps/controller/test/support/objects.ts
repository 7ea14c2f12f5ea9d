import type { ApiObject } from '@instancetype/kube';

export type Json = Record<string, any>;

const GROUP = 'instancetype.kubevirt.io/v1beta1';

/** An instance type of the cluster. */
export function instancetype(name: string, spec: Json = { cpu: { guest: 2 }, memory: { guest: '2Gi' } }, labels: Json = {}): ApiObject {
  return { apiVersion: GROUP, kind: 'VirtualMachineClusterInstancetype', metadata: { name, labels }, spec } as ApiObject;
}

/** A preference of the cluster. */
export function preference(name: string, spec: Json = { devices: { preferredDiskBus: 'virtio' } }, labels: Json = {}): ApiObject {
  return { apiVersion: GROUP, kind: 'VirtualMachineClusterPreference', metadata: { name, labels }, spec } as ApiObject;
}

/** A VM in the namespace `default`. */
export function vm(name: string, spec: Json = { instancetype: { name: 'small' }, preference: { name: 'linux' } }, domain: Json = {}): ApiObject {
  const volumes = [{ name: 'root', persistentVolumeClaim: { claimName: 'root' } }, { name: 'init', cloudInitNoCloud: { userData: 'chpasswd-hunter2' } }];
  const template = { spec: { domain: { devices: {}, ...domain }, volumes } };
  return { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name, namespace: 'default' }, spec: { runStrategy: 'Halted', ...spec, template } };
}

/** A claim in the namespace `default`. */
export function claim(name: string, labels: Json = {}): ApiObject {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'default', labels }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } as ApiObject;
}

/** The KubeVirt object of a cluster with a policy for references. */
export function kubevirt(referencePolicy: string): ApiObject {
  return { apiVersion: 'kubevirt.io/v1', kind: 'KubeVirt', metadata: { name: 'kubevirt', namespace: 'kubevirt' }, spec: { configuration: { instancetype: { referencePolicy } } } } as ApiObject;
}
