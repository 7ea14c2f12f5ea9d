import type { VirtualMachineLike } from '@instancetype/api';
import type { Reader } from '@instancetype/find';
import { frozen } from '@instancetype-tools/test-values';

/** A cluster instance type `it`. */
export const reader: Reader = {
  get: ({ kind, name }) => (kind === 'VirtualMachineClusterInstancetype' && name === 'it' ? frozen({ kind, metadata: { name }, spec: { cpu: { guest: 2 }, memory: { guest: '2Gi' }, annotations: { own: '1' } } }) : undefined),
};

/** A VM with a root disk of a template, a data disk of a claim and a disk of another template that it does not use. */
export const VM: VirtualMachineLike = frozen<object>({
  apiVersion: 'kubevirt.io/v1',
  kind: 'VirtualMachine',
  metadata: { name: 'web', namespace: 'ns', uid: 'u', generation: 3, labels: { a: '1' }, annotations: { b: '2' }, finalizers: ['f'], resourceVersion: '9' },
  spec: {
    instancetype: { name: 'it' },
    dataVolumeTemplates: [
      { metadata: { name: 'root' }, spec: { sourceRef: { kind: 'DataSource', name: 'fedora' }, storage: { resources: {} } } },
      { metadata: { name: 'unused' }, spec: { source: { blank: {} }, storage: {} } },
    ],
    template: {
      spec: { domain: {}, volumes: [{ name: 'root', dataVolume: { name: 'root' } }, { name: 'data', persistentVolumeClaim: { claimName: 'data' } }, { name: 'ci', cloudInitNoCloud: {} }] },
    },
  },
  status: { instancetypeRef: { name: 'it' }, ready: true },
});
