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
  let step = lookups.next();
  while (step.done !== true) {
    let found: object | null | undefined;
    try {
      found = reader.get(step.value);
    } catch (error) {
      step = lookups.throw(error);
      continue;
    }
    step = lookups.next(found);
  }
  return step.value;
}

/** {@link lookUp} for a reader that may answer later. It waits only where the reader does.
 * @param lookups the computation
 * @param reader gives objects; what it throws or rejects with passes through */
export async function lookUpAsync<T>(lookups: Lookups<T>, reader: Source): Promise<T> {
  let step = lookups.next();
  while (step.done !== true) {
    let found: object | null | undefined;
    try {
      const answer = reader.get(step.value);
      found = isPromise(answer) ? await answer : answer;
    } catch (error) {
      step = lookups.throw(error);
      continue;
    }
    step = lookups.next(found);
  }
  return step.value;
}

function isPromise(value: object | null | undefined | PromiseLike<object | null | undefined>): value is PromiseLike<object | null | undefined> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';
}
