import type { ObjectRef } from '@instancetype/api';

/** Looks objects up that are at hand, in a cache: a scrape waits for nothing. */
export interface Reader {
  get(ref: ObjectRef): object | null | undefined;
}
