import type { JsonPatchOperation } from '@instancetype/conflict';
import type { ManifestDocument } from '../manifest/document.ts';
import { applyPatch } from '../manifest/edit.ts';
import { isSmall } from './is-small.ts';

/** A document's text after a patch. Undefined where the patch does not fit, where it would not leave everything else as it is,
 * and where it writes more than a person would.
 * @param document the document
 * @param operations on the document's value */
export function patchedText(document: ManifestDocument, operations: readonly JsonPatchOperation[]): string | undefined {
  if (!operations.every((operation) => operation.op === 'remove' || isSmall(operation.value))) return undefined;
  try {
    const edited = applyPatch(document, operations);
    return edited.ok && edited.value.kept ? edited.value.text : undefined;
  } catch (error) {
    // a document that cannot be edited in place is printed, and may be longer than a string with its aliases followed
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
