/** A column that `kubectl get` shows of a kind. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly priority?: number;
  readonly description?: string;
}

/** A kind of object that the cluster keeps. */
export interface ResourceType {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /** Whether `status` is written through a subresource only. */
  readonly status: boolean;
  /** Whether `metadata.generation` counts changes of what is asked for. */
  readonly generation: boolean;
  /** Whether an update without a resource version is let through, as it is for many of Kubernetes' own kinds. */
  readonly unconditional: boolean;
  /** Whether a PUT creates what is not there. */
  readonly createOnUpdate: boolean;
  /** Whether a deletion is answered with the object, not with a Status. */
  readonly answersDeleted: boolean;
  /** Whether it comes from a CustomResourceDefinition. */
  readonly custom: boolean;
  /** Fields that lists can be selected by, beside name and namespace. */
  readonly selectable: readonly string[];
  /** The members beside `apiVersion`, `kind` and `metadata`, where they are known; `spec.MEMBER` where those of `spec` are known too. */
  readonly members?: readonly string[];
  /** The schema of a CustomResourceDefinition, if it came with one. */
  readonly schema?: unknown;
  /** What `kubectl get` shows beside name and age. */
  readonly columns?: readonly Column[];
}

type Traits = Partial<Omit<ResourceType, 'group' | 'version' | 'plural' | 'kind'>>;

const ADMISSION = 'admissionregistration.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';
const OBJECT_FIELDS = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((field) => `involvedObject.${field}`);
const EVENT_FIELDS = [...OBJECT_FIELDS, 'reason', 'reportingComponent', 'source', 'type'];
const EVENT_MEMBERS = [
  ...['involvedObject', 'reason', 'message', 'source', 'firstTimestamp', 'lastTimestamp', 'count', 'type', 'eventTime', 'series', 'action', 'related'],
  ...['reportingComponent', 'reportingInstance'],
];
const NEW_EVENT_MEMBERS = [
  ...['eventTime', 'series', 'reportingController', 'reportingInstance', 'action', 'reason', 'regarding', 'related', 'note', 'type'],
  ...['deprecatedSource', 'deprecatedFirstTimestamp', 'deprecatedLastTimestamp', 'deprecatedCount'],
];
const POD_FIELDS = ['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork', 'status.phase', 'status.podIP', 'status.nominatedNodeName'];
const LEASE_MEMBERS = ['holderIdentity', 'leaseDurationSeconds', 'acquireTime', 'renewTime', 'leaseTransitions', 'strategy', 'preferredHolder'].map((member) => `spec.${member}`);
const SPEC = ['spec', 'status'];
const ROLE: Traits = { unconditional: true, createOnUpdate: true, members: ['rules'] };
const BINDING: Traits = { unconditional: true, createOnUpdate: true, members: ['subjects', 'roleRef'] };

/** Kubernetes' own kinds, which are there from the start. */
export const BUILT_IN: readonly ResourceType[] = [
  type('', 'v1', 'Namespace', 'namespaces', { namespaced: false, unconditional: true, status: true, shortNames: ['ns'], selectable: ['name', 'status.phase'], members: SPEC }),
  type('', 'v1', 'ConfigMap', 'configmaps', { unconditional: true, shortNames: ['cm'], members: ['data', 'binaryData', 'immutable'] }),
  type('', 'v1', 'Secret', 'secrets', { unconditional: true, selectable: ['type'], members: ['data', 'stringData', 'type', 'immutable'] }),
  type('', 'v1', 'Service', 'services', { unconditional: true, createOnUpdate: true, answersDeleted: true, status: true, shortNames: ['svc'], selectable: ['spec.clusterIP', 'spec.type'], members: SPEC }),
  type('', 'v1', 'ServiceAccount', 'serviceaccounts', { unconditional: true, answersDeleted: true, shortNames: ['sa'], members: ['secrets', 'imagePullSecrets', 'automountServiceAccountToken'] }),
  type('', 'v1', 'Event', 'events', { unconditional: true, createOnUpdate: true, shortNames: ['ev'], selectable: EVENT_FIELDS, members: EVENT_MEMBERS }),
  // a real API server shows the same events here as in the core group; these are kept apart
  type('events.k8s.io', 'v1', 'Event', 'events', { unconditional: true, createOnUpdate: true, shortNames: ['ev'], selectable: ['reason', 'reportingController', 'type', ...OBJECT_FIELDS.map((field) => field.replace('involvedObject', 'regarding'))], members: NEW_EVENT_MEMBERS }),
  type('', 'v1', 'Pod', 'pods', { unconditional: true, answersDeleted: true, status: true, generation: true, shortNames: ['po'], selectable: POD_FIELDS, members: SPEC }),
  type('', 'v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', { unconditional: true, answersDeleted: true, status: true, shortNames: ['pvc'], selectable: ['name'], members: SPEC }),
  type('apps', 'v1', 'ControllerRevision', 'controllerrevisions', { unconditional: true, members: ['data', 'revision'] }),
  type('coordination.k8s.io', 'v1', 'Lease', 'leases', { createOnUpdate: true, members: LEASE_MEMBERS }),
  type(RBAC, 'v1', 'Role', 'roles', ROLE),
  type(RBAC, 'v1', 'RoleBinding', 'rolebindings', BINDING),
  type(RBAC, 'v1', 'ClusterRole', 'clusterroles', { ...ROLE, namespaced: false, members: ['rules', 'aggregationRule'] }),
  type(RBAC, 'v1', 'ClusterRoleBinding', 'clusterrolebindings', { ...BINDING, namespaced: false }),
  type(ADMISSION, 'v1', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', { namespaced: false, generation: true, members: ['webhooks'] }),
  type(ADMISSION, 'v1', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', { namespaced: false, generation: true, members: ['webhooks'] }),
  type('apiregistration.k8s.io', 'v1', 'APIService', 'apiservices', { namespaced: false, status: true, members: SPEC }),
  type('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition', 'customresourcedefinitions', { namespaced: false, generation: true, status: true, shortNames: ['crd', 'crds'], members: SPEC }),
];

/** `apiVersion` of a type's objects.
 * @param resource the type */
export function apiVersionOf({ group, version }: Pick<ResourceType, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** How error messages name a type: `virtualmachines.kubevirt.io`.
 * @param resource the type */
export function qualifiedName({ group, plural }: Pick<ResourceType, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** The types that the cluster knows at the moment. */
export class ResourceTypes {
  readonly #types = new Map<string, ResourceType>();
  #all: readonly ResourceType[] | undefined;

  constructor(types: readonly ResourceType[]) {
    for (const each of types) this.add(each);
  }

  get all(): readonly ResourceType[] {
    this.#all ??= [...this.#types.values()];
    return this.#all;
  }

  /** Adds a type, or replaces the one of its group, version and plural.
   * @param added the type */
  add(added: ResourceType): void {
    this.#types.set(keyOf(added.group, added.version, added.plural), added);
    this.#all = undefined;
  }

  /** Forgets a type.
   * @param removed the type */
  remove({ group, version, plural }: ResourceType): void {
    this.#types.delete(keyOf(group, version, plural));
    this.#all = undefined;
  }

  /** The type that a path means, if there is one. */
  find(group: string, version: string, plural: string): ResourceType | undefined {
    return this.#types.get(keyOf(group, version, plural));
  }

  /** The types of a group and plural, one for each version that is served. */
  versionsOf(group: string, plural: string): ResourceType[] {
    return this.all.filter((each) => each.group === group && each.plural === plural);
  }
}

function keyOf(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}

function type(group: string, version: string, kind: string, plural: string, traits: Traits): ResourceType {
  const none = { shortNames: [], status: false, generation: false, unconditional: false, createOnUpdate: false, answersDeleted: false, custom: false, selectable: [] };
  return { group, version, plural, singular: kind.toLowerCase(), kind, namespaced: true, ...none, ...traits };
}
