/** A member of what was sent, which may be of any shape: undefined where it is absent or null, and where there is no object.
 * @param value any JSON
 * @param key the member's name, in this letter case */
export function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key] ?? undefined;
}

/** A member that is text; empty where it is not.
 * @param value any JSON
 * @param key the member's name */
export function textOf(value: unknown, key: string): string {
  const found = memberOf(value, key);
  return typeof found === 'string' ? found : '';
}
