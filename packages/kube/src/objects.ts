import type { ApiObject } from './resource.ts';

/** Where an object is found among those of its kind. */
export interface Place {
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** Where an object is found; undefined for one without a name.
 * @param object anything with metadata */
export function placeOf({ metadata }: ApiObject): Place | undefined {
  return metadata?.name ? { namespace: metadata.namespace ?? '', name: metadata.name } : undefined;
}

/** A text that only this place has among those of its kind. */
export function keyOf({ namespace, name }: Place): string {
  return `${namespace}/${name}`;
}

/** Objects of one kind by namespace and name. Both are the objects' own texts: one text for each object that joins them would be a twelfth of all
 * memory, and a namespace is listed without looking at the others. */
export class Objects<T> {
  readonly #namespaces: Map<string, Map<string, T>> = new Map();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** What is at a place. */
  get({ namespace, name }: Place): T | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  /** Puts an object at a place, after all others of its namespace. */
  set({ namespace, name }: Place, object: T): void {
    let names = this.#namespaces.get(namespace);
    if (!names) this.#namespaces.set(namespace, (names = new Map()));
    // the new object's own name is kept with it, and the old one's is not
    if (!names.delete(name)) this.#size += 1;
    names.set(name, object);
  }

  delete({ namespace, name }: Place): void {
    const names = this.#namespaces.get(namespace);
    if (!names?.delete(name)) return;
    this.#size -= 1;
    if (names.size === 0) this.#namespaces.delete(namespace);
  }

  /** All of them. What is put in or taken out meanwhile may or may not be among them. */
  *places(): Generator<readonly [Place, T], void> {
    for (const [namespace, names] of this.#namespaces) for (const [name, object] of names) yield [{ namespace, name }, object];
  }

  /** All of them, or those of a namespace, as they are now. */
  list(namespace?: string): T[] {
    if (namespace !== undefined) return Array.from(this.#namespaces.get(namespace)?.values() ?? []);
    const all: T[] = [];
    for (const names of this.#namespaces.values()) for (const object of names.values()) all.push(object);
    return all;
  }
}
