import { CLEANUP, FOREGROUND, ORPHAN } from './deletion.ts';
import { Dependents } from './dependents.ts';
import type { Entry } from './entry.ts';
import { CLAIM_PROTECTION } from './kind-rules.ts';
import type { ApiObject, OwnerReference } from './object.ts';
import type { ResourceType, ResourceTypes } from './resource.ts';
import { idOf, type Store, type StoreEvent } from './store.ts';
import { timestampOf } from './time.ts';

/** Deletes what belongs to objects that are gone, and what is in namespaces that go, as Kubernetes' controllers do.
 * @returns ends it */
export function collectGarbage(store: Store, types: ResourceTypes): () => void {
  const collector = new Collector(store, types);
  return store.listen((event) => collector.see(event));
}

class Collector {
  readonly #store: Store;
  readonly #types: ResourceTypes;
  readonly #dependents = new Dependents();

  constructor(store: Store, types: ResourceTypes) {
    this.#store = store;
    this.#types = types;
  }

  see(event: StoreEvent): void {
    const type = this.#typeOf(event.resource);
    if (!type) return;
    if (event.old) this.#dependents.remove(type, event.old);
    if (event.type !== 'DELETED') this.#dependents.add(type, event.entry);
    const { metadata } = event.entry.object;
    const isGoing = metadata.deletionTimestamp !== undefined;
    const owners = (event.old?.object.metadata.ownerReferences ?? []).map(({ uid }) => uid);
    if (event.type !== 'DELETED' && !isGoing && !this.#isOrphan(event)) return;
    // after the answer to whoever asked for it, as in a real cluster
    setImmediate(() => {
      if (event.type === 'DELETED') this.#afterDeletion(event, owners);
      else this.#settle(type, metadata.namespace ?? '', metadata.name ?? '');
    });
  }

  // an owner may be gone before its dependent is made
  #isOrphan({ type, entry }: StoreEvent): boolean {
    const { ownerReferences = [] } = entry.object.metadata;
    return type === 'ADDED' && ownerReferences.length > 0;
  }

  #afterDeletion({ entry, resource }: StoreEvent, owners: readonly (string | undefined)[]): void {
    const { uid, namespace } = entry.object.metadata;
    if (uid) for (const { type, namespace: within, name } of this.#dependents.of(uid)) this.#settle(type, within, name);
    for (const owner of owners) this.#settleOwner(owner);
    if (namespace) this.#settleNamespace(namespace);
    const definitions = this.#types.find('apiextensions.k8s.io', 'v1', 'customresourcedefinitions');
    const [group = '', plural = ''] = resource.split('/');
    if (definitions && group !== '') this.#settle(definitions, '', `${plural}.${group}`);
  }

  #settleOwner(uid: string | undefined): void {
    const owner = uid === undefined ? undefined : this.#dependents.whoIs(uid);
    if (owner) this.#settle(owner.type, owner.namespace, owner.name);
  }

  /** Does to one object what is to be done: nothing in most cases. */
  #settle(type: ResourceType, namespace: string, name: string): void {
    const entry = this.#store.get(type, namespace, name);
    if (!entry) return;
    const { metadata, kind } = entry.object;
    if (type.group === '' && kind === 'Namespace') this.#settleNamespace(name);
    else if (metadata.deletionTimestamp) this.#finish(type, entry, metadata.finalizers ?? []);
    else if (metadata.ownerReferences) this.#collect(type, entry);
  }

  #finish(type: ResourceType, entry: Entry, finalizers: readonly string[]): void {
    if (finalizers.includes(CLEANUP)) return this.#emptyKind(type, entry);
    if (finalizers.includes(CLAIM_PROTECTION)) this.#release(type, entry, CLAIM_PROTECTION);
    else if (finalizers.includes(ORPHAN)) this.#setFree(type, entry);
    else if (finalizers.includes(FOREGROUND)) this.#awaitDependents(type, entry);
  }

  // an object that has another owner stays
  #collect(type: ResourceType, entry: Entry): void {
    const owners = entry.object.metadata.ownerReferences ?? [];
    const there = owners.filter((owner) => this.#dependents.whoIs(owner.uid ?? '') !== undefined || !this.#isKnown(owner));
    const staying = there.filter(({ uid = '' }) => !this.#isForeground(uid));
    if (staying.length === 0) this.#remove(type, entry, there.length > 0);
    else if (staying.length < owners.length) this.#store.put(type, withMetadata(entry.object, { ownerReferences: staying }));
  }

  // whether an owner of an unknown kind is there, nobody can tell
  #isKnown({ apiVersion = '', kind }: OwnerReference): boolean {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    return this.#types.all.some((type) => type.kind === kind && type.group === group);
  }

  #isForeground(uid: string): boolean {
    const who = this.#dependents.whoIs(uid);
    const metadata = who && this.#store.get(who.type, who.namespace, who.name)?.object.metadata;
    return metadata?.deletionTimestamp !== undefined && metadata.finalizers?.includes(FOREGROUND) === true;
  }

  #awaitDependents(type: ResourceType, entry: Entry): void {
    const { uid = '', namespace = '', name = '' } = entry.object.metadata;
    for (const each of this.#dependents.of(uid)) this.#settle(each.type, each.namespace, each.name);
    const current = this.#store.get(type, namespace, name);
    const isHeld = this.#dependents.of(uid).some((each) => {
      const owners = this.#store.get(each.type, each.namespace, each.name)?.object.metadata.ownerReferences ?? [];
      return owners.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true);
    });
    if (current?.object.metadata.uid === uid && !isHeld) this.#release(type, current, FOREGROUND);
  }

  #setFree(type: ResourceType, entry: Entry): void {
    const { uid = '' } = entry.object.metadata;
    for (const each of this.#dependents.of(uid)) {
      const dependent = this.#store.get(each.type, each.namespace, each.name);
      const owners = (dependent?.object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
      if (dependent) this.#store.put(each.type, withMetadata(dependent.object, { ownerReferences: owners.length > 0 ? owners : undefined }));
    }
    this.#release(type, entry, ORPHAN);
  }

  #release(type: ResourceType, entry: Entry, finalizer: string): void {
    const finalizers = (entry.object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    if (finalizers.length === 0) this.#store.remove(type, entry);
    else this.#store.put(type, withMetadata(entry.object, { finalizers }));
  }

  // a kind goes when its objects are gone
  #emptyKind(type: ResourceType, definition: Entry): void {
    const { group, names } = definition.object['spec'] as { group: string; names: { plural: string } };
    const [kind] = this.#types.versionsOf(group, names.plural);
    if (kind) for (const each of this.#store.list(kind, '')) this.#remove(kind, each, false);
    if (!kind || this.#store.count(kind) === 0) this.#release(type, definition, CLEANUP);
  }

  #settleNamespace(name: string): void {
    const namespaces = this.#types.find('', 'v1', 'namespaces');
    if (!namespaces || !this.#store.get(namespaces, '', name)?.object.metadata.deletionTimestamp) return;
    const within = this.#types.all.filter(({ namespaced }) => namespaced);
    for (const type of within) for (const each of this.#store.list(type, name)) this.#remove(type, each, false);
    const isEmpty = within.every((type) => this.#store.list(type, name).length === 0);
    const current = this.#store.get(namespaces, '', name);
    if (current && isEmpty && (current.object.metadata.finalizers ?? []).length === 0) this.#store.remove(namespaces, current);
  }

  #remove(type: ResourceType, entry: Entry, isForeground: boolean): void {
    const { metadata } = entry.object;
    const finalizers = [...(metadata.finalizers ?? []), ...(isForeground && this.#dependents.of(metadata.uid ?? '').length > 0 ? [FOREGROUND] : [])];
    if (finalizers.length === 0) this.#store.remove(type, entry);
    else if (!metadata.deletionTimestamp) this.#store.put(type, withMetadata(entry.object, { finalizers, deletionTimestamp: timestampOf(new Date()), deletionGracePeriodSeconds: 0 }));
  }

  #typeOf(resource: string): ResourceType | undefined {
    return this.#types.all.find((type) => idOf(type) === resource);
  }
}

function withMetadata(object: ApiObject, members: object): ApiObject {
  const metadata = Object.fromEntries(Object.entries({ ...object.metadata, ...members }).filter(([, value]) => value !== undefined));
  return { ...object, metadata };
}
