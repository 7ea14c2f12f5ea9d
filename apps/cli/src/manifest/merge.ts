import { TextFault } from './fault.ts';
import { type MapNode, type TreeNode, setMember, targetOf } from './tree.ts';

/** Merges what a `<<` entry holds into the map that is being built. As kubectl's reader does, entries count in the order in
 * which they stand: a merge overrides the keys before it and the keys after it override the merge; in a list of maps the
 * first that names a key wins. Throws a TextFault.
 * @param value the map's value so far; it is written to
 * @param node the entry's value */
export function mergeInto(value: Record<string, unknown>, node: TreeNode): void {
  const target = targetOf(node);
  if (target.kind === 'map') return assign(value, target);
  if (target.kind !== 'list') throw notMergeable(node);
  for (const item of target.items.toReversed()) {
    const map = targetOf(item.node);
    if (map.kind !== 'map') throw notMergeable(item.node);
    assign(value, map);
  }
}

function assign(value: Record<string, unknown>, map: MapNode): void {
  for (const key of Object.keys(map.value)) setMember(value, key, map.value[key]);
}

function notMergeable(node: TreeNode): TextFault {
  return new TextFault('yaml-merge', node.start, 'the merge key `<<` takes a map, or a list of maps');
}
