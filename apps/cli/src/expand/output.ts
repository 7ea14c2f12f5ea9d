import type { Diagnostic } from '@instancetype/conflict';
import type { SourceText } from '../manifest/decode.ts';
import type { ExpandedDocument } from './expand-document.ts';

/** Writes what became of an input in one format. Each method gives the next piece of the output, so that no run is held in
 * memory. */
export interface ExpandOutput {
  /** Takes the next document of the present file.
   * @returns what the user should know about it */
  document(expanded: ExpandedDocument): Diagnostic | undefined;
  /** The present file is at its end.
   * @param source its name and text
   * @param isWhole whether all of its documents could be read; if not, nothing of the file is printed */
  endFile(source: SourceText, isWhole: boolean): string;
  end(): string;
}
