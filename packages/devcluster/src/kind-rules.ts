import { isDeepStrictEqual } from 'node:util';
import { definitionCauses, completedDefinition } from './definitions.ts';
import { microTimeFault, utcMicroTime } from './micro-time.ts';
import { type ApiObject, isObject } from './object.ts';
import { bindingCauses, completedBinding, roleCauses } from './rbac-rules.ts';
import type { ResourceType } from './resource.ts';
import type { StatusCause } from './status.ts';
import { idOf } from './store.ts';
import { completedWebhooks, webhookCauses } from './webhook-rules.ts';

/** What an API server knows of one of Kubernetes' own kinds. */
export interface KindRules {
  /** Fills in what was left out, in an object that is new or changed. */
  readonly complete?: (object: ApiObject) => ApiObject;
  /** Fills in the status of a new object. */
  readonly begin?: (object: ApiObject) => ApiObject;
  /** Keeps what an update may not change. */
  readonly keep?: (object: ApiObject, old: ApiObject) => ApiObject;
  /** Why the object cannot be read at all. */
  readonly misread?: (object: ApiObject) => string | undefined;
  /** What is wrong with it. */
  readonly causes?: (object: ApiObject, old: ApiObject | undefined) => readonly StatusCause[];
}

const NONE: KindRules = {};
const BINDING: KindRules = { complete: completedBinding, causes: bindingCauses };
const WEBHOOKS: KindRules = { complete: completedWebhooks, causes: webhookCauses };

const RULES: Readonly<Record<string, KindRules>> = {
  '/namespaces': { complete: labelled, begin: (object) => ({ ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }), keep: (object, { spec }) => ({ ...object, spec }) },
  '/configmaps': { complete: (object) => withoutEmpty(object, ['data', 'binaryData']), misread: ({ data }) => textsIn('ConfigMap.data', data), causes: keptCauses },
  '/secrets': { complete: encoded, misread: ({ data }) => textsIn('Secret.data', data) ?? base64In(data), causes: keptCauses },
  '/events': { complete: withEventTimes, misread: ({ eventTime }) => microTimeFault(eventTime), causes: eventCauses },
  'events.k8s.io/events': { misread: ({ eventTime }) => microTimeFault(eventTime), causes: newEventCauses },
  '/persistentvolumeclaims': { complete: withVolumeMode, begin: begunClaim, causes: claimCauses },
  'apps/controllerrevisions': { complete: (object) => ({ ...object, revision: object['revision'] ?? 0 }), causes: revisionCauses },
  'coordination.k8s.io/leases': { complete: withUtcTimes, misread: leaseFault, causes: leaseCauses },
  'rbac.authorization.k8s.io/roles': { causes: roleCauses },
  'rbac.authorization.k8s.io/clusterroles': { causes: roleCauses },
  'rbac.authorization.k8s.io/rolebindings': BINDING,
  'rbac.authorization.k8s.io/clusterrolebindings': BINDING,
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': WEBHOOKS,
  'admissionregistration.k8s.io/validatingwebhookconfigurations': WEBHOOKS,
  'apiextensions.k8s.io/customresourcedefinitions': { begin: completedDefinition, causes: definitionCauses },
  'apiregistration.k8s.io/apiservices': { complete: withServicePort, begin: available, causes: serviceCauses },
};

/** The rules of a kind; those of a CustomResourceDefinition are in its schema.
 * @param type the kind */
export function rulesOf(type: ResourceType): KindRules {
  return (type.custom ? undefined : RULES[idOf(type)]) ?? NONE;
}

function labelled(object: ApiObject): ApiObject {
  const labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name ?? '' };
  return { ...object, metadata: { ...object.metadata, labels } };
}

function encoded({ stringData, ...object }: ApiObject): ApiObject {
  const added = Object.entries(isObject(stringData) ? stringData : {}).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  const data = isObject(object['data']) ? object['data'] : {};
  return { ...object, ...((added.length > 0 || object['data'] !== undefined) && { data: { ...data, ...Object.fromEntries(added) } }), type: object['type'] ?? 'Opaque' };
}

function withVolumeMode(object: ApiObject): ApiObject {
  return isObject(object['spec']) ? { ...object, spec: { volumeMode: 'Filesystem', ...object['spec'] } } : object;
}

function withServicePort(object: ApiObject): ApiObject {
  const { spec } = object;
  if (!isObject(spec) || !isObject(spec['service'])) return object;
  return { ...object, spec: { ...spec, service: { port: 443, ...spec['service'] } } };
}

function available(object: ApiObject): ApiObject {
  const condition = { type: 'Available', status: 'True', reason: 'Passed', message: 'all checks passed', lastTransitionTime: object.metadata.creationTimestamp };
  return { ...object, status: { conditions: [condition] } };
}

/** The finalizer that keeps a claim while it is used; a controller takes it away. */
export const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection';

function begunClaim(object: ApiObject): ApiObject {
  const { finalizers = [] } = object.metadata;
  return { ...object, metadata: { ...object.metadata, finalizers: [...new Set([...finalizers, CLAIM_PROTECTION])] }, status: { phase: 'Pending' } };
}

// Go writes these even where they are empty
function withEventTimes(object: ApiObject): ApiObject {
  return { source: {}, firstTimestamp: null, lastTimestamp: null, eventTime: null, reportingComponent: '', reportingInstance: '', ...object };
}

function withUtcTimes(object: ApiObject): ApiObject {
  const { spec } = object;
  if (!isObject(spec)) return object;
  const times = ['acquireTime', 'renewTime'].filter((member) => typeof spec[member] === 'string').map((member) => [member, utcMicroTime(String(spec[member]))]);
  return { ...object, spec: { ...spec, ...Object.fromEntries(times) } };
}

function leaseFault({ spec }: ApiObject): string | undefined {
  return isObject(spec) ? (microTimeFault(spec['renewTime']) ?? microTimeFault(spec['acquireTime'])) : undefined;
}

function withoutEmpty(object: ApiObject, members: readonly string[]): ApiObject {
  const isEmpty = ([key, value]: [string, unknown]): boolean => members.includes(key) && (value === null || (isObject(value) && Object.keys(value).length === 0));
  return Object.fromEntries(Object.entries(object).filter((entry) => !isEmpty(entry))) as unknown as ApiObject;
}

function base64In(data: unknown): string | undefined {
  const isRight = Object.values(isObject(data) ? data : {}).every((each) => typeof each === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(each) && each.length % 4 === 0);
  return isRight ? undefined : 'illegal base64 data';
}

function textsIn(field: string, map: unknown): string | undefined {
  if (map === undefined || map === null) return undefined;
  if (!isObject(map)) return `json: cannot unmarshal ${Array.isArray(map) ? 'array' : typeof map} into Go struct field ${field} of type map[string]string`;
  const odd = Object.values(map).find((value) => typeof value !== 'string');
  return odd === undefined ? undefined : `json: cannot unmarshal ${Array.isArray(odd) ? 'array' : isObject(odd) ? 'object' : typeof odd === 'boolean' ? 'bool' : typeof odd} into Go struct field ${field} of type string`;
}

// what is immutable stays so
function keptCauses(object: ApiObject, old: ApiObject | undefined): StatusCause[] {
  if (old?.['immutable'] !== true) return [];
  const why = 'Forbidden: field is immutable when `immutable` is set';
  return ['immutable', 'data', 'binaryData'].filter((field) => !isDeepStrictEqual(object[field], old[field])).map((field) => ({ reason: 'FieldValueForbidden', message: why, field }));
}

function revisionCauses(object: ApiObject, old: ApiObject | undefined): StatusCause[] {
  const { data, revision = 0 } = object;
  return [
    ...(old && !isDeepStrictEqual(data, old['data']) ? [bad('data', data, 'field is immutable')] : []),
    ...(data === undefined || data === null ? [{ reason: 'FieldValueRequired', message: 'Required value: data is mandatory', field: 'data' }] : []),
    ...(typeof revision === 'number' && revision < 0 ? [bad('revision', revision, 'must be greater than or equal to 0')] : []),
  ];
}

function leaseCauses({ spec }: ApiObject): StatusCause[] {
  const { leaseDurationSeconds: seconds, leaseTransitions: transitions } = (spec ?? {}) as { leaseDurationSeconds?: number; leaseTransitions?: number };
  return [
    ...(seconds !== undefined && seconds <= 0 ? [bad('spec.leaseDurationSeconds', seconds, 'must be greater than 0')] : []),
    ...(transitions !== undefined && transitions < 0 ? [bad('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')] : []),
  ];
}

function newEventCauses(object: ApiObject): readonly StatusCause[] {
  const missing = ['eventTime', 'reportingController', 'reportingInstance', 'action', 'reason'].filter((field) => !object[field]);
  return missing.map((field) => ({ reason: 'FieldValueRequired', field, message: 'Required value' }));
}

function eventCauses({ metadata, involvedObject }: ApiObject): StatusCause[] {
  const about = isObject(involvedObject) ? String(involvedObject['namespace'] ?? '') : '';
  const isRight = about === '' ? metadata.namespace === 'default' : about === metadata.namespace;
  return isRight ? [] : [bad('involvedObject.namespace', about, 'does not match event.namespace')];
}

function claimCauses({ spec }: ApiObject, old: ApiObject | undefined): StatusCause[] {
  const { accessModes = [], resources = {} } = (spec ?? {}) as { accessModes?: readonly unknown[]; resources?: { requests?: { storage?: unknown } } };
  const asked = (each: unknown): unknown => ({ ...(isObject(each) ? each : {}), resources: undefined });
  if (old && !isDeepStrictEqual(asked(spec), asked(old['spec']))) {
    return [{ reason: 'FieldValueForbidden', message: 'Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims', field: 'spec' }];
  }
  return [
    ...(accessModes.length === 0 ? [{ reason: 'FieldValueRequired', message: 'Required value: at least 1 access mode is required', field: 'spec.accessModes' }] : []),
    ...(resources.requests?.storage === undefined ? [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.resources[storage]' }] : []),
  ];
}

function serviceCauses({ metadata, spec }: ApiObject): StatusCause[] {
  const { group = '', version = '', groupPriorityMinimum: minimum = 0, versionPriority: priority = 0 } = (spec ?? {}) as Readonly<Record<string, never>>;
  return [
    ...(metadata.name === `${version}.${group}` ? [] : [bad('metadata.name', metadata.name, "must be `spec.version+\".\"+spec.group`: \"" + `${version}.${group}"`)]),
    ...(minimum <= 0 || minimum > 20_000 ? [bad('spec.groupPriorityMinimum', minimum, 'must be positive and less than 20000')] : []),
    ...(priority <= 0 || priority > 1000 ? [bad('spec.versionPriority', priority, 'must be positive and less than 1000')] : []),
  ];
}

function bad(field: string, value: unknown, why: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value) ?? 'null'}: ${why}`, field };
}
