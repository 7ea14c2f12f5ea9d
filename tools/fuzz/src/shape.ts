import type { Random } from '@instancetype-tools/random';

/** How a value is made: by a function, or an object of members. A member may be left out, unless its name ends with `!`. */
export type Shape = ((random: Random) => unknown) | { readonly [member: string]: Shape };

/** How likely a member that may be left out is there. */
const PRESENCE = 0.3;

/** Makes a value.
 * @param shape how
 * @param random by chance */
export function make(shape: Shape, random: Random): unknown {
  if (typeof shape === 'function') return shape(random);
  const object: Record<string, unknown> = {};
  for (const { name, isNeeded, inner } of membersOf(shape)) {
    if (isNeeded || random.next() < PRESENCE) object[name] = make(inner, random);
  }
  return object;
}

interface Member {
  readonly name: string;
  readonly isNeeded: boolean;
  readonly inner: Shape;
}

const known = new WeakMap<object, readonly Member[]>();

/** Each shape is used thousands of times, so its names are read once. */
function membersOf(shape: Exclude<Shape, (random: Random) => unknown>): readonly Member[] {
  let members = known.get(shape);
  if (members === undefined) {
    members = Object.entries(shape).map(([key, inner]) => ({ name: key.replace(/!$/, ''), isNeeded: key.endsWith('!'), inner }));
    known.set(shape, members);
  }
  return members;
}

/** One of some values, each time anew: what is made is changed by mutations. */
export function oneOf(...values: readonly unknown[]): Shape {
  return (random) => {
    const value = random.pick(values);
    return typeof value === 'object' ? structuredClone(value) : value;
  };
}

/** True or false. */
export const flag: Shape = (random) => random.once(2);

/** An empty object, as many switches of the API are. */
export const empty: Shape = () => ({});

/** `{enabled}`, or without. */
export const feature: Shape = { enabled: flag };

/** An integer from `low` to `high`. */
export function integer(low: number, high: number): Shape {
  return (random) => low + random.below(high - low + 1);
}

/** A list of up to `most` elements. */
export function listOf(shape: Shape, most: number): Shape {
  return (random) => Array.from({ length: random.below(most + 1) }, () => make(shape, random));
}

/** A map of text. */
export function mapOf(keys: readonly string[], values: readonly string[]): Shape {
  return (random) => Object.fromEntries(keys.filter(() => random.once(3)).map((key) => [key, random.pick(values)]));
}
