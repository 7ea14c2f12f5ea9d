/** What has become of an object. */
export interface Change<T> {
  /** `resynced`: nothing has changed; it is time to look again. */
  readonly type: 'added' | 'updated' | 'removed' | 'resynced';
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
  /** As it is now; where it was removed, the last that is known of it. */
  readonly object: T;
  /** As it was before an update. */
  readonly old?: T;
  /** The removal was not seen: the object was gone when the cache had to read everything anew, so `object` may be long outdated. */
  readonly finalStateUnknown?: boolean;
}

/** Gets every change, those of one object in their order. What it throws, or rejects with, is kept from the others, and it gets the change again
 * later. So it should do little, such as remember the key. */
export type Handler<T> = (change: Change<T>) => void | Promise<void>;

/** What a handler still has to get about one object, with one change more. It stays short however long the handler fails: at most
 * the removal of one object and the state of the next.
 * @param waiting in their order
 * @param change the newest */
export function withChange<T>(waiting: readonly Change<T>[], change: Change<T>): readonly Change<T>[] {
  const last = waiting.at(-1);
  if (!last) return [change];
  const before = waiting.slice(0, -1);
  if (change.type === 'resynced') return waiting;
  if (change.type === 'removed') return before.at(-1)?.type === 'removed' ? before : [...before, change];
  if (last.type === 'removed') return [...waiting, change];
  if (last.type === 'resynced') return [...before, change];
  return [...before, { ...last, object: change.object }];
}
