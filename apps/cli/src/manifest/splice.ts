/** A change to a text: what stands from `start` to `end` becomes `text`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What this editor does not do in place: the document is then printed anew. */
export class NotEditable extends Error {}

/** Carries out changes that do not overlap; those at one place in the order in which they are given.
 * @param text the text
 * @param splices the changes, in any order */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const ordered = splices.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const { start, end, text: inserted } of ordered) {
    if (start < at) throw new NotEditable('two changes meet');
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}
