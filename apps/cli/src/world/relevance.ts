import { splitDocuments } from '../manifest/split.ts';
import { isKeptKind } from './kept-kind.ts';

const FIRST_LINE = /^(?:[ \t]*(?:#.*)?\r?\n)*([A-Za-z])/;
const TOP_KIND = /^(?=[^ \t#\n]).*kind.*$/gm;
const PLAIN_KIND = /^kind: ([A-Za-z]+)[ \t]*(?:#.*)?\r?$/;

/** Whether a file may hold an object that others refer to. Reading YAML is slow, and most files of a long input hold VMs only:
 * those that plainly say so are not read twice. What is not plain counts as "maybe".
 * @param text the file's text */
export function mayBeReferredTo(text: string): boolean {
  for (const { start, end } of splitDocuments(text)) {
    if (!isPlainlyOther(text.slice(start, end))) return true;
  }
  return false;
}

/** A block map at the first column, whose only key at that column with "kind" in it names a kind that is of no interest. A
 * merge key may name another kind. */
function isPlainlyOther(document: string): boolean {
  if (document.trim() === '') return true;
  if (!FIRST_LINE.test(document) || document.includes('<<')) return false;
  const lines = document.match(TOP_KIND) ?? [];
  const kind = PLAIN_KIND.exec(lines[0] ?? '')?.[1];
  return lines.length === 1 && kind !== undefined && !isKeptKind(kind) && !kind.endsWith('List');
}
