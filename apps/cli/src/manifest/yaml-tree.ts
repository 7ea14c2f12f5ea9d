import { type Alias, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq, isAlias, isMap, isScalar } from 'yaml';
import { TextFault, tooDeep } from './fault.ts';
import { limits } from './limits.ts';
import { mergeInto } from './merge.ts';
import { type CollectionStyle, type ListItem, type MapEntry, type TreeNode, setMember } from './tree.ts';
import { isPlainKey, keyOf, refuseTag, scalarValue } from './yaml-scalar.ts';

const BEFORE_KEY: ReadonlySet<string> = new Set(['anchor', 'tag', 'explicit-key-ind']);

interface Anchored {
  /** Undefined while the node is still being built: an alias to it would contain itself. */
  node?: TreeNode;
  follows: number;
}

/** The values of a YAML document and where they stand. Throws a TextFault.
 * @param root what `parseYaml` gave
 * @param text the document's text */
export function yamlTree(root: ParsedNode, text: string): TreeNode {
  return new TreeBuilder(text).build(root, 0, 0);
}

class TreeBuilder {
  readonly #text: string;
  readonly #anchors = new Map<string, Anchored>();
  #follows = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** @param after where an empty value stands */
  build(node: ParsedNode, after: number, depth: number): TreeNode {
    if (isAlias(node)) return this.#alias(node);
    if (!node.anchor) return this.#unanchored(node, after, depth);
    const anchored: Anchored = { follows: this.#follows };
    this.#anchors.set(node.anchor, anchored);
    anchored.node = this.#unanchored(node, after, depth);
    anchored.follows = this.#follows - anchored.follows;
    return anchored.node;
  }

  #unanchored(node: Exclude<ParsedNode, Alias.Parsed>, after: number, depth: number): TreeNode {
    if (isScalar(node)) return this.#scalar(node, after);
    if (depth >= limits.depth) throw tooDeep(node.range[0]);
    return isMap(node) ? this.#map(node, depth) : this.#list(node, depth);
  }

  #alias(node: Alias.Parsed): TreeNode {
    const [start, end] = node.range;
    const anchored = this.#anchors.get(node.source);
    if (!anchored) throw new TextFault('yaml-alias', start, `the alias \`*${node.source}\` has no anchor \`&${node.source}\` before it`);
    if (!anchored.node) throw new TextFault('yaml-alias', start, `the alias \`*${node.source}\` stands inside its own anchor`);
    this.#follows += 1 + anchored.follows;
    if (this.#follows > limits.aliases) {
      throw new TextFault('yaml-alias', start, `more than ${limits.aliases} aliases in one document, counted as often as they are followed`);
    }
    return { kind: 'alias', start, end, marked: false, target: anchored.node, value: anchored.node.value };
  }

  #scalar(node: Scalar.Parsed, after: number): TreeNode {
    const value = scalarValue(node);
    const marked = node.anchor !== undefined || node.tag !== undefined;
    const style = node.type === 'PLAIN' ? 'plain' : node.type?.startsWith('BLOCK') ? 'block' : 'quoted';
    if (style === 'plain' && node.source === '') return { kind: 'scalar', style, value, marked, start: after, end: after };
    return { kind: 'scalar', style, value, marked, start: node.range[0], end: node.range[1] };
  }

  #map(node: YAMLMap.Parsed, depth: number): TreeNode {
    refuseTag(node, 'tag:yaml.org,2002:map');
    const start = node.range[0];
    const style: CollectionStyle = !node.flow ? 'block' : this.#text[start] === '{' ? 'flow' : 'pair';
    const entries: MapEntry[] = [];
    const value: Record<string, unknown> = {};
    const keys = new Set<string>();
    for (const pair of node.items) {
      const entry = this.#entry(pair, start, depth);
      entries.push(entry);
      if (entry.merge) mergeInto(value, entry.node);
      else if (keys.has(entry.key)) throw new TextFault('duplicate-key', entry.keyStart, `the key "${entry.key}" stands here a second time: remove one of the two`);
      else setMember(value, entry.key, entry.node.value);
      if (!entry.merge) keys.add(entry.key);
    }
    const end = style === 'flow' ? node.range[1] : entryEnd(entries.at(-1), start);
    return { kind: 'map', style, start, end, marked: isMarked(node), entries, value };
  }

  #entry(pair: Pair<ParsedNode, ParsedNode | null>, start: number, depth: number): MapEntry {
    const keyNode = pair.key ? this.#key(pair.key, start, depth + 1) : undefined;
    const { key, merge } = keyOf(pair.key, keyNode, start);
    const { keyStart, keyEnd, after, odd } = bounds(pair, keyNode, start);
    const node: TreeNode = pair.value ? this.build(pair.value, after, depth + 1) : { kind: 'scalar', style: 'plain', value: null, start: after, end: after, marked: false };
    return { key, merge, keyStart, keyEnd, after, odd, node };
  }

  /** A key is built like a value (it may carry an anchor, or be an alias), but for a plain one: `.inf` is text here. */
  #key(key: ParsedNode, after: number, depth: number): TreeNode {
    if (!isPlainKey(key) || key.anchor) return this.build(key, after, depth);
    const [start, end] = key.range;
    return { kind: 'scalar', style: 'plain', value: key.source ?? '', start, end, marked: false };
  }

  #list(node: YAMLSeq.Parsed, depth: number): TreeNode {
    refuseTag(node, 'tag:yaml.org,2002:seq');
    const dashes = dashesOf(node);
    const items = node.items.map((item, index): ListItem => {
      const dash = dashes[index];
      const child = this.build(item, dash === undefined ? item.range[0] : dash + 1, depth + 1);
      return { start: dash ?? child.start, node: child };
    });
    const style: CollectionStyle = node.flow ? 'flow' : 'block';
    const end = node.flow ? node.range[1] : (items.at(-1)?.node.end ?? node.range[1]);
    return { kind: 'list', style, start: node.range[0], end, marked: isMarked(node), items, value: items.map((item) => item.node.value) };
  }
}

function bounds({ srcToken }: Pair<ParsedNode, ParsedNode | null>, key: TreeNode | undefined, start: number): Pick<MapEntry, 'keyStart' | 'keyEnd' | 'after' | 'odd'> {
  const mark = srcToken?.start.find(({ type }) => BEFORE_KEY.has(type));
  const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  const keyEnd = key ? key.end : start;
  const keyStart = mark ? mark.offset : key ? key.start : start;
  return { keyStart, keyEnd, after: colon ? colon.offset + 1 : keyEnd, odd: !colon || mark?.type === 'explicit-key-ind' };
}

function isMarked(node: ParsedNode): boolean {
  return !isAlias(node) && (node.anchor !== undefined || node.tag !== undefined);
}

function entryEnd(entry: MapEntry | undefined, start: number): number {
  return entry ? Math.max(entry.node.end, entry.after) : start;
}

function dashesOf(node: YAMLSeq.Parsed): readonly number[] {
  const token = node.srcToken;
  if (token?.type !== 'block-seq') return [];
  const dashes: number[] = [];
  for (const { start } of token.items) {
    const dash = start.find(({ type }) => type === 'seq-item-ind');
    if (dash) dashes.push(dash.offset);
  }
  return dashes;
}
