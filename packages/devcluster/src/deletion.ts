import type { Entry } from './entry.ts';
import { type ApiObject, isObject, type Metadata } from './object.ts';
import type { ResourceType } from './resource.ts';
import { badRequest, conflict, invalid } from './status.ts';

/** What a deletion may insist on. */
export interface DeleteOptions {
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly propagationPolicy?: string;
}

/** The finalizer that waits for what an object owns. */
export const FOREGROUND = 'foregroundDeletion';
/** The finalizer that waits until what an object owns is set free. */
export const ORPHAN = 'orphan';

/** The finalizer that waits until the objects of a kind are gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan'];

/** Reads what a deletion insists on, from its body or else from its query.
 * @param body parsed; undefined where there is none
 * @param query of the request
 * @throws StatusError where it cannot be read */
export function deleteOptionsIn(body: unknown, query: URLSearchParams): DeleteOptions {
  const isOptions = body === undefined || (isObject(body) && (body['kind'] ?? 'DeleteOptions') === 'DeleteOptions');
  if (!isOptions) throw badRequest('the body of a deletion must be DeleteOptions');
  const { preconditions, propagationPolicy = query.get('propagationPolicy') ?? undefined } = (body ?? {}) as DeleteOptions;
  if (propagationPolicy !== undefined && !POLICIES.includes(propagationPolicy)) {
    const message = `Unsupported value: ${JSON.stringify(propagationPolicy)}: supported values: "Foreground", "Background", "Orphan", "nil"`;
    throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [{ reason: 'FieldValueNotSupported', message, field: 'propagationPolicy' }]);
  }
  return { ...(preconditions && { preconditions }), ...(propagationPolicy !== undefined && { propagationPolicy }) };
}

/** Refuses a deletion of another object than was meant.
 * @throws StatusError 409 */
export function checkPreconditions(type: ResourceType, { object, version }: Entry, { preconditions = {} }: DeleteOptions): void {
  const { uid, resourceVersion } = preconditions;
  const name = object.metadata.name ?? '';
  // the real server names the kind here, not the plural
  const what = { group: type.group, plural: type.kind };
  if (uid && uid !== object.metadata.uid) throw conflict(what, name, `the UID in the precondition (${uid}) does not match the UID in record (${object.metadata.uid ?? ''}). The object might have been deleted and then recreated`);
  if (resourceVersion && resourceVersion !== String(version)) throw conflict(what, name, `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${version}). The object might have been modified`);
}

/** What a deletion makes of an object: marked where something holds it, and undefined where it goes at once.
 * @param type its kind
 * @param object as it is stored
 * @param options of the deletion
 * @param timestamp now */
export function deletionOf(type: ResourceType, object: ApiObject, { propagationPolicy }: DeleteOptions, timestamp: string): ApiObject | undefined {
  if (type.kind === 'CustomResourceDefinition') return definitionDeletion(object, timestamp);
  const { finalizers: held = [], ...rest } = object.metadata;
  const { metadata } = object;
  const finalizers = withPolicy(held, propagationPolicy);
  const isNamespace = type.group === '' && type.kind === 'Namespace';
  if (finalizers.length === 0 && !isNamespace) return undefined;
  if (metadata.deletionTimestamp && finalizers.join() === held.join()) return object;
  const mark = metadata.deletionTimestamp ? {} : markOf(metadata, timestamp);
  const marked = { ...rest, ...mark, ...(finalizers.length > 0 && { finalizers }) };
  if (!isNamespace) return { ...object, metadata: { ...marked, deletionGracePeriodSeconds: 0 } };
  return { ...object, status: { ...(isObject(object['status']) && object['status']), phase: 'Terminating' }, metadata: marked };
}

function definitionDeletion(object: ApiObject, timestamp: string): ApiObject {
  const { metadata, status } = object;
  if (metadata.deletionTimestamp) return object;
  const conditions = isObject(status) && Array.isArray(status['conditions']) ? status['conditions'] : [];
  const message = 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon';
  const going = { type: 'Terminating', status: 'True', reason: 'InstanceDeletionPending', message, lastTransitionTime: timestamp };
  const marked = { ...metadata, finalizers: [...(metadata.finalizers ?? []), CLEANUP], deletionTimestamp: timestamp };
  return { ...object, status: { ...(isObject(status) && status), conditions: [...conditions, going] }, metadata: marked };
}

function markOf({ generation }: Metadata, deletionTimestamp: string): Metadata {
  return { deletionTimestamp, ...(generation !== undefined && { generation: generation + 1 }) };
}

function withPolicy(finalizers: readonly string[], policy: string | undefined): readonly string[] {
  if (policy === undefined) return finalizers;
  const others = finalizers.filter((finalizer) => finalizer !== FOREGROUND && finalizer !== ORPHAN);
  if (policy === 'Foreground') return [...others, FOREGROUND];
  return policy === 'Orphan' ? [...others, ORPHAN] : others;
}
