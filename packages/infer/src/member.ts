import { textOf } from '@instancetype/api';

/** What is read of objects whose types this package does not own: anything may stand anywhere.
 * @param value any JSON
 * @param key a member's name
 * @returns the member; undefined where there is none, where it is null, and where the value is no object */
export function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key] ?? undefined;
}

/** A member that is text; empty where it is not.
 * @param value any JSON
 * @param key a member's name */
export function textMember(value: unknown, key: string): string {
  return textOf(member(value, key));
}

/** A member that is a list; empty where it is not.
 * @param value any JSON
 * @param key a member's name */
export function listMember(value: unknown, key: string): readonly unknown[] {
  const found = member(value, key);
  return Array.isArray(found) ? found : [];
}
