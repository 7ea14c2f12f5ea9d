import type { TreeNode } from './tree.ts';

/** The offset at which the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset after the line end that follows an offset; the text's end where there is none. */
export function nextLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline === -1 ? text.length : newline + 1;
}

/** The column, from 0, of an offset. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Whether only white space stands before an offset on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** The offset of the next character that is neither white space nor a part of a comment. */
export function skipTrivia(text: string, offset: number): number {
  let at = offset;
  for (; at < text.length; at++) {
    if (text[at] === '#') at = nextLine(text, at) - 1;
    else if (!/\s/.test(text[at] ?? '')) break;
  }
  return at;
}

/** The line end that a text uses. */
export function newlineOf(text: string): string {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** The offset after the last line that a value stands on, its trailing comment included. */
export function afterNode(text: string, node: TreeNode): number {
  const leaf = lastLeaf(node);
  if (leaf.kind !== 'scalar' || leaf.style !== 'block') return nextLine(text, leaf.end);
  const header = text.slice(leaf.start, nextLine(text, leaf.start));
  // blank lines after the block are its own only where it keeps them
  if (/^[|>]\d?\+/.test(header)) return leaf.end;
  const content = text.slice(leaf.start, leaf.end).trimEnd().length;
  return Math.min(leaf.end, nextLine(text, leaf.start + content));
}

function lastLeaf(node: TreeNode): TreeNode {
  let leaf = node;
  for (;;) {
    const last = leaf.kind === 'map' && leaf.style === 'block' ? leaf.entries.at(-1)?.node : leaf.kind === 'list' && leaf.style === 'block' ? leaf.items.at(-1)?.node : undefined;
    if (!last) return leaf;
    leaf = last;
  }
}
