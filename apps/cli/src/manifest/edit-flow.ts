import { align } from './align.ts';
import { type EditContext, FLOW_SLOT, type Slot, addedKeys, memberOf } from './edit-context.ts';
import { isFirstOnLine, lineStart, nextLine, skipTrivia } from './lines.ts';
import { yamlInline, yamlKey } from './print-yaml.ts';
import { NotEditable } from './splice.ts';
import { jsonText } from './text-style.ts';
import type { ListNode, MapNode, TreeNode } from './tree.ts';

interface Part {
  readonly start: number;
  readonly end: number;
}

/** What the new collection consists of, in order: old parts, and the text of new ones. */
type Plan = readonly (Part | string)[];

/** Makes an object in braces into another one; new members come last.
 * @param context the editor
 * @param slot where the object hangs
 * @param node an object with entries
 * @param target another one with members */
export function editFlowMap(context: EditContext, slot: Slot, node: MapNode, target: Readonly<Record<string, unknown>>): void {
  const parts: Part[] = [];
  const plan: (Part | string)[] = [];
  for (const entry of node.entries) {
    const part = { start: entry.keyStart, end: Math.max(entry.after, entry.node.end) };
    parts.push(part);
    const value = memberOf(target, entry.key);
    if (!entry.merge && value === undefined) continue;
    plan.push(part);
    if (entry.merge || value === node.value[entry.key]) continue;
    if (entry.odd || entry.node.value !== node.value[entry.key]) throw new NotEditable('a key of an unusual form');
    context.edit(FLOW_SLOT, entry.node, value);
  }
  if (plan.length === 0) return context.replace(slot, node, target);
  plan.push(...addedKeys(node, target).map((key) => memberText(context, key, newText(context, node, target[key]))));
  carryOut(context, node, parts, plan);
}

/** Makes a list in brackets into another one, its elements matched as `align` does.
 * @param context the editor
 * @param slot where the list hangs
 * @param node a list with items
 * @param target another one with elements */
export function editFlowList(context: EditContext, slot: Slot, node: ListNode, target: readonly unknown[]): void {
  const alignment = align(node.value, target, context.origins);
  if (alignment.every((match) => match === undefined)) return context.replace(slot, node, target);
  const parts: Part[] = node.items.map((item) => ({ start: item.start, end: item.node.end }));
  const plan = alignment.map((match, index) => (match === undefined ? newText(context, node, target[index]) : (parts[match] ?? '')));
  for (const [index, match] of alignment.entries()) {
    const item = match === undefined ? undefined : node.items[match];
    if (item) context.edit(FLOW_SLOT, item.node, target[index]);
  }
  carryOut(context, node, parts, plan);
}

function memberText({ json }: EditContext, key: string, value: string): string {
  return json ? `${JSON.stringify(key)}:${json.indent === '' ? json.space : ' '}${value}` : `${yamlKey(key, true)}: ${value}`;
}

function newText({ text, json, newline }: EditContext, node: MapNode | ListNode, value: unknown): string {
  const last = node.kind === 'map' ? node.entries.at(-1)?.keyStart : node.items.at(-1)?.start;
  return json ? jsonText(value, json, newline + indentOf(text, last ?? node.start)) : yamlInline(value, true);
}

function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** Both the parts and those of them that the plan keeps come in the order in which they stand. */
function carryOut(context: EditContext, node: TreeNode, parts: readonly Part[], plan: Plan): void {
  let next = 0;
  let last: Part | undefined;
  let added: string[] = [];
  for (const step of plan) {
    if (typeof step === 'string') {
      added.push(step);
      continue;
    }
    const at = parts.indexOf(step, next);
    changeBefore(context, parts.slice(next, at), added, step);
    next = at + 1;
    last = step;
    added = [];
  }
  if (!last) throw new NotEditable('nothing is kept');
  changeAfter(context, { node, last, removed: parts.slice(next), added });
}

/** What stands between two kept parts. */
function changeBefore(context: EditContext, removed: readonly Part[], added: readonly string[], next: Part): void {
  const { text, splice } = context;
  const [first] = removed;
  const last = removed.at(-1);
  const onOwnLine = isFirstOnLine(text, next.start);
  const separator = `,${gap(context, next)}`;
  if (!first || !last) {
    if (added.length > 0) splice(next.start, next.start, added.map((item) => item + separator).join(''));
  } else if (added.length > 0) {
    splice(first.start, last.end, added.join(separator));
  } else if (onOwnLine && isFirstOnLine(text, first.start)) {
    splice(lineStart(text, first.start), nextLine(text, commaAfter(text, last) ?? last.end), '');
  } else {
    splice(first.start, next.start, '');
  }
}

/** What stands after a comma before the part. */
function gap({ text, newline, json }: EditContext, part: Part): string {
  if (isFirstOnLine(text, part.start)) return newline + indentOf(text, part.start);
  return json ? json.space : ' ';
}

interface LastGap {
  readonly node: TreeNode;
  readonly last: Part;
  readonly removed: readonly Part[];
  readonly added: readonly string[];
}

/** What stands after the last kept part. */
function changeAfter(context: EditContext, { node, last, removed, added }: LastGap): void {
  const { text, splice } = context;
  const [first] = removed;
  const end = removed.at(-1);
  if (first && end) {
    if (added.length > 0) splice(first.start, end.end, added.join(`,${gap(context, first)}`));
    else removeTail(context, node, last, [first, end]);
  } else if (added.length > 0) {
    const separator = `,${gap(context, last)}`;
    const comma = commaAfter(text, last);
    const below = nextLine(text, comma ?? last.end);
    if (!isFirstOnLine(text, last.start) || below >= node.end) {
      splice(last.end, last.end, separator + added.join(separator));
      return;
    }
    // a comment may follow on the line: the new ones come below it
    if (comma === undefined) splice(last.end, last.end, ',');
    splice(below, below, indentOf(text, last.start) + added.join(separator) + context.newline);
  }
}

function removeTail({ text, splice }: EditContext, node: TreeNode, last: Part, [first, end]: readonly [Part, Part]): void {
  const trailing = commaAfter(text, end);
  const below = nextLine(text, trailing ?? end.end);
  if (!isFirstOnLine(text, first.start) || below >= node.end) {
    splice(last.end, end.end, '');
    return;
  }
  splice(lineStart(text, first.start), below, '');
  const comma = commaAfter(text, last);
  if (trailing === undefined && comma !== undefined) splice(comma, comma + 1, '');
}

function commaAfter(text: string, part: Part): number | undefined {
  const at = skipTrivia(text, part.end);
  return text[at] === ',' ? at : undefined;
}
