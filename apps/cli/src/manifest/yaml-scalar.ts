import { type ParsedNode, type Scalar, isScalar } from 'yaml';
import { TextFault } from './fault.ts';
import { resolveKey, resolvePlain } from './scalar.ts';
import { type TreeNode, targetOf } from './tree.ts';

const CORE = 'tag:yaml.org,2002:';

/** The value of a scalar under kubectl's rules. Throws a TextFault.
 * @param node a scalar, unresolved */
export function scalarValue(node: Scalar.Parsed): string | number | boolean | null {
  const text = node.source ?? '';
  const { tag } = node;
  if (tag === undefined) return node.type === 'PLAIN' ? resolved(text, node.range[0]) : text;
  if (tag === '!' || tag === `${CORE}str`) return text;
  return taggedValue(tag, text, node.range[0]);
}

function taggedValue(tag: string, text: string, offset: number): string | number | boolean | null {
  const name = tag.startsWith(CORE) ? tag.slice(CORE.length) : undefined;
  if (name !== 'int' && name !== 'float' && name !== 'bool' && name !== 'null') throw unknownTag(tag, offset);
  const value = resolved(text, offset);
  const fits = {
    int: typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && /^-?\d+$/.test(value),
    float: typeof value === 'number',
    bool: typeof value === 'boolean',
    null: value === null,
  };
  if (!fits[name]) throw new TextFault('yaml-tag', offset, `the value does not fit its tag \`!!${name}\``);
  return value;
}

function resolved(text: string, offset: number): string | number | boolean | null {
  const value = resolvePlain(text);
  if (value === undefined) throw new TextFault('number-out-of-range', offset, `\`${text}\` is a number that JSON cannot hold: put it in quotes if text is meant`);
  return value;
}

/** Refuses a collection's tag other than its own. Throws a TextFault.
 * @param node a collection
 * @param own the tag that says nothing new */
export function refuseTag(node: ParsedNode, own: string): void {
  const tag = 'tag' in node ? node.tag : undefined;
  if (tag !== undefined && tag !== own) throw unknownTag(tag, node.range[0]);
}

function unknownTag(tag: string, offset: number): TextFault {
  const shown = tag.startsWith(CORE) ? `!!${tag.slice(CORE.length)}` : tag;
  return new TextFault('yaml-tag', offset, `the tag \`${shown}\` is not read: only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are`);
}

/** Whether a key is plain text, which `resolveKey` understands.
 * @param source the key as parsed */
export function isPlainKey(source: ParsedNode | null): source is Scalar.Parsed {
  return isScalar(source) && source.type === 'PLAIN' && source.tag === undefined;
}

/** The name of a mapping's key, and whether it is the merge key `<<`. Throws a TextFault.
 * @param source the key as parsed
 * @param node the same in the tree
 * @param offset where the map stands, for a key that is not there */
export function keyOf(source: ParsedNode | null, node: TreeNode | undefined, offset: number): { readonly key: string; readonly merge: boolean } {
  const value = isPlainKey(source) ? resolveKey(source.source ?? '') : node && targetOf(node).value;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new TextFault('yaml-key', node?.start ?? offset, 'a key is text: neither null, a list nor an object can be one');
  }
  return { key: String(value), merge: value === '<<' && isPlainKey(source) };
}
