import { type LineChange, compareLines } from './line-diff.ts';

/** A changed text, line by line, as `diff -u` writes it. */
export interface DiffLine {
  readonly kind: 'header' | 'hunk' | 'same' | 'removed' | 'added';
  /** With its `+`, `-` or space, without a line end. */
  readonly text: string;
}

const CONTEXT = 3;
const NO_NEWLINE = '\\ No newline at end of file';

/** A comparison of two texts in the unified format; empty where they are the same.
 * @param before the old text and what to call it, safe to print
 * @param after the new text and what to call it, safe to print */
export function unifiedDiff(before: { readonly name: string; readonly text: string }, after: { readonly name: string; readonly text: string }): DiffLine[] {
  if (before.text === after.text) return [];
  const changes = compareLines(linesOf(before.text), linesOf(after.text));
  const lines: DiffLine[] = [
    { kind: 'header', text: `--- ${before.name}` },
    { kind: 'header', text: `+++ ${after.name}` },
  ];
  for (const [from, to] of hunksOf(changes)) lines.push(...hunk(changes, from, to));
  return lines;
}

// A text's last line without a line end is another line than the same with one.
function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else lines.push(`${lines.pop() ?? ''}\n${NO_NEWLINE}`);
  return lines;
}

/** The ranges of the comparison that are shown: each change with the lines around it, ranges that meet joined. */
function hunksOf(changes: readonly LineChange[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const [index, { kind }] of changes.entries()) {
    if (kind === 'same') continue;
    const [from, to] = [Math.max(0, index - CONTEXT), Math.min(changes.length, index + CONTEXT + 1)];
    const last = ranges.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else ranges.push([from, to]);
  }
  return ranges;
}

function* hunk(changes: readonly LineChange[], from: number, to: number): Generator<DiffLine> {
  const shown = changes.slice(from, to);
  const ahead = changes.slice(0, from);
  yield { kind: 'hunk', text: `@@ -${range(ahead, shown, 'added')} +${range(ahead, shown, 'removed')} @@` };
  for (const { kind, line } of shown) {
    const sign = kind === 'same' ? ' ' : kind === 'added' ? '+' : '-';
    for (const [index, text] of line.split('\n').entries()) yield { kind, text: index === 0 ? sign + text : text };
  }
}

/** `start,count` of the lines of one side, which has all kinds but one. */
function range(ahead: readonly LineChange[], shown: readonly LineChange[], other: LineChange['kind']): string {
  const count = countOf(shown, other);
  const start = countOf(ahead, other) + (count === 0 ? 0 : 1);
  return count === 1 ? String(start) : `${start},${count}`;
}

function countOf(changes: readonly LineChange[], other: LineChange['kind']): number {
  return changes.reduce((count, { kind }) => (kind === other ? count : count + 1), 0);
}
