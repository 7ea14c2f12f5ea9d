import { sameJson } from '@instancetype/draft';

/** Which element of the old list each element of the new one is, or undefined for a new one. The indexes rise. */
export type Alignment = readonly (number | undefined)[];

// beyond that many comparisons, elements are matched by their place alone
const MAX_CELLS = 40_000;

/** Finds the elements of a list in a changed copy of it: what was copied from an element is that element, an equal value or
 * one of the same `name` is, and what then stands in the same gap is paired in order unless the names differ.
 * @param before the old list
 * @param after the new list
 * @param origins what was copied from what */
export function align(before: readonly unknown[], after: readonly unknown[], origins: ReadonlyMap<object, object>): Alignment {
  const same = (a: number, b: number): boolean => isSame(before[a], after[b], origins);
  let head = 0;
  while (head < before.length && head < after.length && same(head, head)) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && same(before.length - 1 - tail, after.length - 1 - tail)) tail++;
  const beforeEnd = before.length - tail;
  const afterEnd = after.length - tail;
  const result: (number | undefined)[] = [];
  for (let index = 0; index < after.length; index++) {
    result.push(index < head ? index : index >= afterEnd ? index - after.length + before.length : undefined);
  }
  const matches = longestRun(beforeEnd - head, afterEnd - head, (a, b) => same(head + a, head + b));
  for (const [a, b] of matches) result[head + b] = head + a;
  pairGaps(result, before, after);
  return result;
}

function isSame(before: unknown, after: unknown, origins: ReadonlyMap<object, object>): boolean {
  if (before === after) return true;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false;
  const origin = origins.get(after);
  if (origin) return origin === before;
  const name = nameOf(before);
  return name === undefined ? sameJson(before, after) : name === nameOf(after);
}

/** The longest common subsequence of two ranges, as pairs of indexes. */
function longestRun(height: number, width: number, same: (a: number, b: number) => boolean): [number, number][] {
  if (height === 0 || width === 0 || height * width > MAX_CELLS) return [];
  const lengths = Array.from({ length: height + 1 }, () => new Uint32Array(width + 1));
  const length = (a: number, b: number): number => lengths[a]?.[b] ?? 0;
  for (let a = height - 1; a >= 0; a--) {
    const row = lengths[a];
    if (!row) continue;
    for (let b = width - 1; b >= 0; b--) {
      row[b] = same(a, b) ? length(a + 1, b + 1) + 1 : Math.max(length(a + 1, b), length(a, b + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let a = 0, b = 0; a < height && b < width; ) {
    if (same(a, b)) pairs.push([a++, b++]);
    else if (length(a + 1, b) >= length(a, b + 1)) a++;
    else b++;
  }
  return pairs;
}

/** Pairs what stands between two matches in order, but for objects that have different names. */
function pairGaps(result: (number | undefined)[], before: readonly unknown[], after: readonly unknown[]): void {
  const gapEnds: number[] = [];
  for (let index = result.length - 1, end = before.length; index >= 0; index--) {
    end = result[index] ?? end;
    gapEnds[index] = end;
  }
  let next = 0;
  for (const [index, gapEnd] of gapEnds.entries()) {
    const matched = result[index];
    if (matched !== undefined) next = matched + 1;
    else if (next < gapEnd && mayBecome(before[next], after[index])) result[index] = next++;
  }
}

function mayBecome(before: unknown, after: unknown): boolean {
  const name = nameOf(before);
  const other = nameOf(after);
  return name === undefined || other === undefined || name === other;
}

function nameOf(element: unknown): string | undefined {
  if (typeof element !== 'object' || element === null || !Object.hasOwn(element, 'name')) return undefined;
  const { name } = element as { name: unknown };
  return typeof name === 'string' ? name : undefined;
}
