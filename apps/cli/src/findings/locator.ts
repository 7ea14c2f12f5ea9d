import { segmentsOf } from '@instancetype/conflict';
import type { ManifestDocument } from '../manifest/document.ts';
import type { Place } from '../manifest/place.ts';
import { findSpot, type Spot } from '../manifest/position.ts';
import type { Excerpt } from './finding.ts';

const EXCERPT_WIDTH = 160;
const BEFORE_PLACE = 60;

/** Finds places in one document. It counts the document's lines once, so that a List of thousands of objects, each with a
 * finding, takes linear time. */
export class Locator {
  readonly #document: ManifestDocument;
  #lineStarts: readonly number[] | undefined;

  /** @param document the document */
  constructor(document: ManifestDocument) {
    this.#document = document;
  }

  /** The place that a JSON pointer names, or that of the nearest ancestor where there is nothing.
   * @param pointer into the document's value
   * @param part `key` where a member's name is meant rather than its value */
  place(pointer: string, part: 'value' | 'key' = 'value'): Place {
    const { spot } = findSpot(this.#document.tree(), segmentsOf(pointer));
    return this.span(...offsetsOf(spot, part));
  }

  /** The place of a part of the document's text.
   * @param start offset of the first character
   * @param end offset after the last one */
  span(start: number, end: number): Place {
    const from = this.#position(start);
    const to = this.#position(end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** The line of a place, cut around it.
   * @param place a place in this document */
  excerpt(place: Place): Excerpt {
    const { origin, text } = this.#document;
    const index = place.line - origin.line;
    const start = this.#lines()[index] ?? 0;
    const next = this.#lines()[index + 1] ?? text.length + 1;
    const line = text.slice(start, next - 1);
    const from = Math.max(0, place.column - (index === 0 ? origin.column : 1));
    const to = place.endLine === place.line ? from + place.endColumn - place.column : line.length;
    const cut = from > EXCERPT_WIDTH - BEFORE_PLACE ? from - BEFORE_PLACE : 0;
    const shown = line.slice(cut, cut + EXCERPT_WIDTH).trimEnd();
    return { line: place.line, text: printable(shown), start: from - cut, end: Math.max(Math.min(to - cut, shown.length), from - cut + 1) };
  }

  #position(offset: number): { readonly line: number; readonly column: number } {
    const { origin } = this.#document;
    const lines = this.#lines();
    let [low, high] = [0, lines.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lines[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (lines[low] ?? 0);
    return { line: origin.line + low, column: column + (low === 0 ? origin.column : 1) };
  }

  #lines(): readonly number[] {
    this.#lineStarts ??= lineStarts(this.#document.text);
    return this.#lineStarts;
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A scalar's own place; the key of an object or a list; the start of one without a key. */
function offsetsOf({ node, keyStart, keyEnd }: Spot, part: 'value' | 'key'): [number, number] {
  const isCollection = node.kind === 'map' || node.kind === 'list';
  if (keyStart !== undefined && keyEnd !== undefined && (part === 'key' || isCollection || node.start === node.end)) return [keyStart, keyEnd];
  return [node.start, isCollection ? node.start : node.end];
}

/** As it is but for what a terminal would obey; the number of characters stays. */
function printable(text: string): string {
  return text.replaceAll('\t', ' ').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Cs}/gu, (character) => '·'.repeat(character.length));
}
