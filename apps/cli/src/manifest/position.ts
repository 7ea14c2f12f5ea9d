import { segmentsOf } from '@instancetype/conflict';
import type { ManifestDocument } from './document.ts';
import { type Place, placeOf } from './place.ts';
import { type TreeNode, entryOf, targetOf } from './tree.ts';

/** Where in a file a value stands. */
export interface Location extends Place {
  readonly file: string;
  /** Whether the pointer names something; else the place is that of its nearest ancestor. */
  readonly exact: boolean;
}

/** The place that a JSON pointer names: a scalar's own, and the key of an object or a list (of one without a key, its start).
 * A value that comes from an anchor is where the anchor is. Where there is no such value, the nearest ancestor's place.
 * @param document a document
 * @param pointer a JSON pointer into its value
 * @param part `key` for the key of a scalar too */
export function locate(document: ManifestDocument, pointer: string, part: 'value' | 'key' = 'value'): Location {
  const { spot, exact } = findSpot(document.tree(), segmentsOf(pointer));
  const [start, end] = spanOf(spot, part);
  return { file: document.file, exact, ...placeOf(document.text, document.origin, start, end) };
}

/** A value in the tree, with the key or the `-` that leads to it. */
export interface Spot {
  readonly node: TreeNode;
  readonly keyStart?: number;
  readonly keyEnd?: number;
}

/** Follows a path as far as it leads.
 * @param root the tree
 * @param segments the path */
export function findSpot(root: TreeNode, segments: readonly string[]): { readonly spot: Spot; readonly exact: boolean } {
  let spot: Spot = { node: root };
  for (const segment of segments) {
    const next = step(targetOf(spot.node), segment);
    if (!next) return { spot, exact: false };
    spot = next;
  }
  return { spot, exact: true };
}

function step(node: TreeNode, segment: string): Spot | undefined {
  if (node.kind === 'map') return entryOf(node, segment);
  if (node.kind !== 'list' || !/^(?:0|[1-9]\d*)$/.test(segment)) return undefined;
  return node.items[Number(segment)];
}

function spanOf({ node, keyStart, keyEnd }: Spot, part: 'value' | 'key'): readonly [number, number] {
  const hasKey = keyStart !== undefined && keyEnd !== undefined;
  const isCollection = node.kind === 'map' || node.kind === 'list';
  if (hasKey && (part === 'key' || isCollection || node.start === node.end)) return [keyStart, keyEnd];
  return [node.start, isCollection ? node.start : node.end];
}
