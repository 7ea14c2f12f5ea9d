import { isOlderVersion } from '@instancetype/api';
import type { Change } from './change.ts';
import type { Clock } from './clock.ts';
import { freezeAll } from './project.ts';
import { Removals } from './removals.ts';
import type { ApiObject, ApiResource } from './resource.ts';
import { sameJson } from './same-json.ts';
import { slices } from './slices.ts';
import { type Indexes, keyOf, Store } from './store.ts';

/** How a replica keeps objects, and whom it tells. */
export interface ReplicaOptions<T> {
  readonly project: (object: ApiObject) => T;
  readonly indexes: Indexes<T>;
  readonly freeze: boolean;
  readonly clock: Clock;
  readonly deliver: (change: Change<T>) => void;
  /** Gets what `project` or an index has thrown. */
  readonly onError: (error: unknown) => void;
}

/** All objects as one list gives them, until they take the place of what is known. */
export interface Refill {
  /** Gives false for what is no object of the kind. */
  add(object: ApiObject): boolean;
  /** Gives false for what is no object of the kind. */
  remove(object: ApiObject): boolean;
}

/** The objects of one kind as the cluster has last told of them. */
export class Replica<T extends ApiObject> {
  readonly #resource: ApiResource;
  readonly #options: ReplicaOptions<T>;
  #store: Store<T>;
  #removals: Removals = new Removals();
  /** The version up to which everything is known. */
  resourceVersion: string | undefined;
  /** Whether changes of a whole list are being told. */
  replacing = false;

  /** @param resource the kind
   * @param options how objects are kept */
  constructor(resource: ApiResource, options: ReplicaOptions<T>) {
    this.#resource = resource;
    this.#options = options;
    this.#store = this.#emptyStore();
  }

  /** What is known now. */
  get store(): Store<T> {
    return this.#store;
  }

  /** Takes up one event. Gives false for what is no object of this kind; an event that is older than what is known changes
   * nothing. */
  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: ApiObject): boolean {
    const key = this.#keyOf(object);
    const version = object.metadata?.resourceVersion;
    if (key === undefined || !version) return false;
    if (!this.#isLate(key, version)) {
      if (type === 'DELETED') this.#remove(key, object, version);
      else this.#put(key, object);
    }
    this.advance(version);
    return true;
  }

  /** Everything up to a version is known.
   * @param version never goes back */
  advance(version: string): void {
    if (!isOlderVersion(version, this.resourceVersion)) this.resourceVersion = version;
  }

  /** Begins to gather a whole list. What has not changed is shared with what is known. */
  begin(): Refill & { readonly store: Store<T> } {
    const store = this.#emptyStore();
    return {
      store,
      add: (object) => {
        const key = this.#keyOf(object);
        if (key === undefined || !object.metadata?.resourceVersion) return false;
        const kept = this.#projected(object);
        if (kept !== undefined) store.set(key, this.#shared(key, kept));
        return true;
      },
      remove: (object) => {
        const key = this.#keyOf(object);
        if (key !== undefined) store.delete(key);
        return key !== undefined;
      },
    };
  }

  /** A whole list takes the place of what is known, at once; then it is told what has changed.
   * @param refill what {@link begin} gave
   * @param version of the list
   * @param stopped ends the telling */
  async replace({ store }: { readonly store: Store<T> }, version: string, stopped: AbortSignal): Promise<void> {
    const before = this.#store.objects;
    this.#store = store;
    this.#removals = new Removals(version);
    this.resourceVersion = version;
    this.replacing = true;
    const turn = slices(this.#options.clock);
    for (const [key, object] of before) {
      if (!store.objects.has(key)) this.#tell('removed', object, { finalStateUnknown: true });
      const wait = turn();
      if (wait) await wait;
      if (stopped.aborted) return;
    }
    for (const [key, object] of store.objects) {
      this.#tellReplaced(before.get(key), object);
      const wait = turn();
      if (wait) await wait;
      if (stopped.aborted) return;
    }
    this.replacing = false;
  }

  /** Tells of every object once more.
   * @param stopped ends the telling */
  async resync(stopped: AbortSignal): Promise<void> {
    const turn = slices(this.#options.clock);
    for (const key of Array.from(this.#store.objects.keys())) {
      const object = this.#store.objects.get(key);
      if (object !== undefined && !this.replacing) this.#tell('resynced', object, { old: object });
      const wait = turn();
      if (wait) await wait;
      if (stopped.aborted) return;
    }
  }

  // What has not changed is the same object as before. Versions alone do not tell: after its storage was restored, a cluster gives
  // them a second time.
  #shared(key: string, object: T): T {
    const known = this.#store.objects.get(key);
    return known !== undefined && sameVersion(known, object) && sameJson(known, object) ? known : object;
  }

  #tellReplaced(old: T | undefined, object: T): void {
    if (old === object) return;
    if (old === undefined) this.#tell('added', object);
    else this.#tellChanged(old, object);
  }

  #put(key: string, object: ApiObject): void {
    const old = this.#store.objects.get(key);
    if (old && sameVersion(old, object)) return;
    const kept = this.#projected(object);
    if (kept === undefined) {
      // what it was before is not what it is now
      if (old) this.#takeOut(key, old);
      return;
    }
    this.#removals.delete(key);
    this.#store.set(key, kept);
    if (old === undefined) this.#tell('added', kept);
    else this.#tellChanged(old, kept);
  }

  // an object of the same name but another uid is another object
  #tellChanged(old: T, object: T): void {
    if (old.metadata?.uid === object.metadata?.uid) {
      this.#tell('updated', object, { old });
    } else {
      this.#tell('removed', old, { finalStateUnknown: true });
      this.#tell('added', object);
    }
  }

  #remove(key: string, object: ApiObject, version: string): void {
    this.#removals.add(key, version);
    const old = this.#store.objects.get(key);
    if (old === undefined) return;
    const last = old.metadata?.uid === object.metadata?.uid ? this.#projected(object) : undefined;
    this.#takeOut(key, old, last);
  }

  #takeOut(key: string, old: T, last?: T): void {
    this.#store.delete(key);
    if (last) this.#tell('removed', last);
    else this.#tell('removed', old, { finalStateUnknown: true });
  }

  #isLate(key: string, version: string): boolean {
    const known = this.#store.objects.get(key)?.metadata?.resourceVersion;
    if (known) return isOlderVersion(version, known);
    // a removal has a version of its own, so nothing new has the same
    const gone = this.#removals.of(key);
    return version === gone || isOlderVersion(version, gone);
  }

  #tell(type: Change<T>['type'], object: T, more: Partial<Change<T>> = {}): void {
    this.#options.deliver({ type, namespace: object.metadata?.namespace ?? '', name: object.metadata?.name ?? '', object, ...more });
  }

  #projected(object: ApiObject): T | undefined {
    try {
      const kept = this.#options.project(object.kind && object.apiVersion ? object : { ...object, ...this.#typeOf() });
      if (this.#options.freeze) freezeAll(kept);
      return kept;
    } catch (error) {
      this.#options.onError(error);
      return undefined;
    }
  }

  // items of a list do not say what they are
  #typeOf(): { readonly apiVersion: string; readonly kind: string } {
    const { group, version, kind } = this.#resource;
    return { apiVersion: group === '' ? version : `${group}/${version}`, kind };
  }

  #keyOf({ kind, metadata }: ApiObject): string | undefined {
    if (kind && kind !== this.#resource.kind) return undefined;
    return metadata?.name ? keyOf(metadata.namespace, metadata.name) : undefined;
  }

  #emptyStore(): Store<T> {
    return new Store(this.#options.indexes, this.#options.onError);
  }
}

function sameVersion(one: ApiObject, other: ApiObject): boolean {
  const version = one.metadata?.resourceVersion;
  return Boolean(version) && version === other.metadata?.resourceVersion && one.metadata?.uid === other.metadata?.uid;
}
