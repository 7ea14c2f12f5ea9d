import type { ObjectLike } from '@instancetype/api';
import { instancetypes } from '@instancetype/catalog';
import { virtualMachines } from '../virtual-machines.ts';

/** A webhook, and the review that is posted to it. */
export interface Subject {
  readonly title: string;
  readonly path: string;
  readonly body: string;
}

/** What is posted: an instance type of the catalog, and a VM of about 2 kB that names an instance type and a preference. */
export function subjects(): readonly Subject[] {
  const [instancetype] = instancetypes();
  // the catalog has what these VMs name, so that a warm cache has it too; an architecture that a DataSource says is asked for
  const vm = virtualMachines().find(({ spec }) => !spec?.dataVolumeTemplates);
  const vms = { group: 'kubevirt.io', version: 'v1', resource: 'virtualmachines' };
  const types = { group: 'instancetype.kubevirt.io', version: 'v1beta1', resource: 'virtualmachineclusterinstancetypes' };
  return [
    { title: 'validate an instance type', path: '/virtualmachineclusterinstancetypes-validate', body: reviewOf(instancetype ?? {}, types) },
    { title: 'validate a VM', path: '/virtualmachines-validate', body: reviewOf(vm ?? {}, vms) },
    { title: 'mutate a VM', path: '/virtualmachines-mutate', body: reviewOf(vm ?? {}, vms) },
  ];
}

function reviewOf(object: ObjectLike, resource: { readonly group: string; readonly version: string; readonly resource: string }): string {
  const { group, version } = resource;
  const kind = { group, version, kind: object.kind };
  return JSON.stringify({
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
      ...{ kind, resource, requestKind: kind, requestResource: resource },
      ...{ name: object.metadata?.name, namespace: object.metadata?.namespace, operation: 'CREATE' },
      userInfo: { username: 'admin', uid: '014fbff9a07c', groups: ['system:authenticated', 'my-admin-group'] },
      ...{ object, oldObject: null, dryRun: false, options: { apiVersion: 'meta.k8s.io/v1', kind: 'CreateOptions' } },
    },
  });
}
