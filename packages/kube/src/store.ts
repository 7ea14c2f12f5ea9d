import type { ApiObject } from './resource.ts';

/** Gives the values under which an object is found. */
export type Index<T> = (object: T) => readonly string[];

/** Indexes by name. */
export type Indexes<T> = Readonly<Record<string, Index<T>>>;

/** The key of an object among those of its kind.
 * @param namespace empty for objects of the cluster
 * @param name its name */
export function keyOf(namespace: string | null | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** Objects of one kind by name, and by what the indexes say of them. */
export class Store<T extends ApiObject> {
  readonly objects: Map<string, T> = new Map();
  readonly #indexes: readonly (readonly [Index<T>, Map<string, Set<string>>])[];
  readonly #byName: ReadonlyMap<string, Map<string, Set<string>>>;
  readonly #onIndexError: (error: unknown) => void;

  /** @param indexes by name
   * @param onIndexError gets what an index has thrown; the object is then not found by it */
  constructor(indexes: Indexes<T>, onIndexError: (error: unknown) => void) {
    const entries = Object.entries(indexes).map(([name, index]) => [name, index, new Map<string, Set<string>>()] as const);
    this.#indexes = entries.map(([, index, keys]) => [index, keys] as const);
    this.#byName = new Map(entries.map(([name, , keys]) => [name, keys]));
    this.#onIndexError = onIndexError;
  }

  /** Puts an object in, in place of one of the same key. */
  set(key: string, object: T): void {
    this.delete(key);
    this.objects.set(key, object);
    for (const [index, keys] of this.#indexes) for (const value of this.#valuesOf(index, object)) keysAt(keys, value).add(key);
  }

  /** Takes an object out, if it is there. */
  delete(key: string): void {
    const object = this.objects.get(key);
    if (object === undefined) return;
    this.objects.delete(key);
    for (const [index, keys] of this.#indexes) {
      for (const value of this.#valuesOf(index, object)) {
        const found = keys.get(value);
        found?.delete(key);
        if (found?.size === 0) keys.delete(value);
      }
    }
  }

  /** The objects for which an index gives a value. Throws a TypeError for an index that there is not. */
  byIndex(index: string, value: string): T[] {
    const keys = this.#byName.get(index);
    if (!keys) throw new TypeError(`There is no index ${JSON.stringify(index)}. There are: ${[...this.#byName.keys()].join(', ') || 'none'}.`);
    return Array.from(keys.get(value) ?? [], (key) => this.objects.get(key)).filter((object) => object !== undefined);
  }

  #valuesOf(index: Index<T>, object: T): readonly string[] {
    try {
      return index(object);
    } catch (error) {
      this.#onIndexError(error);
      return [];
    }
  }
}

function keysAt(keys: Map<string, Set<string>>, value: string): Set<string> {
  let found = keys.get(value);
  if (!found) keys.set(value, (found = new Set()));
  return found;
}
