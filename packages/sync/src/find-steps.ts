import type { ObjectRef } from '@instancetype/api';
import type { Reader } from '@instancetype/find';
import type { PassSteps } from './pass.ts';

const NEEDED: unique symbol = Symbol('an object that was not fetched yet');

/** Finds by a function that wants everything at hand: it is asked again with each object that it turns out to need, of which there
 * are at most two (BEHAVIOUR 2).
 * @param find takes a reader */
export function* findSteps<T>(find: (reader: Reader) => T): PassSteps<T> {
  const fetched = new Map<string, object | null | undefined>();
  for (;;) {
    const needed: ObjectRef[] = [];
    const get = (ref: ObjectRef): object | null | undefined => {
      const key = JSON.stringify([ref.kind, ref.namespace, ref.name]);
      if (fetched.has(key)) return fetched.get(key);
      needed.push(ref);
      throw NEEDED as unknown as Error;
    };
    try {
      return find({ get });
    } catch (error) {
      if (error !== NEEDED) throw error;
    }
    for (const ref of needed) fetched.set(JSON.stringify([ref.kind, ref.namespace, ref.name]), (yield { verb: 'get', ref }) as object | null | undefined);
  }
}
