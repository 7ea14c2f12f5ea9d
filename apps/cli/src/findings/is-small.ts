const MAX_SIZE = 100_000;

/** Whether a value is short as text. A YAML document of some megabytes may stand for a hundred times as much, where aliases
 * repeat a value; written out, that would not fit into memory.
 * @param value plain JSON */
export function isSmall(value: unknown): boolean {
  return sizeOf(value, 0) <= MAX_SIZE;
}

/** Characters, as far as the limit; what was counted before is a part of the sum. */
function sizeOf(value: unknown, before: number): number {
  if (typeof value === 'string') return before + value.length;
  if (typeof value !== 'object' || value === null) return before + 1;
  let size = before + 1;
  for (const [key, member] of Object.entries(value)) {
    if (size > MAX_SIZE) break;
    size = sizeOf(member, size + key.length);
  }
  return size;
}
