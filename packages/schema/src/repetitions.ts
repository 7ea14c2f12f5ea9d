/** The indexes of the items that are like an earlier one.
 * @param keys the fields that tell the items apart; none: the items themselves
 * @param list a list of objects or, without keys, of scalars; other items are passed over */
export function repeated(keys: readonly string[], list: readonly unknown[]): readonly number[] {
  const seen = new Set<string>();
  const found: number[] = [];
  for (const [index, item] of list.entries()) {
    const identity = identityOf(keys, item);
    if (identity === undefined) continue;
    if (seen.has(identity)) found.push(index);
    seen.add(identity);
  }
  return found;
}

function identityOf(keys: readonly string[], item: unknown): string | undefined {
  if (keys.length === 0) return typeof item === 'string' ? item : undefined;
  if (typeof item !== 'object' || item === null) return undefined;
  const values = keys.map((key) => (item as Readonly<Record<string, unknown>>)[key]);
  return values.every((value) => typeof value === 'string') ? JSON.stringify(values) : undefined;
}
