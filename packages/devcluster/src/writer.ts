import { isDeepStrictEqual } from 'node:util';
import type { Admission } from './admission.ts';
import type { Asking } from './admission-review.ts';
import { type Entry, objectAs } from './entry.ts';
import { checkNamespace, checkNamespaceDeletion } from './namespace-rules.ts';
import { checkPreconditions, type DeleteOptions, deletionOf } from './deletion.ts';
import type { ApiObject } from './object.ts';
import { patched } from './patch.ts';
import { begun, changed, checkValid, decoded, formed } from './prepare.ts';
import type { ResourceTypes, ResourceType } from './resource.ts';
import type { Route } from './route.ts';
import { alreadyExists, badRequest, conflict, deleted, invalid, notFound, otherObject, type Status, statusError, StatusError } from './status.ts';
import type { Store } from './store.ts';
import { timestampOf } from './time.ts';

/** What a write answers with. */
export interface Written {
  readonly code: number;
  readonly body: ApiObject | Status;
}

interface Update {
  readonly route: Route;
  readonly asking: Asking;
  /** The object that is asked for, given the stored one. */
  readonly wanted: (current: ApiObject) => ApiObject;
  /** Whether the stored object is the one that was meant. */
  readonly isSame: (current: ApiObject) => boolean;
}

const NAME_ATTEMPTS = 8;
const UPDATE_ATTEMPTS = 32;

/** Carries out writes as an API server does: metadata, subresources, admission, optimistic locking, finalizers. */
export class Writer {
  readonly #store: Store;
  readonly #types: ResourceTypes;
  readonly #admission: Admission;
  readonly #now: () => Date;

  constructor(store: Store, types: ResourceTypes, admission: Admission, now: () => Date) {
    this.#store = store;
    this.#types = types;
    this.#admission = admission;
    this.#now = now;
  }

  /** POST to a list. */
  async create(route: Route, body: unknown, asking: Asking): Promise<Written> {
    return await this.#create(route, decoded(route, body, asking), asking);
  }

  /** PUT to an object or its status. */
  async update(route: Route, body: unknown, asking: Asking): Promise<Written> {
    const { type, namespace, name } = route;
    const sent = decoded(route, body, asking);
    checkName(sent, name);
    const isNew = type.createOnUpdate && route.subresource === '' && !this.#store.get(type, namespace, name);
    if (isNew) return await this.#create(route, sent, asking);
    const { uid } = sent.metadata;
    return await this.#change({ route, asking, wanted: () => sent, isSame: (current) => !uid || uid === current.metadata.uid });
  }

  /** PATCH of an object or its status. */
  async patch(route: Route, contentType: string, body: unknown, asking: Asking): Promise<Written> {
    const wanted = (current: ApiObject): ApiObject => decodedPatch(route, patched(route.type, contentType, current, body), asking);
    return await this.#change({ route, asking, wanted, isSame: () => true });
  }

  /** DELETE of an object. */
  async remove(route: Route, options: DeleteOptions, asking: Asking): Promise<Written> {
    const { type, name } = route;
    const entry = this.#get(route);
    checkNamespaceDeletion(type, name);
    checkPreconditions(type, entry, options);
    const change = { route, operation: 'DELETE', object: undefined, oldObject: objectAs(entry, type) } as const;
    await this.#admission.mutate(change, asking, (object) => object);
    await this.#admission.validate(change, asking);
    const current = this.#get(route);
    checkPreconditions(type, current, options);
    const marked = deletionOf(type, current.object, options, timestampOf(this.#now()));
    if (marked === current.object) return { code: 200, body: objectAs(current, type) };
    if (marked) return { code: 200, body: asking.dryRun ? marked : objectAs(this.#store.put(type, marked), type) };
    if (!asking.dryRun) this.#store.remove(type, current);
    return { code: 200, body: type.answersDeleted ? current.object : deleted(type, name, current.object.metadata.uid ?? '') };
  }

  async #create(route: Route, sent: ApiObject, asking: Asking): Promise<Written> {
    const { type, namespace } = route;
    checkNamespace(this.#store, this.#types, route, sent.metadata.name);
    const mutated = await this.#admission.mutate({ route: { ...route, name: sent.metadata.name ?? '' }, operation: 'CREATE', object: sent, oldObject: undefined }, asking, (object) => formed(type, object));
    const object = this.#begun(route, mutated ?? sent);
    const { name = '' } = object.metadata;
    checkValid(type, object, undefined);
    if (object.metadata.namespace !== (type.namespaced ? namespace : undefined)) throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
    await this.#admission.validate({ route: { ...route, name: sent.metadata.name ?? name }, operation: 'CREATE', object, oldObject: undefined }, asking);
    const there = this.#store.get(type, namespace, name);
    if (there) throw alreadyExists(type, name, there.object.metadata.deletionTimestamp !== undefined);
    if (sent.metadata.resourceVersion) throw statusError(500, '', 'resourceVersion should not be set on objects to be created');
    checkNamespace(this.#store, this.#types, route, name);
    return { code: 201, body: asking.dryRun ? object : this.#store.put(type, object).object };
  }

  // a name that is made up must not be taken
  #begun({ type, namespace }: Route, sent: ApiObject): ApiObject {
    const timestamp = timestampOf(this.#now());
    let object = begun(type, sent, timestamp);
    for (let attempt = 1; attempt < NAME_ATTEMPTS; attempt++) {
      if (sent.metadata.name || !this.#store.get(type, namespace, object.metadata.name ?? '')) break;
      object = begun(type, sent, timestamp);
    }
    return object;
  }

  async #change(update: Update): Promise<Written> {
    const { route, asking } = update;
    for (let attempt = 0; attempt < UPDATE_ATTEMPTS; attempt++) {
      const entry = this.#get(route);
      const object = await this.#proposed(update, entry);
      // somebody else may have written while webhooks were asked
      if (this.#store.get(route.type, route.namespace, route.name) !== entry) continue;
      return { code: 200, body: this.#stored(route.type, entry, object, asking.dryRun) };
    }
    throw conflict(route.type, route.name);
  }

  async #proposed({ route, asking, wanted, isSame }: Update, entry: Entry): Promise<ApiObject> {
    const { type, name } = route;
    const oldObject = objectAs(entry, type);
    const sent = wanted(oldObject);
    checkName(sent, name);
    if (!isSame(oldObject)) throw otherObject(route, sent.metadata.uid ?? '', oldObject.metadata.uid ?? '');
    const mutated = (await this.#admission.mutate({ route, operation: 'UPDATE', object: sent, oldObject }, asking, (object) => formed(type, object))) ?? sent;
    checkVersion(type, name, mutated, entry);
    const object = changed(route, oldObject, mutated);
    checkValid(type, object, oldObject);
    await this.#admission.validate({ route, operation: 'UPDATE', object, oldObject }, asking);
    return object;
  }

  #stored(type: ResourceType, entry: Entry, object: ApiObject, dryRun: boolean): ApiObject {
    if (dryRun || isDeepStrictEqual(object, objectAs(entry, type))) return object;
    const isGone = object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).length === 0 && type.kind !== 'Namespace';
    if (!isGone) return this.#store.put(type, object).object;
    this.#store.remove(type, entry);
    return object;
  }

  #get({ type, namespace, name }: Route): Entry {
    const entry = this.#store.get(type, namespace, name);
    if (entry === undefined) throw notFound(type, name);
    return entry;
  }
}

// what cannot be read was made so by the patch
function decodedPatch(route: Route, result: unknown, asking: Asking): ApiObject {
  try {
    return decoded(route, result, asking);
  } catch (error) {
    const isUnread = error instanceof StatusError && error.message.includes('json: cannot unmarshal');
    if (!isUnread) throw error;
    throw invalid({ group: '', kind: '' }, '', [{ reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(JSON.stringify(result).slice(0, 200))}: ${error.message}`, field: 'patch' }]);
  }
}

function checkName({ metadata }: ApiObject, name: string): void {
  if (!metadata.name) throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (metadata.name !== name) throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
}

function checkVersion(type: ResourceType, name: string, { metadata }: ApiObject, entry: Entry): void {
  const { resourceVersion } = metadata;
  if (resourceVersion && !/^\d+$/.test(resourceVersion)) throw statusError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  if (resourceVersion && resourceVersion !== String(entry.version)) throw conflict(type, name);
  if (resourceVersion || type.unconditional) return;
  const cause = { reason: 'FieldValueInvalid', message: 'Invalid value: 0: must be specified for an update', field: 'metadata.resourceVersion' };
  // the real server names the plural here, not the kind
  throw invalid({ group: type.group, kind: type.plural }, name, [cause]);
}
