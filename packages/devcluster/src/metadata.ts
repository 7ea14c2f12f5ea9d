import { isObject, type Metadata, type OwnerReference } from './object.ts';
import { keyFaults, labelFaults, nameFaults } from './names.ts';
import type { ResourceType } from './resource.ts';
import { badRequest, type StatusCause } from './status.ts';

const ANNOTATIONS_LIMIT = 262_144;
const KNOWN_FINALIZERS: readonly string[] = ['foregroundDeletion', 'orphan', 'kubernetes'];

const TEXTS: readonly string[] = ['name', 'generateName', 'namespace', 'uid', 'resourceVersion', 'selfLink', 'creationTimestamp', 'deletionTimestamp'];
const MAPS: readonly string[] = ['labels', 'annotations'];
const MEMBERS: readonly string[] = [...TEXTS, ...MAPS, 'finalizers', 'ownerReferences', 'generation', 'deletionGracePeriodSeconds', 'managedFields'];

/** Reads the metadata of an object that was sent.
 * @param value what was sent
 * @param what names the object in messages
 * @param unknown gets the paths of what metadata does not have
 * @throws StatusError 400 where a member is of the wrong kind */
export function metadataIn(value: unknown, what: string, unknown: string[]): Metadata {
  if (!isObject(value)) throw badRequest(`${what}: json: cannot unmarshal ${goName(value)} into Go struct field .metadata of type v1.ObjectMeta`);
  for (const [field, member] of Object.entries(value)) {
    const odd = oddIn(field, member);
    if (odd !== undefined) throw badRequest(`${what}: json: cannot unmarshal ${odd} into Go struct field ObjectMeta.${field} of type ${TYPES[field] ?? 'string'}`);
    if (!MEMBERS.includes(field)) unknown.push(`metadata.${field}`);
  }
  return Object.fromEntries(Object.entries(value).filter(([field, member]) => MEMBERS.includes(field) && member !== null && !isEmptyMap(member)));
}

const TYPES: Readonly<Record<string, string>> = { ownerReferences: 'v1.OwnerReference' };

// what a member holds that it may not; undefined where all is well
function oddIn(field: string, member: unknown): string | undefined {
  if (member === null || !MEMBERS.includes(field)) return undefined;
  if (TEXTS.includes(field)) return typeof member === 'string' ? undefined : goName(member);
  if (MAPS.includes(field)) return isObject(member) ? oddOf(Object.values(member), (each) => typeof each === 'string') : goName(member);
  if (field === 'finalizers' || field === 'ownerReferences') return Array.isArray(member) ? oddOf(member, field === 'finalizers' ? (each) => typeof each === 'string' : isObject) : goName(member);
  return undefined;
}

function oddOf(members: readonly unknown[], isRight: (member: unknown) => boolean): string | undefined {
  const odd = members.filter((member) => !isRight(member));
  return odd.length === 0 ? undefined : goName(odd[0]);
}

function goName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** What is wrong with the metadata of an object.
 * @param type the object's
 * @param metadata as it is to be stored
 * @param old as it is stored; undefined where the object is new */
export function metadataCauses(type: ResourceType, metadata: Metadata, old: Metadata | undefined): StatusCause[] {
  const { name = '', generateName } = metadata;
  return [
    ...(old ? unchangedCauses(metadata, old) : nameCauses(type, name, generateName)),
    ...labelCauses(metadata.labels ?? {}),
    ...annotationCauses(metadata.annotations ?? {}),
    ...ownerCauses(metadata.ownerReferences ?? []),
    ...finalizerCauses(type, metadata, old),
  ];
}

function nameCauses(type: ResourceType, name: string, generateName: string | undefined): StatusCause[] {
  if (name === '' && !generateName) return [{ reason: 'FieldValueRequired', message: 'Required value: name or generateName is required', field: 'metadata.name' }];
  return nameFaults(type, name).map((fault) => bad('metadata.name', name, fault));
}

function unchangedCauses(metadata: Metadata, old: Metadata): StatusCause[] {
  return (['name', 'namespace', 'uid', 'deletionTimestamp'] as const).filter((field) => metadata[field] !== old[field]).map((field) => bad(`metadata.${field}`, metadata[field], 'field is immutable'));
}

function labelCauses(labels: Readonly<Record<string, string>>): StatusCause[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...keyFaults(key).map((fault) => bad('metadata.labels', key, fault)),
    ...labelFaults(value).map((fault) => bad('metadata.labels', value, fault)),
  ]);
}

function annotationCauses(annotations: Readonly<Record<string, string>>): StatusCause[] {
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return [
    ...Object.keys(annotations).flatMap((key) => keyFaults(key.toLowerCase()).map((fault) => bad('metadata.annotations', key, fault))),
    ...(size > ANNOTATIONS_LIMIT ? [{ reason: 'FieldValueTooLong', message: `Too long: may not be more than ${ANNOTATIONS_LIMIT} bytes`, field: 'metadata.annotations' }] : []),
  ];
}

function ownerCauses(owners: readonly OwnerReference[]): StatusCause[] {
  const controllers = owners.filter(({ controller }) => controller === true);
  const [first, second] = controllers;
  const texts = { apiVersion: 'version must not be empty', kind: 'must not be empty', name: 'must not be empty', uid: 'must not be empty' } as const;
  return [
    ...owners.flatMap((owner) => Object.entries(texts).flatMap(([field, text]) => (owner[field as keyof typeof texts] ? [] : [bad(`metadata.ownerReferences.${field}`, '', text)]))),
    ...(first && second ? [bad('metadata.ownerReferences', owners.map((owner) => ({ apiVersion: '', kind: '', name: '', uid: '', ...owner })), `Only one reference can have Controller set to true. Found "true" in references for ${first.kind}/${first.name} and ${second.kind}/${second.name}`)] : []),
  ];
}

function finalizerCauses({ group, custom }: ResourceType, { finalizers = [], deletionTimestamp }: Metadata, old: Metadata | undefined): StatusCause[] {
  const wrong = finalizers.flatMap((each, index) => {
    if (!each.includes('/') && (custom || group !== '' || KNOWN_FINALIZERS.includes(each))) return [];
    const faults = each.includes('/') ? keyFaults(each) : ['name is neither a standard finalizer name nor is it fully qualified'];
    return faults.map((fault) => bad(each.includes('/') ? 'metadata.finalizers' : `metadata.finalizers[${index}]`, each, fault));
  });
  const added = finalizers.filter((each) => !old?.finalizers?.includes(each));
  if (!old || deletionTimestamp === undefined || added.length === 0) return wrong;
  const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((each) => JSON.stringify(each)).join(', ')}}`;
  return [...wrong, { reason: 'FieldValueForbidden', message, field: 'metadata.finalizers' }];
}

function bad(field: string, value: unknown, why: string): StatusCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value) ?? '""'}: ${why}`, field };
}
