import { displayPath, pointerOf, type Segment, segmentsOf } from '@instancetype/conflict';

/** A field as a user names it: the whole path, or its last part. */
export interface FieldName {
  readonly text: string;
  /** Keys, indexes and names of list elements, in order. */
  readonly parts: readonly string[];
}

/** A place that a field's name may mean. */
export interface FieldPlace {
  readonly segments: readonly Segment[];
  /** By the number of a list's element among the segments: the name of that element. */
  readonly names?: ReadonlyMap<number, string> | undefined;
}

const PART = /\[([^\]]*)\]|([^.[\]]+)/g;
const QUOTED = /^(["'])(.*)\1$/;
// no field has a longer name
const MAX_LENGTH = 1000;

/** Reads a field's name: `spec.template.spec.domain.cpu.sockets`, `cpu.sockets`, `disks[0].disk.bus`, `disks[root].disk.bus`,
 * `annotations["a.b/c"]`, or a JSON pointer. Dots before it mean nothing.
 * @param text as the user wrote it; one that is too long has no parts */
export function parseFieldName(text: string): FieldName {
  if (text.length > MAX_LENGTH) return { text, parts: [] };
  if (text.startsWith('/')) return { text, parts: segmentsOf(text).flatMap(partsOf) };
  const parts: string[] = [];
  for (const [, bracketed, plain] of text.matchAll(PART)) {
    const key = plain ?? bracketed?.trim() ?? '';
    parts.push(...partsOf(QUOTED.exec(key)?.[2] ?? key));
  }
  return { text, parts };
}

/** A key with dots counts as several parts, so that it need not be quoted. */
function partsOf(key: string): string[] {
  return key.split('.').filter((part) => part !== '' && part !== '…');
}

/** The places that a name means: those whose path it is; else those whose path ends with it, letter case regarded or, where
 * that gives none, not. The index or name of a list's element may be left out.
 * @param name what is looked for
 * @param places where */
export function placesNamed<T extends FieldPlace>({ parts }: FieldName, places: readonly T[]): T[] {
  if (parts.length === 0) return [];
  const matches = matching(parts, places, (part) => part);
  return matches.length > 0 ? matches : matching(parts.map(lower), places, lower);
}

function lower(text: string): string {
  return text.toLowerCase();
}

function matching<T extends FieldPlace>(parts: readonly string[], places: readonly T[], fold: (part: string) => string): T[] {
  const whole: T[] = [];
  const ends: T[] = [];
  for (const place of places) {
    const rest = restOf(parts, place, fold);
    if (rest === 0) whole.push(place);
    else if (rest !== undefined) ends.push(place);
  }
  return whole.length > 0 ? whole : ends;
}

/** How many parts of a place's path stand before the given ones; undefined where the path does not end with them. */
function restOf(parts: readonly string[], { segments, names }: FieldPlace, fold: (part: string) => string): number | undefined {
  let left = parts.length;
  for (let at = segments.length - 1; at >= 0; at--) {
    const segment = segments[at] ?? '';
    if (left === 0) return at + 1;
    if (typeof segment === 'number') {
      const isNamed = parts[left - 1] === String(segment) || parts[left - 1] === fold(names?.get(at) ?? '');
      if (isNamed) left--;
      // the elements of a list are not the list
      else if (at === segments.length - 1) return undefined;
      continue;
    }
    const keys = partsOf(fold(segment)).reverse();
    if (keys.some((key, index) => index < left && key !== parts[left - 1 - index])) return undefined;
    left = Math.max(0, left - keys.length);
  }
  return left === 0 ? 0 : undefined;
}

/** A path without the numbers of lists' elements: the same for the same field of several elements.
 * @param place a place */
export function shapeOf({ segments }: FieldPlace): string {
  return displayPath(pointerOf(segments.filter((segment) => typeof segment === 'string')));
}
