// Deeper values are taken to differ: an author of a manifest must not be able to exhaust the stack.
const MAX_DEPTH = 200;

/** Whether two JSON values are the same, whatever the order of their members. A member that is undefined is none, as in JSON.
 * @param a plain JSON
 * @param b plain JSON */
export function sameJson(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (!isContainer(a) || !isContainer(b) || depth > MAX_DEPTH) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameItems(a, b, depth);
  const keys = definedKeys(a);
  return keys.length === definedKeys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(member(a, key), member(b, key), depth + 1));
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function sameItems(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
  return a.length === b.length && a.every((item, index) => sameJson(item, b[index], depth + 1));
}

function definedKeys(object: object): readonly string[] {
  const keys = Object.keys(object);
  // hardly any object has one that is undefined
  return keys.some((key) => member(object, key) === undefined) ? keys.filter((key) => member(object, key) !== undefined) : keys;
}

function member(object: object, key: string): unknown {
  return (object as Record<string, unknown>)[key];
}
