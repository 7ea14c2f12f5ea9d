import type { Entry } from './entry.ts';

// no name holds these characters; the first sorts before all that names hold
const SEPARATOR = '\u0000';
const AFTER = '\u0001';

/** The key of an object: sorted by it, objects are sorted by namespace and name.
 * @param namespace empty for kinds of the cluster
 * @param name the name */
export function keyOf(namespace: string, name: string): string {
  return `${namespace}${SEPARATOR}${name}`;
}

/** The objects of one type, kept in order so that lists need not sort. */
export class Shelf {
  readonly #entries = new Map<string, Entry>();
  readonly #keys: string[] = [];
  // all in order, until something changes
  #all: readonly Entry[] | undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  set(key: string, entry: Entry): void {
    if (!this.#entries.has(key)) this.#keys.splice(positionOf(key, this.#keys.length, (index) => this.#keys[index] ?? ''), 0, key);
    this.#entries.set(key, entry);
    this.#all = undefined;
  }

  delete(key: string): void {
    if (this.#entries.delete(key)) this.#keys.splice(positionOf(key, this.#keys.length, (index) => this.#keys[index] ?? ''), 1);
    this.#all = undefined;
  }

  /** The objects of a namespace, or all, in order. */
  list(namespace: string): readonly Entry[] {
    if (this.#all) return entriesWithin(this.#all, namespace);
    if (namespace !== '') return within(this.#keys, namespace, (key) => key).map((key) => this.#entries.get(key) as Entry);
    this.#all = this.#keys.map((key) => this.#entries.get(key) as Entry);
    return this.#all;
  }
}

/** Those of a namespace out of a list that is in order.
 * @param entries the list
 * @param namespace empty for all */
export function entriesWithin(entries: readonly Entry[], namespace: string): readonly Entry[] {
  return namespace === '' ? entries : within(entries, namespace, ({ key }) => key);
}

function within<T>(list: readonly T[], namespace: string, keyIn: (each: T) => string): readonly T[] {
  const key = (index: number): string => keyIn(list[index] as T);
  return list.slice(positionOf(namespace + SEPARATOR, list.length, key), positionOf(namespace + AFTER, list.length, key));
}

// of the first that does not come before a key
function positionOf(key: string, length: number, keyAt: (index: number) => string): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyAt(middle) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
