/** A member's name, or an element's index. */
export type Key = string | number;
/** An object or a list of plain JSON. */
export type Container = Record<Key, unknown>;

/** The value where it is an object or a list.
 * @param value plain JSON */
export function containerOf(value: unknown): Container | undefined {
  return typeof value === 'object' && value !== null ? (value as Container) : undefined;
}

/** A container with the same members.
 * @param container is not changed */
export function copyOf(container: Container): Container {
  return Array.isArray(container) ? (container.slice() as unknown as Container) : { ...container };
}

/** An object with the same members but some.
 * @param container is not changed
 * @param keys the members to leave out */
export function copyWithout(container: Container, keys: readonly Key[]): Container {
  const copy: Container = {};
  for (const name of Object.keys(container)) if (!keys.includes(name)) assignMember(copy, name, container[name]);
  return copy;
}

/** Sets a member, whatever its name.
 * @param container is changed
 * @param key the member
 * @param value plain JSON */
export function assignMember(container: Container, key: Key, value: unknown): void {
  // two kinds of keys, two statements: each stays fast
  if (typeof key === 'number') container[key] = value;
  // plain assignment to this one name would set the prototype instead of a member
  else if (key === '__proto__') Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
  else container[key] = value;
}
