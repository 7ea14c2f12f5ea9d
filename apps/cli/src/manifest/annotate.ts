import { segmentsOf } from '@instancetype/conflict';
import { sameJson } from '@instancetype/draft';
import type { ManifestDocument } from './document.ts';
import { parseDocument } from './documents.ts';
import { escapeText } from './escape.ts';
import { nextLine } from './lines.ts';
import { type Spot, findSpot } from './position.ts';
import { type Splice, applySplices } from './splice.ts';

// comments start in one column, but for lines that are longer than this
const MAX_COLUMN = 60;

/** A document's text with a comment at the end of the line of each value that is named: of a scalar, or of the key of an
 * object or a list. Comments of one line are joined with `; `. A value that is absent gets none, and JSON has no comments:
 * it comes back as it is.
 * @param document a document
 * @param comments by JSON pointer, each one line */
export function annotate(document: ManifestDocument, comments: ReadonlyMap<string, string>): string {
  if (document.format === 'json') return document.text;
  const { text } = document;
  const byLine = new Map<number, string[]>();
  for (const [pointer, comment] of comments) {
    const { spot, exact } = findSpot(document.tree(), segmentsOf(pointer));
    const end = exact ? lineEndOf(text, spot) : undefined;
    if (end === undefined) continue;
    byLine.set(end, [...(byLine.get(end) ?? []), escapeText(comment, 1024)]);
  }
  const annotated = applySplices(text, splicesOf(text, byLine));
  const read = parseDocument(annotated);
  // a comment must never change what the document says
  return read.kind === 'document' && sameJson(read.value, document.value) ? annotated : text;
}

/** The offset of the end of the line that a comment may stand on. */
function lineEndOf(text: string, { node, keyEnd }: Spot): number {
  const isScalar = node.kind === 'scalar' || node.kind === 'alias';
  // a block scalar takes a comment after its `|`; any other text of several lines after its end
  const at = isScalar ? (node.kind === 'scalar' && node.style === 'block' ? node.start : node.end) : (keyEnd ?? node.start);
  const next = nextLine(text, at);
  if (text[next - 1] !== '\n') return next;
  return text[next - 2] === '\r' ? next - 2 : next - 1;
}

function splicesOf(text: string, byLine: ReadonlyMap<number, readonly string[]>): Splice[] {
  const lines = [...byLine].map(([end, comments]) => ({ end, comments, width: widthAt(text, end) }));
  // not by Math.max(...): that takes only so many arguments
  const column = lines.reduce((most, { width }) => (width <= MAX_COLUMN ? Math.max(most, width) : most), 0);
  return lines.map(({ end, comments, width }) => {
    const content = text.slice(end - width, end);
    const padding = ' '.repeat(Math.max(column - width, 0) + (/\s$/.test(content) ? 0 : 1));
    return { start: end, end, text: `${padding}# ${comments.join('; ')}` };
  });
}

function widthAt(text: string, end: number): number {
  return end - (text.lastIndexOf('\n', end - 1) + 1);
}
