import { keyOf, Objects, type Place } from './objects.ts';
import type { ApiObject } from './resource.ts';

/** Gives the values under which an object is found. */
export type Index<T> = (object: T) => readonly string[];

/** Indexes by name. */
export type Indexes<T> = Readonly<Record<string, Index<T>>>;

/** Where the objects are that are found by one value, by key: an object that took another's place is found in its stead. */
type Places = Map<string, Place>;

/** Objects of one kind by place, and by what the indexes say of them. */
export class Store<T extends ApiObject> {
  readonly objects: Objects<T> = new Objects();
  readonly #indexes: readonly (readonly [Index<T>, Map<string, Places>])[];
  readonly #byName: ReadonlyMap<string, Map<string, Places>>;
  readonly #onIndexError: (error: unknown) => void;

  /** @param indexes by name
   * @param onIndexError gets what an index has thrown; the object is then not found by it */
  constructor(indexes: Indexes<T>, onIndexError: (error: unknown) => void) {
    const entries = Object.entries(indexes).map(([name, index]) => [name, index, new Map<string, Places>()] as const);
    this.#indexes = entries.map(([, index, found]) => [index, found] as const);
    this.#byName = new Map(entries.map(([name, , found]) => [name, found]));
    this.#onIndexError = onIndexError;
  }

  /** Puts an object in, in the stead of the one at this place. */
  set(place: Place, object: T): void {
    this.#leaveIndexes(place);
    this.objects.set(place, object);
    for (const [index, found] of this.#indexes) for (const value of this.#valuesOf(index, object)) placesAt(found, value).set(keyOf(place), place);
  }

  /** Takes an object out, if it is there. */
  delete(place: Place): void {
    this.#leaveIndexes(place);
    this.objects.delete(place);
  }

  /** The objects for which an index gives a value. Throws a TypeError for an index that there is not. */
  byIndex(index: string, value: string): T[] {
    const found = this.#byName.get(index);
    if (!found) throw new TypeError(`There is no index ${JSON.stringify(index)}. There are: ${[...this.#byName.keys()].join(', ') || 'none'}.`);
    return Array.from(found.get(value)?.values() ?? [], (place) => this.objects.get(place)).filter((object) => object !== undefined);
  }

  #leaveIndexes(place: Place): void {
    const object = this.#indexes.length === 0 ? undefined : this.objects.get(place);
    if (object === undefined) return;
    for (const [index, found] of this.#indexes) {
      for (const value of this.#valuesOf(index, object)) {
        const others = found.get(value);
        others?.delete(keyOf(place));
        if (others?.size === 0) found.delete(value);
      }
    }
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

function placesAt(found: Map<string, Places>, value: string): Places {
  let places = found.get(value);
  if (!places) found.set(value, (places = new Map()));
  return places;
}
