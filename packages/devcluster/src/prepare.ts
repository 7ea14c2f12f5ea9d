import { isDeepStrictEqual } from 'node:util';
import type { Asking } from './admission-review.ts';
import { rulesOf } from './kind-rules.ts';
import { metadataCauses, metadataIn } from './metadata.ts';
import { generatedName } from './names.ts';
import { type ApiObject, isObject, type Metadata } from './object.ts';
import { apiVersionOf, type ResourceType } from './resource.ts';
import type { Route } from './route.ts';
import { ANYTHING, type Schema, shaped } from './schema.ts';
import { schemaCauses } from './schema-check.ts';
import { badRequest, invalid, type StatusCause } from './status.ts';
import { newUid } from './store.ts';

/** Members of metadata that the server alone writes. */
const SERVER_METADATA: readonly string[] = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink', 'managedFields'];

/** Reads an object that was sent: what it is, its metadata, and what its kind does not know.
 * @param route where it was sent
 * @param body parsed
 * @param asking how it was sent
 * @throws StatusError 400 where it cannot be read */
export function decoded({ type, namespace }: Route, body: unknown, asking: Pick<Asking, 'validation' | 'warn'>): ApiObject {
  const what = `${type.kind} in version ${JSON.stringify(type.version)} cannot be handled as a ${type.kind}`;
  if (!isObject(body)) throw badRequest(`${what}: the body must be an object`);
  const { apiVersion, kind } = kindOf(type, body);
  const unknown: string[] = [];
  const metadata = metadataIn(body['metadata'] ?? {}, what, unknown);
  checkNamespaceOf(type, metadata, namespace);
  const object = formed(type, { ...body, apiVersion, kind, metadata: { ...metadata, ...(type.namespaced && { namespace }) } }, unknown);
  tell(unknown, what, asking);
  const misread = rulesOf(type).misread?.(object);
  if (misread !== undefined) throw badRequest(`${what}: ${misread}`);
  return object;
}

function kindOf(type: ResourceType, body: Readonly<Record<string, unknown>>): { readonly apiVersion: string; readonly kind: string } {
  const { group, custom } = type;
  const wanted = apiVersionOf(type);
  const { apiVersion = custom ? undefined : wanted, kind = custom ? undefined : type.kind } = body;
  if (typeof kind !== 'string' || kind === '') throw badRequest(`the object provided is unrecognized (must be of type ${type.kind}): Object 'Kind' is missing`);
  if (apiVersion !== wanted) throw badRequest(`the API version in the data (${String(apiVersion)}) does not match the expected API version (${wanted})`);
  if (kind === type.kind) return { apiVersion, kind };
  if (!custom) throw badRequest(`${kind} in version ${JSON.stringify(type.version)} cannot be handled as a ${type.kind}`);
  const { metadata } = body;
  throw invalid({ group, kind }, isObject(metadata) ? String(metadata['name'] ?? '') : '', [{ reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(kind)}: must be ${type.kind}`, field: 'kind' }]);
}

function checkNamespaceOf(type: ResourceType, metadata: Metadata, namespace: string): void {
  if (type.namespaced && metadata.namespace && metadata.namespace !== namespace) throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

function tell(unknown: readonly string[], what: string, { validation, warn }: Pick<Asking, 'validation' | 'warn'>): void {
  const texts = unknown.toSorted().map((path) => `unknown field ${JSON.stringify(path)}`);
  if (validation === 'Strict' && texts.length > 0) throw badRequest(`${what}: strict decoding error: ${texts.join(', ')}`);
  if (validation === 'Warn') for (const text of texts) warn(text);
}

/** An object without what its kind does not know, and with defaults.
 * @param type its kind
 * @param object the object
 * @param unknown gets the paths of what was taken away */
export function formed(type: ResourceType, object: ApiObject, unknown: string[] = []): ApiObject {
  const whole = shaped(object, schemaOf(type), unknown) as ApiObject;
  return rulesOf(type).complete?.(whole) ?? whole;
}

function schemaOf({ schema, members }: ResourceType): Schema {
  if (isObject(schema)) return schema as Schema;
  if (!members) return ANYTHING;
  return closed(members);
}

function closed(members: readonly string[]): Schema {
  const names = [...new Set(members.map((member) => member.split('.')[0] ?? ''))];
  const within = (name: string): string[] => members.filter((member) => member.startsWith(`${name}.`)).map((member) => member.slice(name.length + 1));
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, within(name).length > 0 ? closed(within(name)) : ANYTHING])) };
}

/** A new object with what the server writes into it.
 * @param type its kind
 * @param sent as it was sent and mutated
 * @param timestamp of its creation */
export function begun(type: ResourceType, sent: ApiObject, timestamp: string): ApiObject {
  const { status: _status, ...spec } = sent;
  const { name, generateName } = sent.metadata;
  const metadata: Metadata = {
    ...((name || generateName) && { name: name || generatedName(generateName ?? '') }),
    ...without(sent.metadata, [...SERVER_METADATA, 'name']),
    ...{ uid: newUid(), creationTimestamp: timestamp, ...(type.generation && { generation: 1 }) },
  };
  const whole: ApiObject = { ...(type.status ? spec : sent), apiVersion: apiVersionOf(type), kind: type.kind, metadata };
  return rulesOf(type).begin?.(whole) ?? whole;
}

/** A changed object as it is to be stored: what the server wrote stays, and a subresource changes its part alone.
 * @param route whether it is a subresource
 * @param current as it is stored
 * @param sent as it was sent and mutated */
export function changed({ type, subresource }: Route, current: ApiObject, sent: ApiObject): ApiObject {
  const { status } = current;
  if (subresource === 'status') {
    const { status: _old, ...rest } = current;
    return { ...rest, ...(sent['status'] !== undefined && { status: sent['status'] }) };
  }
  const { status: _status, ...spec } = sent;
  const kept = Object.fromEntries(Object.entries(current.metadata).filter(([key]) => SERVER_METADATA.includes(key)));
  const metadata: Metadata = { ...without(sent.metadata, SERVER_METADATA), ...kept, ...chosen(sent.metadata, current.metadata) };
  const whole: ApiObject = { ...(type.status ? spec : sent), ...(type.status && status !== undefined && { status }), apiVersion: apiVersionOf(type), kind: type.kind, metadata };
  return counted(type, current, rulesOf(type).keep?.(whole, current) ?? whole);
}

// what the server writes and a client has chosen otherwise, so that it is refused
function chosen({ uid, deletionTimestamp }: Metadata, current: Metadata): Metadata {
  return { ...(uid && { uid }), ...(deletionTimestamp && !current.deletionTimestamp && { deletionTimestamp }) };
}

// what is asked for has changed: everything but metadata and, where it is a subresource, status
function counted(type: ResourceType, old: ApiObject, object: ApiObject): ApiObject {
  if (!type.generation) return object;
  const asked = ({ metadata: _metadata, status, ...spec }: ApiObject): unknown => (type.status ? spec : { ...spec, status });
  if (isDeepStrictEqual(asked(old), asked(object))) return object;
  return { ...object, metadata: { ...object.metadata, generation: (old.metadata.generation ?? 0) + 1 } };
}

/** Refuses an object that its kind does not allow.
 * @param type its kind
 * @param object as it is to be stored
 * @param old as it is stored; undefined where it is new
 * @throws StatusError 422 */
export function checkValid(type: ResourceType, object: ApiObject, old: ApiObject | undefined): void {
  const causes: StatusCause[] = [
    ...metadataCauses(type, object.metadata, old?.metadata),
    ...(type.custom && isObject(type.schema) ? schemaCauses(object, type.schema as Schema) : []),
    ...(rulesOf(type).causes?.(object, old) ?? []),
  ];
  if (causes.length > 0) throw invalid(type, object.metadata.name ?? '', causes);
}

function without(metadata: Metadata, keys: readonly string[]): Metadata {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !keys.includes(key)));
}
