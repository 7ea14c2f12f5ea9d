import { nearestWord, type Segment } from '@instancetype/conflict';
import { type FieldName, type FieldPlace, placesNamed, shapeOf } from './field-name.ts';
import { placesOf } from './fields.ts';
import { schemaPlaces } from './schema-places.ts';

/** A place of a VM. */
export interface ValuePlace extends FieldPlace {
  readonly value: unknown;
}

/** What a field's name means in a VM. */
export type FieldAnswer =
  /** One field; of several elements of a list each. */
  | { readonly kind: 'set'; readonly places: readonly ValuePlace[] }
  /** The expanded VM does not have it any more. */
  | { readonly kind: 'removed'; readonly places: readonly ValuePlace[] }
  /** A field that a VM may have, and this one has not. */
  | { readonly kind: 'unset'; readonly segments: readonly Segment[] }
  /** Several fields; their paths. */
  | { readonly kind: 'ambiguous'; readonly paths: readonly string[] }
  /** No field; the paths of those that may have been meant, possibly none. */
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

/** Finds what a field's name means.
 * @param name what the user wrote
 * @param before the VM as its author wrote it
 * @param after the expanded VM */
export function findField(name: FieldName, before: unknown, after: unknown): FieldAnswer {
  return findIn(name, after, 'set') ?? findIn(name, before, 'removed') ?? findInSchema(name) ?? { kind: 'unknown', nearest: nearestPaths(name, after) };
}

function findIn(name: FieldName, vm: unknown, kind: 'set' | 'removed'): FieldAnswer | undefined {
  const places = placesNamed(name, namedPlaces(vm));
  if (places.length === 0) return undefined;
  const paths = shapesOf(places);
  return paths.length === 1 ? { kind, places } : { kind: 'ambiguous', paths };
}

function findInSchema(name: FieldName): FieldAnswer | undefined {
  const places = placesNamed(withoutIndexes(name), schemaPlaces());
  const paths = shapesOf(places);
  const [first] = places;
  if (!first) return undefined;
  return paths.length === 1 ? { kind: 'unset', segments: first.segments } : { kind: 'ambiguous', paths };
}

/** The places of a VM, with the names of lists' elements. */
function namedPlaces(vm: unknown): ValuePlace[] {
  const nameAt = new Map<string, string>();
  const places: ValuePlace[] = [];
  for (const { segments, value } of placesOf(vm)) {
    if (typeof segments.at(-1) === 'number' && hasName(value)) nameAt.set(JSON.stringify(segments), value.name);
    const names = new Map<number, string>();
    for (const [at, segment] of segments.entries()) {
      const name = typeof segment === 'number' ? nameAt.get(JSON.stringify(segments.slice(0, at + 1))) : undefined;
      if (name !== undefined) names.set(at, name);
    }
    places.push({ segments, value, names });
  }
  return places;
}

function hasName(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'name') && typeof (value as { name: unknown }).name === 'string';
}

function withoutIndexes({ text, parts }: FieldName): FieldName {
  return { text, parts: parts.filter((part) => !/^\d+$/.test(part)) };
}

function shapesOf(places: readonly FieldPlace[]): string[] {
  return [...new Set(places.map(shapeOf))];
}

const MAX_NEAREST = 5;

/** The paths that a mistyped name most likely means: each part corrected, else only the last one. */
function nearestPaths(name: FieldName, vm: unknown): string[] {
  const places = [...schemaPlaces(), ...namedPlaces(vm)];
  const words = new Set(places.flatMap(({ segments }) => segments.filter((segment) => typeof segment === 'string')));
  const parts = withoutIndexes(name).parts.map((part) => (words.has(part) ? part : (nearestWord(part, words) ?? part)));
  const whole = shapesOf(placesNamed({ text: name.text, parts }, places));
  const nearest = whole.length > 0 ? whole : shapesOf(placesNamed({ text: name.text, parts: parts.slice(-1) }, places));
  return nearest.slice(0, MAX_NEAREST);
}
