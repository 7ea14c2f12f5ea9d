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
  const ahead = { removed: 0, added: 0 };
  let at = 0;
  for (const [from, to] of hunksOf(changes)) {
    count(changes, at, from, ahead);
    const own = count(changes, from, to, { removed: 0, added: 0 });
    lines.push({ kind: 'hunk', text: `@@ -${range(ahead.removed, own.removed)} +${range(ahead.added, own.added)} @@` });
    for (let index = from; index < to; index++) addLine(lines, changes[index]);
    at = from;
  }
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

function addLine(lines: DiffLine[], change: LineChange | undefined): void {
  if (!change) return;
  const { kind, line } = change;
  const sign = kind === 'same' ? ' ' : kind === 'added' ? '+' : '-';
  for (const [index, text] of line.split('\n').entries()) lines.push({ kind, text: index === 0 ? sign + text : text });
}

interface Counts {
  removed: number;
  added: number;
}

/** Counts the lines of both sides in a range: one that stays is on both. */
function count(changes: readonly LineChange[], from: number, to: number, counts: Counts): Counts {
  for (let index = from; index < to; index++) {
    const kind = changes[index]?.kind;
    if (kind !== 'added') counts.removed++;
    if (kind !== 'removed') counts.added++;
  }
  return counts;
}

/** `start,count`, as diff writes it: a side without lines starts at the line before. */
function range(ahead: number, own: number): string {
  return own === 1 ? String(ahead + 1) : `${own === 0 ? ahead : ahead + 1},${own}`;
}
