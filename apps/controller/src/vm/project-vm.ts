import type { VirtualMachineLike } from '@instancetype/api';
import { type ApiObject, withoutBookkeeping } from '@instancetype/kube';

/** A VM of the cluster. */
export type StoredVm = ApiObject & VirtualMachineLike;

type Json = Readonly<Record<string, unknown>>;

const CONTENT: Json = Object.freeze({});
/** Volumes of these types lead to what an instance type can be inferred from; of the others the name is enough. */
const FOLLOWED = ['name', 'persistentVolumeClaim', 'dataVolume'];
/** The condition that this controller writes; of the others it has to know where they stand. */
const OWN_CONDITION = 'Failure';
const conditions = new Map<unknown, Json>();

/** A VM as the cache keeps it: what references, inference and metrics look at. Most of a VM is what others report of it, and what a guest is
 * told at its first boot, secrets among it. Nothing that is kept changes its place, because patches say places.
 * @param object as the API gives it */
export function projectVm(object: ApiObject): StoredVm {
  const { apiVersion, kind, metadata, spec, status } = object as StoredVm & { readonly spec?: unknown; readonly status?: unknown };
  const { name, namespace, uid, resourceVersion, deletionTimestamp, generation } = (metadata ?? {}) as Json;
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, uid, resourceVersion, ...(deletionTimestamp !== undefined && { deletionTimestamp }), generation } as StoredVm['metadata'],
    ...(spec !== undefined && { spec: isObject(spec) ? projectSpec(spec) : spec }),
    ...(status !== undefined && { status: isObject(status) ? projectStatus(status) : status }),
  } as StoredVm;
}

/** A VM as the cache keeps it for features that look at all of it.
 * @param object as the API gives it */
export function wholeVm(object: ApiObject): StoredVm {
  return withoutBookkeeping(object) as StoredVm;
}

function projectSpec(spec: Json): Json {
  const { instancetype, preference, template } = spec;
  const references = { ...(instancetype !== undefined && { instancetype }), ...(preference !== undefined && { preference }) };
  // what a volume comes from is looked at while something is inferred from it
  const { dataVolumeTemplates } = isInferring(instancetype) || isInferring(preference) ? spec : {};
  return { ...references, ...(dataVolumeTemplates !== undefined && { dataVolumeTemplates }), ...(template !== undefined && { template: projectTemplate(template) }) };
}

function isInferring(matcher: unknown): boolean {
  return isObject(matcher) && Boolean(matcher['inferFromVolume']);
}

function projectTemplate(template: unknown): unknown {
  if (!isObject(template) || !isObject(template['spec'])) return template;
  const { volumes } = template['spec'];
  if (!Array.isArray(volumes)) return template;
  return { ...template, spec: { ...template['spec'], volumes: volumes.map(projectVolume) } };
}

function projectVolume(volume: unknown): unknown {
  if (!isObject(volume)) return volume;
  return Object.fromEntries(Object.entries(volume).map(([key, value]) => [key, FOLLOWED.includes(key) || !isObject(value) ? value : CONTENT]));
}

function projectStatus(status: Json): Json {
  const { instancetypeRef, preferenceRef, conditions: all } = status;
  return {
    ...(instancetypeRef !== undefined && { instancetypeRef }),
    ...(preferenceRef !== undefined && { preferenceRef }),
    ...(all !== undefined && { conditions: Array.isArray(all) ? all.map(projectCondition) : all }),
  };
}

function projectCondition(condition: unknown): unknown {
  if (!isObject(condition) || condition['type'] === OWN_CONDITION) return condition;
  const { type } = condition;
  const known = conditions.get(type);
  if (known) return known;
  const made = Object.freeze({ type });
  // there are some twenty types; whoever makes up more is not remembered
  if (conditions.size < 100) conditions.set(type, made);
  return made;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
