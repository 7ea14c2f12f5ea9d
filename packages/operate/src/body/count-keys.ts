/** How many keys the objects of a value have together. The value's depth must be bounded.
 * @param value parsed JSON */
export function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countKeys(item);
    return count;
  }
  // of parsed JSON, all that is enumerated is its own
  for (const key in value) {
    count += 1;
    const member = (value as Record<string, unknown>)[key];
    if (typeof member === 'object') count += countKeys(member);
  }
  return count;
}
