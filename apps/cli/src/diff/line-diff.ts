/** One line of a comparison. */
export interface LineChange {
  readonly kind: 'same' | 'removed' | 'added';
  readonly line: string;
}

// A search ends after so many changes, and a new one starts from the place that it reached: memory stays small and the time
// linear, at the price of a comparison that may be longer than the shortest one.
const MAX_CHANGES = 256;

/** What makes one text of another, line by line.
 * @param before lines
 * @param after lines */
export function compareLines(before: readonly string[], after: readonly string[]): LineChange[] {
  const changes: LineChange[] = [];
  let [x, y] = [0, 0];
  while (x < before.length || y < after.length) {
    for (const kind of new Search(before, after, x, y).run()) {
      changes.push({ kind, line: (kind === 'added' ? after[y] : before[x]) ?? '' });
      if (kind !== 'added') x++;
      if (kind !== 'removed') y++;
    }
  }
  return changes;
}

/** Myers' greedy search for the shortest way from one place of both lists to their ends, cut off after MAX_CHANGES. */
class Search {
  readonly #before: readonly string[];
  readonly #after: readonly string[];
  readonly #x: number;
  readonly #y: number;
  /** For each number of changes: the furthest x on each diagonal x - y before it. */
  readonly #history: Int32Array[] = [];

  constructor(before: readonly string[], after: readonly string[], x: number, y: number) {
    this.#before = before;
    this.#after = after;
    this.#x = x;
    this.#y = y;
  }

  run(): LineChange['kind'][] {
    const width = this.#before.length - this.#x;
    const height = this.#after.length - this.#y;
    const furthest = new Int32Array(2 * MAX_CHANGES + 3);
    const zero = MAX_CHANGES + 1;
    let best = { x: 0, y: 0, changes: 0 };
    for (let changes = 0; changes <= MAX_CHANGES; changes++) {
      this.#history.push(furthest.slice(zero - changes - 1, zero + changes + 2));
      for (let k = -changes; k <= changes; k += 2) {
        const x = this.#slide(comesFromAbove(furthest, zero, k, changes) ? (furthest[zero + k + 1] ?? 0) : (furthest[zero + k - 1] ?? 0) + 1, k);
        furthest[zero + k] = x;
        const isInside = x <= width && x - k <= height;
        if (isInside && x + x - k > best.x + best.y) best = { x, y: x - k, changes };
      }
      if (best.x === width && best.y === height) break;
    }
    return this.#backtrack(best);
  }

  #slide(from: number, k: number): number {
    let x = from;
    const [before, after] = [this.#before, this.#after];
    while (this.#x + x < before.length && this.#y + x - k < after.length && before[this.#x + x] === after[this.#y + x - k]) x++;
    return x;
  }

  #backtrack(end: { readonly x: number; readonly y: number; readonly changes: number }): LineChange['kind'][] {
    const steps: LineChange['kind'][] = [];
    let { x, y } = end;
    for (let changes = end.changes; changes >= 0; changes--) {
      const furthest = this.#history[changes] ?? new Int32Array();
      const zero = changes + 1;
      const k = x - y;
      const isFromAbove = comesFromAbove(furthest, zero, k, changes);
      const previousX = changes === 0 ? 0 : (furthest[zero + (isFromAbove ? k + 1 : k - 1)] ?? 0);
      const previousY = changes === 0 ? 0 : previousX - (isFromAbove ? k + 1 : k - 1);
      for (; x > previousX && y > previousY; x--, y--) steps.push('same');
      if (changes > 0) steps.push(isFromAbove ? 'added' : 'removed');
      [x, y] = [previousX, previousY];
    }
    return steps.reverse();
  }
}

/** Whether the furthest way to a diagonal comes by an added line (from the diagonal above), not by a removed one. */
function comesFromAbove(furthest: Int32Array, zero: number, k: number, changes: number): boolean {
  return k === -changes || (k !== changes && (furthest[zero + k - 1] ?? 0) < (furthest[zero + k + 1] ?? 0));
}
