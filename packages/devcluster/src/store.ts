import { randomUUID } from 'node:crypto';
import type { Entry } from './entry.ts';
import type { ApiObject, Metadata } from './object.ts';
import { apiVersionOf, type ResourceType } from './resource.ts';
import { entriesWithin, keyOf, Shelf } from './shelf.ts';

/** Something that happened to an object. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly resource: string;
  readonly version: number;
  readonly entry: Entry;
  readonly old: Entry | undefined;
}

type Listener = (event: StoreEvent) => void;

/** Listeners to every type are kept under this name, which no type has. */
const EVERY = '';
const PAST_KEPT = 32;

/** The objects of the cluster, in memory, with the events of the recent past. */
export class Store {
  readonly #shelves = new Map<string, Shelf>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #history: StoreEvent[] = [];
  readonly #historySize: number;
  // lists of past moments, for pages that are asked for one after the other
  readonly #past = new Map<string, readonly Entry[]>();
  #version = 1;
  #forgotten = 0;

  constructor(historySize: number) {
    this.#historySize = historySize;
  }

  /** The resource version of the whole cluster. */
  get version(): number {
    return this.#version;
  }

  /** Up to which version events are no longer known. */
  get forgotten(): number {
    return this.#forgotten;
  }

  get(type: ResourceType, namespace: string, name: string): Entry | undefined {
    return this.#shelves.get(idOf(type))?.get(keyOf(namespace, name));
  }

  /** All objects of a type, by namespace and name. */
  list(type: ResourceType, namespace: string): readonly Entry[] {
    return this.#shelves.get(idOf(type))?.list(namespace) ?? [];
  }

  /** All objects of a type as they were at a version; undefined where that is no longer known. */
  listAt(type: ResourceType, namespace: string, version: number): readonly Entry[] | undefined {
    const whole = this.#wholeAt(type, version);
    return whole && entriesWithin(whole, namespace);
  }

  /** Keeps a list at hand for those who ask for its next pages. */
  keep(type: ResourceType, version: number): void {
    const id = `${idOf(type)}@${version}`;
    if (!this.#past.has(id)) this.#remember(id, this.list(type, ''));
  }

  /** How many objects of a type there are. */
  count(type: ResourceType): number {
    return this.#shelves.get(idOf(type))?.size ?? 0;
  }

  /** Stores an object under the next resource version. */
  put(type: ResourceType, object: ApiObject): Entry {
    const shelf = this.#shelfOf(type);
    const key = keyOf(object.metadata.namespace ?? '', object.metadata.name ?? '');
    const old = shelf.get(key);
    const entry = this.#entry(type, key, object);
    shelf.set(key, entry);
    this.#publish({ type: old ? 'MODIFIED' : 'ADDED', resource: idOf(type), version: entry.version, entry, old });
    return entry;
  }

  /** Takes an object away, under the next resource version. */
  remove(type: ResourceType, entry: Entry): Entry {
    this.#shelfOf(type).delete(entry.key);
    const last = this.#entry(type, entry.key, entry.object);
    this.#publish({ type: 'DELETED', resource: idOf(type), version: last.version, entry: last, old: entry });
    return last;
  }

  /** The events of a type after a version; undefined where they are no longer known. */
  since(type: ResourceType, version: number): readonly StoreEvent[] | undefined {
    if (version < this.#forgotten) return undefined;
    const id = idOf(type);
    return this.#history.slice(this.#firstAfter(version)).filter((event) => event.resource === id);
  }

  /** Forgets all events, as a server does that was compacted. */
  compact(): void {
    this.#history.length = 0;
    this.#past.clear();
    this.#forgotten = this.#version;
  }

  /** Listens to what happens from now on.
   * @param listener is told
   * @param type to whose objects; unset means all
   * @returns ends it */
  listen(listener: Listener, type?: ResourceType): () => void {
    const id = type ? idOf(type) : EVERY;
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #wholeAt(type: ResourceType, version: number): readonly Entry[] | undefined {
    if (version < this.#forgotten || version > this.#version) return undefined;
    const id = `${idOf(type)}@${version}`;
    const known = this.#past.get(id);
    if (known) return known;
    const later = this.since(type, version) ?? [];
    if (later.length === 0) return this.list(type, '');
    const then = new Map(this.list(type, '').map((entry) => [entry.key, entry]));
    for (const { entry, old } of later.toReversed()) {
      if (old) then.set(entry.key, old);
      else then.delete(entry.key);
    }
    const past = [...then.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    this.#remember(id, past);
    return past;
  }

  #remember(id: string, entries: readonly Entry[]): void {
    const oldest = this.#past.keys().next().value;
    if (this.#past.size >= PAST_KEPT && oldest !== undefined) this.#past.delete(oldest);
    this.#past.set(id, entries);
  }

  #entry(type: ResourceType, key: string, object: ApiObject): Entry {
    this.#version += 1;
    const metadata: Metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...rest } = object;
    const stored: ApiObject = { apiVersion: apiVersionOf(type), kind: type.kind, metadata, ...rest };
    return { key, object: stored, json: JSON.stringify(stored), version: this.#version };
  }

  #shelfOf(type: ResourceType): Shelf {
    const id = idOf(type);
    const shelf = this.#shelves.get(id) ?? new Shelf();
    this.#shelves.set(id, shelf);
    return shelf;
  }

  // events are in the order of their versions
  #firstAfter(version: number): number {
    let [low, high] = [0, this.#history.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#history[middle]?.version ?? 0) > version) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #publish(event: StoreEvent): void {
    this.#history.push(event);
    // in bulk: shifting one at a time would move the whole list for each event
    if (this.#history.length > this.#historySize * 2) {
      this.#forgotten = this.#history[this.#history.length - this.#historySize - 1]?.version ?? 0;
      this.#history.splice(0, this.#history.length - this.#historySize);
      this.#past.clear();
    }
    for (const id of [EVERY, event.resource]) for (const listener of [...(this.#listeners.get(id) ?? [])]) listener(event);
  }
}

/** A fresh uid. */
export function newUid(): string {
  return randomUUID();
}

/** What tells a type from others in events.
 * @param type the type */
export function idOf({ group, plural }: Pick<ResourceType, 'group' | 'plural'>): string {
  return `${group}/${plural}`;
}
