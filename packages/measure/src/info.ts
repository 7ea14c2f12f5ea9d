import {
  CLUSTER_INSTANCETYPE,
  CLUSTER_INSTANCETYPE_ANNOTATION,
  CLUSTER_PREFERENCE,
  CLUSTER_PREFERENCE_ANNOTATION,
  type Family,
  INSTANCETYPE,
  INSTANCETYPE_ANNOTATION,
  PREFERENCE,
  PREFERENCE_ANNOTATION,
  resourceFor,
  VENDOR_LABEL,
  type VirtualMachineInstanceLike,
  type VirtualMachineLike,
} from '@instancetype/api';
import type { Reader } from './reader.ts';
import { membersOf, ownerLabels, type Series } from './series.ts';

/** The labels of `kubevirt_vm_info` and `kubevirt_vmi_info` that are given here. */
export type InfoLabel = 'instance_type' | 'name' | 'namespace' | 'preference';

/** What stands for every object of another publisher, so that names of users' own make no series of their own. */
const OTHER = '<other>';
const VENDORS: readonly unknown[] = ['kubevirt.io', 'redhat.com'];

const KINDS = {
  instancetype: [
    { annotation: INSTANCETYPE_ANNOTATION, resource: INSTANCETYPE },
    { annotation: CLUSTER_INSTANCETYPE_ANNOTATION, resource: CLUSTER_INSTANCETYPE },
  ],
  preference: [
    { annotation: PREFERENCE_ANNOTATION, resource: PREFERENCE },
    { annotation: CLUSTER_PREFERENCE_ANNOTATION, resource: CLUSTER_PREFERENCE },
  ],
} as const;

/** The series of `kubevirt_vm_info` of a VM, with those of its labels that come from instance types (BEHAVIOUR 18). A matcher means the
 * kind that it means everywhere, also without a kind or with a plural one (Appendix B12).
 * @param vm the VM
 * @param reader gives instance types and preferences that are at hand; what it throws passes through */
export function vmInfo(vm: VirtualMachineLike, reader: Reader): Series<InfoLabel> {
  return info('kubevirt_vm_info', vm, { instance_type: ofMatcher(vm, 'instancetype', reader), preference: ofMatcher(vm, 'preference', reader) });
}

/** The series of `kubevirt_vmi_info` of a VM's instance, with those of its labels that come from instance types: what its annotations
 * say was applied to it, a namespaced object before a cluster one (BEHAVIOUR 18, Q42).
 * @param vmi the instance
 * @param reader gives instance types and preferences that are at hand; what it throws passes through */
export function vmiInfo(vmi: VirtualMachineInstanceLike, reader: Reader): Series<InfoLabel> {
  return info('kubevirt_vmi_info', vmi, { instance_type: ofAnnotation(vmi, 'instancetype', reader), preference: ofAnnotation(vmi, 'preference', reader) });
}

function info(name: string, object: object, labels: Readonly<Record<'instance_type' | 'preference', string>>): Series<InfoLabel> {
  return { name, labels: { ...ownerLabels(object), ...labels }, value: 1 };
}

function ofMatcher(vm: VirtualMachineLike, family: Family, reader: Reader): string {
  const matcher = membersOf(membersOf(vm).spec)[family];
  if (matcher === undefined || matcher === null) return '';
  const { kind, name } = membersOf(matcher);
  const resource = resourceFor(kind as string | null | undefined, family);
  return resource === undefined ? '' : published(name, { resource, namespace: ownerLabels(vm).namespace }, reader);
}

function ofAnnotation(vmi: VirtualMachineInstanceLike, family: Family, reader: Reader): string {
  const annotations = membersOf(membersOf(membersOf(vmi).metadata).annotations);
  for (const { annotation, resource } of KINDS[family]) {
    const name = annotations[annotation];
    if (name !== undefined && name !== null) return published(name, { resource, namespace: ownerLabels(vmi).namespace }, reader);
  }
  return '';
}

interface Place {
  readonly resource: { readonly kind: string; readonly namespaced: boolean };
  readonly namespace: string;
}

function published(name: unknown, { resource, namespace }: Place, reader: Reader): string {
  if (typeof name !== 'string' || name === '') return OTHER;
  const { kind, namespaced } = resource;
  const object = reader.get(namespaced ? { kind, name, namespace } : { kind, name });
  const vendor = membersOf(membersOf(membersOf(object).metadata).labels)[VENDOR_LABEL];
  return VENDORS.includes(vendor) ? name : OTHER;
}
