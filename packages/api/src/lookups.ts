import { drive, driveAsync } from './drive.ts';
import type { ObjectRef } from './object.ts';

/** A computation that needs objects on its way: it yields the name of each, and goes on with the object, or nothing where there
 * is none. Written once, it is driven by a reader that has everything at hand or by one that has to fetch. */
export type Lookups<T> = Generator<ObjectRef, T, object | null | undefined>;

/** What has everything at hand: a cache, a list of manifests. */
interface Shelf {
  get(ref: ObjectRef): object | null | undefined;
}

/** What may have to fetch. */
interface Source {
  get(ref: ObjectRef): PromiseLike<object | null | undefined> | object | null | undefined;
}

/** Runs a computation to its end.
 * @param lookups the computation
 * @param reader gives objects; what it throws, the computation may catch, else it passes through */
export function lookUp<T>(lookups: Lookups<T>, reader: Shelf): T {
  return drive(lookups as Generator<ObjectRef, T, unknown>, (ref) => reader.get(ref));
}

/** {@link lookUp} for a reader that may answer later. It waits only where the reader does.
 * @param lookups the computation
 * @param reader gives objects; what it throws or rejects with, the computation may catch, else it passes through */
export function lookUpAsync<T>(lookups: Lookups<T>, reader: Source): Promise<T> {
  return driveAsync(lookups as Generator<ObjectRef, T, unknown>, (ref) => reader.get(ref));
}
