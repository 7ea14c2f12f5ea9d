import { pointerOf, type Segment, valueAt } from '@instancetype/conflict';
import { provenanceOf, sameJson, type Trace, type TraceEntry } from '@instancetype/draft';

/** Where one field of an expanded VM comes from. */
export interface FieldOrigin {
  /** JSON pointer into the expanded VM. */
  readonly pointer: string;
  /** Undefined for a field that is not there, and for which a value was preferred in vain. */
  readonly value: unknown;
  /** What wrote it; undefined where it is the author's own. */
  readonly writer?: TraceEntry | undefined;
  /** The author's own value that was overwritten; undefined where there was none. */
  readonly replaced?: unknown;
  /** What was written in between, and is gone again: a matcher that was inferred. */
  readonly inferred?: TraceEntry | undefined;
  /** What took it away because it could not be inferred, and its failure policy ignores that. */
  readonly ignored?: TraceEntry | undefined;
  /** The preferred values that were not taken, in order. */
  readonly kept: readonly TraceEntry[];
}

/** Where the fields of an expanded VM come from: scalars and empty collections, in the order in which they stand, and before
 * their members the collections for which another value was preferred in vain. At the end what is not there although it was
 * preferred, because the VM decides otherwise, and the matchers that were inferred, or could not be.
 * @param before the VM as its author wrote it
 * @param after the expanded VM
 * @param trace what `expand` recorded */
export function originsOf(before: unknown, after: unknown, trace: Trace): FieldOrigin[] {
  const { writerOf, keptAt } = provenanceOf(trace);
  const origins: FieldOrigin[] = [];
  for (const { segments, value } of placesOf(after)) {
    const pointer = pointerOf(segments);
    const kept = keptAt(pointer);
    if (isFilled(value) && kept.length === 0) continue;
    const writer = writerOf(pointer);
    const own = writer === undefined ? undefined : valueAt(before, pointer);
    origins.push({ pointer, value, writer, replaced: sameJson(own, value) ? undefined : own, kept });
  }
  const absent = new Set(trace.filter(({ action, path }) => action === 'keep' && valueAt(after, path) === undefined).map(({ path }) => path));
  for (const pointer of absent) origins.push({ pointer, value: undefined, kept: keptAt(pointer) });
  for (const inferred of passingWrites(after, trace)) origins.push({ pointer: inferred.path, value: undefined, inferred, kept: [] });
  for (const ignored of trace.filter(({ rule }) => rule === 'ignore-failed-inference')) origins.push({ pointer: ignored.path, value: undefined, ignored, kept: [] });
  return origins;
}

/** What was written and is not there any more: the matchers that were inferred, once they are applied. */
export function passingWrites(after: unknown, trace: Trace): readonly TraceEntry[] {
  return trace.filter(({ action, path }) => action === 'set' && valueAt(after, path) === undefined);
}

/** A place in a value. */
export interface PlaceInValue {
  readonly segments: readonly Segment[];
  readonly value: unknown;
}

/** All places of a value but the root, each object and list before its members.
 * @param value plain JSON, no deeper than manifests may be */
export function* placesOf(value: unknown, segments: readonly Segment[] = []): Generator<PlaceInValue> {
  if (segments.length > 0) yield { segments, value };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* placesOf(item, [...segments, index]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) if (member !== undefined) yield* placesOf(member, [...segments, key]);
  }
}

/** Whether a value is an object or a list that holds something.
 * @param value plain JSON */
export function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).some((member) => member !== undefined);
}

/** What expanding removed, with its value before, in order.
 * @param before the VM as its author wrote it
 * @param trace what `expand` recorded */
export function removedFields(before: unknown, trace: Trace): { readonly entry: TraceEntry; readonly value: unknown }[] {
  return trace.filter((entry) => entry.action === 'remove').map((entry) => ({ entry, value: valueAt(before, entry.path) }));
}
