import { type Segment, typingErrors } from '@instancetype/conflict';
import { fieldPath } from './field-path.ts';
import type { Node } from './node.ts';
import { typesAlong } from './step.ts';

/** What the author of an unknown field may have meant. */
export interface Suggestion {
  /** A field of the same object, or the whole path of a field elsewhere. */
  readonly text: string;
  /** The name in the same object, where it is so near that nothing else can be meant. */
  readonly rename?: string;
}

/** Longer names are nobody's typing error. */
const MAX_NAME = 64;
const MIN_NAME_TO_RENAME = 4;
const LEVELS_BELOW = 3;

/** The nearest known field: the same name in other letters, one letter off, the same name on another level of the object,
 * a few letters off.
 * @param root the type of the whole object
 * @param path the object that holds the unknown field
 * @param type its type
 * @param key the unknown field's name */
export function suggest(root: Node, path: readonly Segment[], type: Node, key: string): Suggestion | undefined {
  if (key.length > MAX_NAME) return undefined;
  const lower = key.toLowerCase();
  for (const name of type.members.keys()) if (name.toLowerCase() === lower) return { text: name, rename: name };

  const { name, distance } = nearest(type, lower);
  if (name !== undefined && distance === 1) {
    return key.length < MIN_NAME_TO_RENAME ? { text: name } : { text: name, rename: name };
  }
  const elsewhere = below(type, path, key) ?? above(root, path, key);
  if (elsewhere !== undefined) return { text: fieldPath(elsewhere) };
  return name === undefined ? undefined : { text: name };
}

function nearest(type: Node, lower: string): { name: string | undefined; distance: number } {
  let distance = Math.min(3, Math.floor((lower.length + 1) / 3)) + 1;
  let name: string | undefined;
  for (const candidate of type.members.keys()) {
    // words of too different length need no comparison, and one of them may be huge
    if (Math.abs(lower.length - candidate.length) >= distance) continue;
    const found = typingErrors(lower, candidate.toLowerCase());
    if (found < distance) [name, distance] = [candidate, found];
  }
  return { name, distance };
}

/** In the objects that this one holds, level by level, where exactly one of a level has it. */
function below(type: Node, path: readonly Segment[], key: string): readonly Segment[] | undefined {
  let level = [{ type, path }];
  for (let depth = 0; depth < LEVELS_BELOW; depth++) {
    level = level.flatMap((place) => [...place.type.members].map(([name, { node }]) => ({ type: node, path: [...place.path, name] })));
    const holders = level.filter((place) => place.type.members.has(key));
    if (holders.length > 1) return undefined;
    if (holders[0]) return [...holders[0].path, key];
  }
  return undefined;
}

/** In the objects that hold this one, the nearest first. */
function above(root: Node, path: readonly Segment[], key: string): readonly Segment[] | undefined {
  const types = typesAlong(root, path);
  for (let depth = path.length - 1; depth >= 0; depth--) {
    if (path[depth] !== key && types[depth]?.members.has(key)) return [...path.slice(0, depth), key];
  }
  return undefined;
}
