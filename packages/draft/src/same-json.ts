// Deeper values are taken to differ: an author of a manifest must not be able to exhaust the stack.
const MAX_DEPTH = 200;

/** Whether two JSON values are the same, whatever the order of their members.
 * @param a plain JSON
 * @param b plain JSON */
export function sameJson(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = definedKeys(a);
  if (keys.length !== definedKeys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(member(a, key), member(b, key), depth + 1));
}

function definedKeys(object: object): string[] {
  return Object.keys(object).filter((key) => member(object, key) !== undefined);
}

function member(object: object, key: string): unknown {
  return (object as Record<string, unknown>)[key];
}
