import { isOlderVersion } from '@instancetype/api';
import { sameJson } from '@instancetype/draft';
import type { Change } from './change.ts';
import type { Clock } from './clock.ts';
import { keyOf, type Place, placeOf } from './objects.ts';
import { freezeAll } from './project.ts';
import { Removals } from './removals.ts';
import type { ApiObject, ApiResource } from './resource.ts';
import { slices } from './slices.ts';
import { type Indexes, Store } from './store.ts';

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
    const place = this.#placeOf(object);
    const version = object.metadata?.resourceVersion;
    if (place === undefined || !version) return false;
    if (!this.#isLate(place, version)) {
      if (type === 'DELETED') this.#remove(place, object, version);
      else this.#put(place, object);
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
        const place = this.#placeOf(object);
        if (place === undefined || !object.metadata?.resourceVersion) return false;
        const kept = this.#projected(object);
        if (kept !== undefined) store.set(place, this.#shared(place, kept));
        return true;
      },
      remove: (object) => {
        const place = this.#placeOf(object);
        if (place !== undefined) store.delete(place);
        return place !== undefined;
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
    for (const [place, object] of before.places()) {
      if (store.objects.get(place) === undefined) this.#tell('removed', object, { finalStateUnknown: true });
      const wait = turn();
      if (wait) await wait;
      if (stopped.aborted) return;
    }
    for (const [place, object] of store.objects.places()) {
      this.#tellReplaced(before.get(place), object);
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
    for (const [place] of Array.from(this.#store.objects.places())) {
      const object = this.#store.objects.get(place);
      if (object !== undefined && !this.replacing) this.#tell('resynced', object, { old: object });
      const wait = turn();
      if (wait) await wait;
      if (stopped.aborted) return;
    }
  }

  // What has not changed is the same object as before. Versions alone do not tell: after its storage was restored, a cluster gives
  // them a second time.
  #shared(place: Place, object: T): T {
    const known = this.#store.objects.get(place);
    return known !== undefined && sameVersion(known, object) && sameJson(known, object) ? known : object;
  }

  #tellReplaced(old: T | undefined, object: T): void {
    if (old === object) return;
    if (old === undefined) this.#tell('added', object);
    else this.#tellChanged(old, object);
  }

  #put(place: Place, object: ApiObject): void {
    const old = this.#store.objects.get(place);
    if (old && sameVersion(old, object)) return;
    const kept = this.#projected(object);
    if (kept === undefined) {
      // what it was before is not what it is now
      if (old) this.#takeOut(place, old);
      return;
    }
    this.#removals.delete(keyOf(place));
    this.#store.set(place, kept);
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

  #remove(place: Place, object: ApiObject, version: string): void {
    this.#removals.add(keyOf(place), version);
    const old = this.#store.objects.get(place);
    if (old === undefined) return;
    const last = old.metadata?.uid === object.metadata?.uid ? this.#projected(object) : undefined;
    this.#takeOut(place, old, last);
  }

  #takeOut(place: Place, old: T, last?: T): void {
    this.#store.delete(place);
    if (last) this.#tell('removed', last);
    else this.#tell('removed', old, { finalStateUnknown: true });
  }

  #isLate(place: Place, version: string): boolean {
    const known = this.#store.objects.get(place)?.metadata?.resourceVersion;
    if (known) return isOlderVersion(version, known);
    // a removal has a version of its own, so nothing new has the same
    const gone = this.#removals.of(keyOf(place));
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

  #placeOf(object: ApiObject): Place | undefined {
    return object.kind && object.kind !== this.#resource.kind ? undefined : placeOf(object);
  }

  #emptyStore(): Store<T> {
    return new Store(this.#options.indexes, this.#options.onError);
  }
}

function sameVersion(one: ApiObject, other: ApiObject): boolean {
  const version = one.metadata?.resourceVersion;
  return Boolean(version) && version === other.metadata?.resourceVersion && one.metadata?.uid === other.metadata?.uid;
}
