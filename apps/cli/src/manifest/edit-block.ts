import { align } from './align.ts';
import { type EditContext, type Slot, addedKeys, memberOf } from './edit-context.ts';
import { afterNode, columnOf, isFirstOnLine, lineStart } from './lines.ts';
import { type Tail, type YamlStyle, afterDash, afterKey, indented, yamlKey } from './print-yaml.ts';
import { NotEditable } from './splice.ts';
import { validStyle } from './text-style.ts';
import type { ListNode, MapNode, TreeNode } from './tree.ts';

/** Makes an object in block style into another one: what left goes with its lines, what is new comes after the last entry.
 * @param context the editor
 * @param slot where the object hangs
 * @param node an object with entries
 * @param target another one with members */
export function editBlockMap(context: EditContext, slot: Slot, node: MapNode, target: Readonly<Record<string, unknown>>): void {
  const kept = new Set(node.entries.filter((entry) => entry.merge || memberOf(target, entry.key) !== undefined));
  if (kept.size === 0) return context.replace(slot, node, target);
  const column = columnOf(context.text, node.entries[0]?.keyStart ?? 0);
  for (const entry of kept) {
    const value = memberOf(target, entry.key);
    if (entry.merge || value === node.value[entry.key]) continue;
    if (entry.odd || entry.node.value !== node.value[entry.key]) throw new NotEditable('a key of an unusual form');
    context.edit({ place: 'key', column, after: entry.after }, entry.node, value);
  }
  removeParts(context, node.entries.map((entry) => ({ start: entry.keyStart, node: entry.node, removed: !kept.has(entry) })));
  const style = styleIn(context, node);
  const added = addedKeys(node, target).flatMap((key) => lines(`${yamlKey(key, false)}:`, afterKey(target[key], style)));
  insertLines(context, endOf(context, node), column, added);
}

/** Makes a list in block style into another one, its elements matched as `align` does.
 * @param context the editor
 * @param slot where the list hangs
 * @param node a list with items
 * @param target another one with elements */
export function editBlockList(context: EditContext, slot: Slot, node: ListNode, target: readonly unknown[]): void {
  const alignment = align(node.value, target, context.origins);
  const kept = new Set(alignment);
  if (!node.items.some((_, index) => kept.has(index))) return context.replace(slot, node, target);
  const column = columnOf(context.text, node.items[0]?.start ?? 0);
  let previous: TreeNode | undefined;
  for (const [index, match] of alignment.entries()) {
    const item = match === undefined ? undefined : node.items[match];
    if (item) {
      context.edit({ place: 'dash', column, after: item.start + 1 }, item.node, target[index]);
      previous = item.node;
    } else {
      insertItem(context, node, previous, lines('-', afterDash(target[index], context.yaml)));
    }
  }
  removeParts(context, node.items.map((item, index) => ({ start: item.start, node: item.node, removed: !kept.has(index) })));
}

/** @param previous the item before the new one */
function insertItem(context: EditContext, node: ListNode, previous: TreeNode | undefined, itemLines: readonly string[]): void {
  const first = node.items[0]?.start ?? node.start;
  const column = columnOf(context.text, first);
  if (previous) return insertLines(context, afterNode(context.text, previous), column, itemLines);
  if (isFirstOnLine(context.text, first)) return insertLines(context, lineStart(context.text, first), column, itemLines);
  // the first item stands behind another `-`, on its line
  const [head = '', ...rest] = itemLines;
  context.splice(first, first, [head, ...indented(rest, column), ' '.repeat(column)].join(context.newline));
}

/** The indentation that the object's own members use. */
function styleIn({ text, yaml }: EditContext, node: MapNode): YamlStyle {
  const nested = (kind: 'map' | 'list'): number | undefined => {
    const entry = node.entries.find((candidate) => candidate.node.kind === kind && candidate.node.style === 'block');
    return entry && columnOf(text, entry.node.start) - columnOf(text, entry.keyStart);
  };
  return validStyle(nested('map'), nested('list'), yaml);
}

function lines(start: string, { head, lines: below }: Tail): string[] {
  return [head === '' ? start : `${start} ${head}`, ...below];
}

function insertLines({ splice, newline }: EditContext, at: number, column: number, added: readonly string[]): void {
  if (added.length > 0) splice(at, at, indented(added, column).join(newline) + newline);
}

function endOf({ text }: EditContext, node: MapNode): number {
  const last = node.entries.at(-1);
  return last ? afterNode(text, last.node) : node.end;
}

interface Part {
  readonly start: number;
  readonly node: TreeNode;
  readonly removed: boolean;
}

/** Removes the lines of parts; comments between them stay. What stands behind a `-` on its line leaves that place to the next. */
function removeParts({ text, splice }: EditContext, parts: readonly Part[]): void {
  const firstKept = parts.findIndex((part) => !part.removed);
  const shared = parts[0]?.removed && !isFirstOnLine(text, parts[0].start);
  const lastShared = shared ? parts[firstKept - 1] : undefined;
  if (lastShared) {
    const after = afterNode(text, lastShared.node);
    splice(parts[0]?.start ?? after, after + text.slice(after).search(/\S/), '');
  }
  for (const part of parts.slice(shared ? firstKept : 0)) {
    if (part.removed) splice(lineStart(text, part.start), afterNode(text, part.node), '');
  }
}
