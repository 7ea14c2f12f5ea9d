import type { ManifestDocument } from './document.ts';
import { applySplices } from './splice.ts';

/** A document with the text that is to stand in its place. */
export interface DocumentChange {
  readonly document: Pick<ManifestDocument, 'start' | 'end'>;
  readonly text: string;
}

/** A file's text with other texts for some of its documents; all the rest stays byte for byte.
 * @param text the file's text, as it was read
 * @param changes each document at most once */
export function replaceDocuments(text: string, changes: readonly DocumentChange[]): string {
  return applySplices(text, changes.map(({ document, text: changed }) => ({ start: document.start, end: document.end, text: changed })));
}
