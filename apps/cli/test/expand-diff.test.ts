import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines } from '../src/diff/line-diff.ts';
import { unifiedDiff } from '../src/diff/unified.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd: 1'), { maxLength: 40 });

/** The least number of removed and added lines, by the table of all prefixes. */
function leastChanges(a: readonly string[], b: readonly string[]): number {
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, line] of a.entries()) {
    const next = [row + 1];
    for (const [column, other] of b.entries()) next.push(line === other ? (last[column] ?? 0) : 1 + Math.min(last[column + 1] ?? 0, next[column] ?? 0));
    last = next;
  }
  return last.at(-1) ?? 0;
}

describe('compareLines', () => {
  it('makes the one list of the other, with the least number of changes', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = compareLines(before, after);
        expect(changes.filter(({ kind }) => kind !== 'added').map(({ line }) => line)).toEqual(before);
        expect(changes.filter(({ kind }) => kind !== 'removed').map(({ line }) => line)).toEqual(after);
        expect(changes.filter(({ kind }) => kind !== 'same')).toHaveLength(leastChanges(before, after));
      }),
      { numRuns: 500 },
    );
  });

  it('takes time in proportion to the texts, also for large ones that share nothing', () => {
    const before = Array.from({ length: 100_000 }, (_, index) => `a${index}`);
    const after = Array.from({ length: 100_000 }, (_, index) => (index % 7 === 0 ? `a${index}` : `b${index}`));
    const start = performance.now();
    const changes = compareLines(before, after);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(changes.filter(({ kind }) => kind !== 'added').map(({ line }) => line)).toEqual(before);
    expect(changes.filter(({ kind }) => kind !== 'removed').map(({ line }) => line)).toEqual(after);
  });
});

describe('unifiedDiff', () => {
  const diff = (before: string, after: string): string[] => unifiedDiff({ name: 'a', text: before }, { name: 'b', text: after }).map(({ text }) => text);
  const numbered = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');

  it('is empty for the same text', () => expect(diff('x\n', 'x\n')).toEqual([]));

  it('shows three lines around a change, and joins what is near', () => {
    expect(diff(numbered(1, 20), numbered(1, 20).replace('\n5\n', '\nfive\n').replace('\n17\n', '\n'))).toEqual([
      '--- a', '+++ b', '@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8', '@@ -14,7 +14,6 @@', ' 14', ' 15', ' 16', '-17', ' 18', ' 19', ' 20',
    ]);
    expect(diff(numbered(1, 20), numbered(1, 20).replace('\n5\n', '\n').replace('\n11\n', '\n')).filter((line) => line.startsWith('@@'))).toEqual(['@@ -2,13 +2,11 @@']);
  });

  it('counts as diff does where one side is empty or is one line', () => {
    expect(diff('', 'x\n')).toEqual(['--- a', '+++ b', '@@ -0,0 +1 @@', '+x']);
    expect(diff('x\ny\n', '')).toEqual(['--- a', '+++ b', '@@ -1,2 +0,0 @@', '-x', '-y']);
  });

  it('takes large texts', () => {
    const text = numbered(1, 200_000);
    const lines = unifiedDiff({ name: 'a', text }, { name: 'b', text: text.replaceAll('7\n', 'seven\n') });
    expect(lines.filter(({ kind }) => kind === 'added')).toHaveLength(20_000);
    expect(lines.at(-8)?.text).toMatch(/^[ +-]/);
  });

  it('tells a text without a line end at its end', () => {
    expect(diff('x\ny', 'x\ny\n')).toEqual(['--- a', '+++ b', '@@ -1,2 +1,2 @@', ' x', '-y', '\\ No newline at end of file', '+y']);
  });
});
