import { columnOf, isFirstOnLine } from './lines.ts';
import { KUBECTL_STYLE, type YamlStyle } from './print-yaml.ts';
import type { TreeNode } from './tree.ts';

/** How JSON is laid out. */
export interface JsonStyle {
  /** One level of indentation; empty where all is on one line. */
  readonly indent: string;
  /** After `,` and `:` on one line. */
  readonly space: '' | ' ';
}

/** The indentation that a YAML document uses, that of its first nested object and of its first list under a key.
 * @param text the document
 * @param tree its values */
export function yamlStyleOf(text: string, tree: TreeNode): YamlStyle {
  let step: number | undefined;
  let listStep: number | undefined;
  for (const { column, node } of blockValues(text, tree)) {
    const by = columnOf(text, node.start) - column;
    if (node.kind === 'list') listStep ??= by;
    else step ??= by;
    if (step !== undefined && listStep !== undefined) break;
  }
  return validStyle(step, listStep, KUBECTL_STYLE);
}

/** A style of what was found, where it is one that can be written.
 * @param step found for objects
 * @param listStep found for lists
 * @param otherwise what to use where nothing was found */
export function validStyle(step: number | undefined, listStep: number | undefined, otherwise: YamlStyle): YamlStyle {
  return { ...otherwise, step: within(step, 1) ?? otherwise.step, listStep: within(listStep, 0) ?? otherwise.listStep };
}

function within(columns: number | undefined, least: number): number | undefined {
  return columns !== undefined && columns >= least && columns <= 16 ? columns : undefined;
}

/** The block collections that stand below a key, with the column of that key. */
function* blockValues(text: string, tree: TreeNode): Generator<{ readonly column: number; readonly node: TreeNode }> {
  const pending: TreeNode[] = [tree];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'list') pending.push(...node.items.slice(0, 1).map((item) => item.node));
    if (node.kind !== 'map' || node.style !== 'block') continue;
    const children = node.entries.filter(({ node: child }) => (child.kind === 'map' || child.kind === 'list') && child.style === 'block');
    for (const entry of children) yield { column: columnOf(text, entry.keyStart), node: entry.node };
    pending.push(...children.map((entry) => entry.node).reverse());
  }
}

/** The layout that a JSON document uses.
 * @param text the document
 * @param tree its values */
export function jsonStyleOf(text: string, tree: TreeNode): JsonStyle {
  const first = tree.kind === 'map' ? tree.entries[0] : undefined;
  const start = first?.keyStart ?? (tree.kind === 'list' ? tree.items[0]?.start : undefined);
  const space = first && text[first.after] !== ' ' ? '' : ' ';
  if (start === undefined || !isFirstOnLine(text, start)) return { indent: '', space };
  return { indent: text.slice(text.lastIndexOf('\n', start) + 1, start) || '  ', space };
}

/** A value as JSON in a document's layout.
 * @param value plain JSON
 * @param style the layout
 * @param newline the line end and the indentation of the line on which the value starts */
export function jsonText(value: unknown, style: JsonStyle, newline: string): string {
  if (style.indent !== '') return JSON.stringify(value, undefined, style.indent).replaceAll('\n', newline);
  return style.space === '' ? JSON.stringify(value) : spaced(value);
}

function spaced(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`).join(', ')}}`;
}
