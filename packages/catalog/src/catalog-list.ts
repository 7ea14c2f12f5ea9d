/** A list that is made on the first call and is the same frozen list on every later one. */
export type CatalogList<T> = () => readonly T[];

interface Named {
  readonly metadata: { readonly name: string };
}

/** Makes a list lazy, kept and frozen to its depth, so that importing it costs nothing and sharing it is safe.
 * @param make makes the list; called once at most */
export function lazyList<T extends object>(make: () => readonly T[]): CatalogList<T> {
  let list: readonly T[] | undefined;
  return () => (list ??= freeze(make()));
}

/** Joins lists, in order.
 * @param lists the lists; none is made before the first call */
export function joinLists<T extends object>(lists: readonly CatalogList<T>[]): CatalogList<T> {
  return lazyList(() => lists.flatMap((list) => list()));
}

/** A lookup by name.
 * @param list the list; not made before the first lookup */
export function lookupIn<T extends Named>(list: CatalogList<T>): (name: string) => T | undefined {
  let byName: ReadonlyMap<string, T> | undefined;
  return (name) => {
    byName ??= new Map(list().map((item) => [item.metadata.name, item]));
    return byName.get(name);
  };
}

// only ever sees this package's own tables, which are a few levels deep
function freeze<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null && !Object.isFrozen(member)) freeze(member);
  }
  return Object.freeze(value);
}
