import { FILE_START, type Origin, type Place, advance, placeOf } from './place.ts';

/** One document's text inside a file: what stands between two `---` lines. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
  /** Where it starts. */
  readonly origin: Origin;
  /** The place of what follows `---` on its line, where that is more than a comment. */
  readonly separatorFault?: Place | undefined;
}

/** Splits a file as kubectl does: a line that starts with `---` ends a document, whatever it is part of. JSON cannot hold
 * such a line, so this holds for JSON files too.
 * @param text the file's text, a byte order mark allowed */
export function* splitDocuments(text: string): Generator<Chunk> {
  let start = text.startsWith('\ufeff') ? 1 : 0;
  let origin: Origin = FILE_START;
  let separatorFault: Place | undefined;
  for (let separator = separatorFrom(text, start); separator !== -1; separator = separatorFrom(text, start)) {
    if (separator > start || separatorFault) yield { start, end: separator, origin, separatorFault };
    const lineEnd = text.indexOf('\n', separator);
    const next = lineEnd === -1 ? text.length : lineEnd + 1;
    const separatorOrigin = advance(text, origin, start, separator);
    separatorFault = faultIn(text, separatorOrigin, separator, next);
    origin = advance(text, separatorOrigin, separator, next);
    start = next;
  }
  if (start < text.length || separatorFault) yield { start, end: text.length, origin, separatorFault };
}

/** @param lineStart where a line starts */
function separatorFrom(text: string, lineStart: number): number {
  if (text.startsWith('---', lineStart)) return lineStart;
  const newline = text.indexOf('\n---', lineStart);
  return newline === -1 ? -1 : newline + 1;
}

function faultIn(text: string, origin: Origin, start: number, end: number): Place | undefined {
  const rest = text.slice(start + 3, end);
  const content = rest.search(/\S/);
  if (content === -1 || rest[content] === '#') return undefined;
  const line = text.slice(start, end);
  return placeOf(line, origin, 3 + content, line.trimEnd().length);
}
