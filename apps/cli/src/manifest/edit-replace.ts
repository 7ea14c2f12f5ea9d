import type { EditContext, Slot } from './edit-context.ts';
import { afterNode, columnOf, lineStart, nextLine } from './lines.ts';
import { type Tail, afterDash, afterKey, indented, yamlInline, yamlLines } from './print-yaml.ts';
import { NotEditable } from './splice.ts';
import { jsonText } from './text-style.ts';
import type { TreeNode } from './tree.ts';

/** Writes another value where one stands.
 * @param context the editor
 * @param slot where the value hangs
 * @param node the old value
 * @param target the new value */
export function replaceNode(context: EditContext, slot: Slot, node: TreeNode, target: unknown): void {
  if (slot.place === 'flow' || (slot.place === 'root' && context.json)) return replaceInline(context, node, target);
  if (slot.place === 'root') return replaceRoot(context, node, target);
  const tail = slot.place === 'key' ? afterKey(target, context.yaml) : afterDash(target, context.yaml);
  // an anchor or a tag stands before the value: only what follows it on its line can be exchanged
  if (node.marked && (isBlock(node) || node.start === node.end || tail.lines.length > 0)) throw new NotEditable('an anchor or a tag');
  if (!isBlock(node)) return replaceSingle(context, slot, node, tail);
  if (slot.place === 'key') return replaceBelow(context, slot, node, tail);
  const column = columnOf(context.text, node.start) - 2;
  context.splice(node.start, afterNode(context.text, node), joined(context, tail.head, indented(tail.lines, column)));
}

function isBlock(node: TreeNode): boolean {
  return (node.kind === 'map' || node.kind === 'list') && node.style === 'block';
}

function replaceInline({ text, json, newline, splice }: EditContext, node: TreeNode, target: unknown): void {
  const isEmpty = node.start === node.end;
  const start = lineStart(text, node.start);
  const indent = /^[ \t]*/.exec(text.slice(start, node.start))?.[0] ?? '';
  const value = json ? jsonText(target, json, newline + indent) : yamlInline(target, true);
  splice(node.start, node.end, isEmpty ? ` ${value}` : value);
}

function replaceRoot({ text, yaml, newline, splice }: EditContext, node: TreeNode, target: unknown): void {
  const lines = yamlLines(target, yaml).join(newline);
  if (isBlock(node)) splice(node.start, afterNode(text, node), lines + newline);
  else splice(node.start, node.end, lines);
}

/** A value on the line of its key or its `-`; what the new one has below comes after that line, and its comment. */
function replaceSingle(context: EditContext, slot: Slot, node: TreeNode, { head, lines }: Tail): void {
  const { text, newline, splice } = context;
  const isEmpty = node.start === node.end;
  const column = slot.place === 'dash' && !isEmpty ? columnOf(text, node.start) - 2 : slot.column;
  const below = indented(lines, column);
  const isOnLine = !text.slice(slot.after, node.start).includes('\n');
  if (node.kind === 'scalar' && node.style === 'block') {
    splice(head === '' && isOnLine ? slot.after : node.start, afterNode(text, node), joined(context, head, below));
    return;
  }
  if (isEmpty) splice(slot.after, slot.after, head === '' ? '' : ` ${head}`);
  else splice(head === '' && isOnLine ? slot.after : node.start, node.end, head);
  const next = nextLine(text, node.end);
  if (below.length > 0) splice(next, next, below.join(newline) + newline);
}

/** A collection on the lines below its key. */
function replaceBelow({ text, newline, splice }: EditContext, slot: Slot, node: TreeNode, { head, lines }: Tail): void {
  const start = lineStart(text, node.start);
  if (start <= slot.after) throw new NotEditable('a collection on the line of its key');
  if (head !== '') splice(slot.after, slot.after, ` ${head}`);
  splice(start, afterNode(text, node), indented(lines, slot.column).map((line) => line + newline).join(''));
}

function joined({ newline }: EditContext, head: string, lines: readonly string[]): string {
  return [head, ...lines, ''].join(newline);
}
