/** A place in a file, as editors count: lines and columns from 1, columns in UTF-16 code units, the end exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a text begins inside its file. */
export interface Origin {
  readonly line: number;
  readonly column: number;
}

export const FILE_START: Origin = { line: 1, column: 1 };

/** The place of a span.
 * @param text the text that the offsets count in
 * @param origin where that text begins
 * @param start offset of the first character
 * @param end offset after the last one */
export function placeOf(text: string, origin: Origin, start: number, end: number = start): Place {
  const from = advance(text, origin, 0, start);
  const to = advance(text, from, start, Math.max(start, end));
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/** Where one arrives at `to` when `origin` is the place of `from`.
 * @param text the text that the offsets count in
 * @param origin the place of `from`
 * @param from an offset
 * @param to an offset that is not before it */
export function advance(text: string, origin: Origin, from: number, to: number): Origin {
  let { line } = origin;
  let lineStart = -1;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return lineStart === -1 ? { line, column: origin.column + to - from } : { line, column: to - lineStart + 1 };
}
