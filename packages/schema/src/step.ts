import type { Segment } from '@instancetype/conflict';
import { LIST, MAP } from './node.ts';
import type { Member, Node } from './node.ts';

/** The field of an object, or what stands for one item of a list or a map.
 * @param type where the step starts
 * @param segment a key or an index */
export function step(type: Node, segment: Segment): Member | undefined {
  const { item } = type;
  if (item === undefined) return type.members.get(String(segment));
  const fits = type.kind === MAP || (type.kind === LIST && /^\d+$/.test(String(segment)));
  return fits ? { node: item, required: false, tolerant: false } : undefined;
}

/** The types from the root to the end of a path, both included; shorter where the path leaves the types.
 * @param root the type of the whole object
 * @param path keys and indexes */
export function typesAlong(root: Node, path: readonly Segment[]): readonly Node[] {
  const types = [root];
  let type: Node | undefined = root;
  for (const segment of path) {
    type = step(type, segment)?.node;
    if (type === undefined) break;
    types.push(type);
  }
  return types;
}
