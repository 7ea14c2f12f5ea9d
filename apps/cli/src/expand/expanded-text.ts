import type { Diagnostic } from '@instancetype/conflict';
import { commentedText } from '../explain/comments.ts';
import { originsOf } from '../explain/fields.ts';
import { parseDocument } from '../manifest/documents.ts';
import { rewrite } from '../manifest/edit.ts';
import { printDocument } from '../manifest/print.ts';
import { expandedVms, type ExpandedDocument } from './expand-document.ts';

/** How to write an expanded document. */
export interface TextOptions {
  /** `kept`: YAML stays YAML, and JSON stays JSON. */
  readonly format: 'kept' | 'yaml';
  /** Comments that say where the fields come from: at all of them, or at those only that are not the author's. */
  readonly comments?: 'all' | 'new' | undefined;
}

/** An expanded document as text. */
export interface ExpandedText {
  readonly text: string;
  /** What the reader should know about the text. */
  readonly note?: Diagnostic | undefined;
}

const PRINTED_ANEW: Diagnostic = {
  code: 'printed-anew',
  severity: 'info',
  message: 'this document is printed anew, without its comments: what changes stands at an anchor, an alias or a merge key, which are not edited in place, or the document is too large for it',
};

/** Writes a document with its VMs expanded: its author's text, changed where its values are.
 * @param expanded a document that is not left out
 * @param options how */
export function expandedText(expanded: ExpandedDocument, { format, comments }: TextOptions): ExpandedText {
  const { document, value, origins } = expanded;
  if (format === 'yaml' && document.format === 'json') return { text: withComments(expanded, printDocument(value), comments) };
  const { text, kept } = rewrite(document, value, origins);
  return { text: withComments(expanded, text, comments), note: kept ? undefined : PRINTED_ANEW };
}

function withComments(expanded: ExpandedDocument, text: string, comments: TextOptions['comments']): string {
  const document = comments === undefined ? undefined : parseDocument(text);
  if (document?.kind !== 'document' || comments === undefined) return text;
  const objects = [...expandedVms(expanded)].map(({ before, after, trace, pointer }) => ({ pointer, fields: originsOf(before, after, trace) }));
  return commentedText(document, objects, comments);
}
