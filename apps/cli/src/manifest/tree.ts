/** A value of a document and where it stands. Offsets count in the document's text. */
export type TreeNode = ScalarNode | MapNode | ListNode | AliasNode;

interface Placed {
  /** The value itself, without anchor and tag. An empty value starts and ends after its `:` or `-`. */
  readonly start: number;
  /** After the last character of its last value; comments and line ends that follow are outside. */
  readonly end: number;
  /** Whether an anchor or a tag stands before it. */
  readonly marked: boolean;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  /** `block`: `|` and `>`. */
  readonly style: 'plain' | 'quoted' | 'block';
  readonly value: string | number | boolean | null;
}

/** `pair`: the single pair in `[a: 1]`, which has no braces. */
export type CollectionStyle = 'block' | 'flow' | 'pair';

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly style: CollectionStyle;
  readonly entries: readonly MapEntry[];
  readonly value: Readonly<Record<string, unknown>>;
}

export interface MapEntry {
  readonly key: string;
  /** Of the key with its anchor and tag, or of the `?` of an explicit key. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** After the `:`; the key's end where there is none. */
  readonly after: number;
  /** `? key`, or a key without `:`; such an entry is not edited. */
  readonly odd: boolean;
  /** `<<`: what the node holds is merged into the map. */
  readonly merge: boolean;
  readonly node: TreeNode;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly style: CollectionStyle;
  readonly items: readonly ListItem[];
  readonly value: readonly unknown[];
}

export interface ListItem {
  /** Of the `-` in a block list, else of the value. */
  readonly start: number;
  readonly node: TreeNode;
}

export interface AliasNode extends Placed {
  readonly kind: 'alias';
  readonly target: TreeNode;
  readonly value: unknown;
}

/** Sets a member whose name came from an input: `__proto__` is data.
 * @param object what is being built
 * @param key any text
 * @param value its value */
export function setMember(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

/** The entry that gives a map's member its value: the last that names it, looked for in what is merged too.
 * @param map a map of the tree
 * @param key the member's name */
export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  for (let index = map.entries.length - 1; index >= 0; index--) {
    const entry = map.entries[index];
    if (!entry) continue;
    if (!entry.merge && entry.key === key) return entry;
    const merged = entry.merge ? mergedEntry(entry.node, key) : undefined;
    if (merged) return merged;
  }
  return undefined;
}

function mergedEntry(node: TreeNode, key: string): MapEntry | undefined {
  const target = targetOf(node);
  if (target.kind === 'map') return entryOf(target, key);
  if (target.kind !== 'list') return undefined;
  for (const item of target.items) {
    const map = targetOf(item.node);
    const entry = map.kind === 'map' ? entryOf(map, key) : undefined;
    if (entry) return entry;
  }
  return undefined;
}

/** What an alias stands for; any other node itself.
 * @param node a node */
export function targetOf(node: TreeNode): TreeNode {
  let target = node;
  while (target.kind === 'alias') target = target.target;
  return target;
}
