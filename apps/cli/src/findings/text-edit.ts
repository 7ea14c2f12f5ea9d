import type { JsonPatchOperation } from '@instancetype/conflict';
import type { ManifestDocument } from '../manifest/document.ts';
import type { TextEdit } from './finding.ts';
import type { Locator } from './locator.ts';
import { patchedText } from './patched-text.ts';

/** What a patch does to a document's text, as one replacement. Undefined where the patch does not fit, or would not leave
 * everything else as it is.
 * @param document the document
 * @param operations on the document's value
 * @param locator of the same document */
export function textEdit(document: ManifestDocument, operations: readonly JsonPatchOperation[], locator: Locator): TextEdit | undefined {
  const before = document.text;
  const after = patchedText(document, operations);
  if (after === undefined) return undefined;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { ...locator.span(head, before.length - tail), text: after.slice(head, after.length - tail) };
}
