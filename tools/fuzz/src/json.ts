/** Freezes plain JSON through and through, without recursion: whoever writes to it then gets an exception. */
export function deepFreeze<T>(value: T): T {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const key of Object.keys(next)) pending.push((next as Record<string, unknown>)[key]);
  }
  return value;
}

/** Where two JSON values first differ, as a path; undefined where they are the same. Without recursion; shared parts are told
 * at once. A member that is undefined is none, as in JSON.
 * @param a plain JSON
 * @param b plain JSON */
export function firstDifference(a: unknown, b: unknown): string | undefined {
  const pending: Pair[] = [{ left: a, right: b, path: '' }];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    if (Object.is(pair.left, pair.right)) continue;
    const inner = insideOf(pair);
    if (inner === undefined) return pair.path || '/';
    for (const each of inner) if (each.left !== each.right) pending.push(each);
  }
  return undefined;
}

interface Pair {
  readonly left: unknown;
  readonly right: unknown;
  readonly path: string;
}

/** The members of two containers side by side; undefined where they cannot be the same. */
function insideOf({ left, right, path }: Pair): Pair[] | undefined {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null || Array.isArray(left) !== Array.isArray(right)) return undefined;
  const pairOf = (key: string): Pair => ({ left: own(left, key), right: own(right, key), path: path.length < MAX_PATH ? `${path}/${key}` : path });
  const added = Object.keys(right).filter((key) => !Object.hasOwn(left, key));
  return [...Object.keys(left), ...added].map(pairOf);
}

const MAX_PATH = 500;

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** JSON text of anything that a case may hold; what is nested too deeply is cut, with a mark.
 * @param value plain JSON, or with bigints */
export function textOf(value: unknown): string {
  return JSON.stringify(cut(value, 0), (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}

const MAX_DEPTH = 60;

function cut(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '(deeper)';
  if (Array.isArray(value)) return value.map((inner) => cut(inner, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cut(inner, depth + 1)]));
}

/** A copy of plain JSON that may be written, without recursion.
 * @param value plain JSON, which may be frozen */
export function copyOf<T>(value: T): T {
  const root: { value?: T } = {};
  const pending: Copying[] = [{ into: root, key: 'value', value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const copy: unknown = typeof next.value === 'object' && next.value !== null ? (Array.isArray(next.value) ? [] : {}) : next.value;
    // plain assignment to `__proto__` would set the prototype
    Object.defineProperty(next.into, next.key, { value: copy, enumerable: true, configurable: true, writable: true });
    if (typeof copy !== 'object' || copy === null) continue;
    // what is pushed last comes first: the members keep their order
    for (const key of Object.keys(next.value as object).toReversed()) pending.push({ into: copy, key, value: (next.value as Record<string, unknown>)[key] });
  }
  return root.value as T;
}

interface Copying {
  readonly into: object;
  readonly key: string;
  readonly value: unknown;
}
