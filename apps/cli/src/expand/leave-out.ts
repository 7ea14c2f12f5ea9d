import type { ManifestDocument } from '../manifest/document.ts';
import { lineStart, nextLine } from '../manifest/lines.ts';

/** The part of a file's text that goes where a document is left out: the document and one of the `---` lines around it.
 * @param text the file's text
 * @param document one of its documents
 * @param from where the text begins that is still there */
export function partOf(text: string, { start, end, format }: Pick<ManifestDocument, 'start' | 'end' | 'format'>, from: number): { readonly start: number; readonly end: number } {
  // JSON documents need no `---` between them: the line may belong to another one
  if (format === 'json') return { start, end };
  const separator = start === 0 ? 0 : lineStart(text, start - 1);
  if (start > from && text.startsWith('---', separator)) return { start: separator, end };
  return { start, end: text.startsWith('---', end) ? nextLine(text, end) : end };
}
