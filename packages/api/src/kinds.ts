/** The API group of the four kinds. */
export const GROUP = 'instancetype.kubevirt.io';
/** The only version that KubeVirt v1.7 and later serve and store. */
export const VERSION = 'v1beta1';
/** The group and version as objects carry them. */
export const API_VERSION = 'instancetype.kubevirt.io/v1beta1';

export type InstancetypeKind = 'VirtualMachineInstancetype' | 'VirtualMachineClusterInstancetype';
export type PreferenceKind = 'VirtualMachinePreference' | 'VirtualMachineClusterPreference';

/** One of the four kinds, as BEHAVIOUR 1.1 gives it. */
export interface Resource<Kind extends string = InstancetypeKind | PreferenceKind> {
  readonly kind: Kind;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
}

/** VirtualMachineInstancetype (BEHAVIOUR 1.1). */
export const INSTANCETYPE: Resource<InstancetypeKind> = /* @__PURE__ */ resource('VirtualMachineInstancetype', true);

/** VirtualMachineClusterInstancetype (BEHAVIOUR 1.1). */
export const CLUSTER_INSTANCETYPE: Resource<InstancetypeKind> = /* @__PURE__ */ resource('VirtualMachineClusterInstancetype', false);

/** VirtualMachinePreference (BEHAVIOUR 1.1). */
export const PREFERENCE: Resource<PreferenceKind> = /* @__PURE__ */ resource('VirtualMachinePreference', true);

/** VirtualMachineClusterPreference (BEHAVIOUR 1.1). */
export const CLUSTER_PREFERENCE: Resource<PreferenceKind> = /* @__PURE__ */ resource('VirtualMachineClusterPreference', false);

/** The two kinds of instance types. */
export const INSTANCETYPE_RESOURCES: readonly Resource<InstancetypeKind>[] = [INSTANCETYPE, CLUSTER_INSTANCETYPE];
/** The two kinds of preferences. */
export const PREFERENCE_RESOURCES: readonly Resource<PreferenceKind>[] = [PREFERENCE, CLUSTER_PREFERENCE];

/** The short names under which kubectl knows each kind (BEHAVIOUR 1.1). */
export const SHORT_NAMES: Readonly<Record<InstancetypeKind | PreferenceKind, readonly string[]>> = {
  VirtualMachineInstancetype: ['vminstancetype', 'vminstancetypes', 'vmf', 'vmfs'],
  VirtualMachineClusterInstancetype: ['vmclusterinstancetype', 'vmclusterinstancetypes', 'vmcf', 'vmcfs'],
  VirtualMachinePreference: ['vmpref', 'vmprefs', 'vmp', 'vmps'],
  VirtualMachineClusterPreference: ['vmcp', 'vmcps'],
};

function resource<Kind extends string>(kind: Kind, namespaced: boolean): Resource<Kind> {
  const singular = kind.toLowerCase();
  return { kind, singular, plural: `${singular}s`, namespaced };
}
