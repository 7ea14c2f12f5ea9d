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
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const differs = a[row - 1] === b[column - 1] ? 0 : 1;
      let errors = Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + differs);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) errors = Math.min(errors, (beforeLast[column - 2] ?? 0) + 1);
      line.push(errors);
    }
    [beforeLast, last] = [last, line];
  }
  return last[b.length] ?? 0;
}
