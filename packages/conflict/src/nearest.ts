const MAX_LENGTH = 64;

/** The candidate that a mistyped word most likely means, or undefined where none is near: the same but for letter case, or
 * at most two typing errors (one in words of up to four letters) away. Long words are not compared, so the work is bounded.
 * @param word as written
 * @param candidates the words that are known */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestErrors = word.length <= 4 ? 2 : 3;
  for (const candidate of candidates) {
    if (candidate.length > MAX_LENGTH) continue;
    const other = candidate.toLowerCase();
    if (other === lower) return candidate;
    if (Math.abs(candidate.length - word.length) >= bestErrors) continue;
    const errors = typingErrors(lower, other);
    if (errors < bestErrors) [best, bestErrors] = [candidate, errors];
  }
  return best;
}

/** How many letters must be added, dropped, changed or swapped with their neighbour to make one word of the other.
 * @param a at most some dozens of characters
 * @param b the same */
export function typingErrors(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = isSwap(a, b, row, column) ? at(beforeLast, column - 2) + 1 : changed;
      line.push(Math.min(at(last, column) + 1, at(line, column - 1) + 1, changed, swapped));
    }
    [beforeLast, last] = [last, line];
  }
  return at(last, b.length);
}

function isSwap(a: string, b: string, row: number, column: number): boolean {
  return row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
}

function at(line: readonly number[], column: number): number {
  return line[column] ?? 0;
}
