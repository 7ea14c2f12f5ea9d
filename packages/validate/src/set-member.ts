import { type JsonPatchOperation, pointerOf, type Segment } from '@instancetype/conflict';

type Container = Readonly<Record<string, unknown>>;

/** The one operation that sets a member, and with it those objects on the way to it that are missing.
 * @param document what will be patched below `base`
 * @param base JSON pointer of the document
 * @param path keys from the document to the member, none of them chosen by a user
 * @param value what to set */
export function setMember(document: unknown, base: string, path: readonly string[], value: unknown): JsonPatchOperation {
  let place: unknown = document;
  const segments: Segment[] = [];
  for (const [index, key] of path.entries()) {
    segments.push(key);
    const next: unknown = isContainer(place) ? place[key] : undefined;
    if (!isContainer(next) || index === path.length - 1) {
      const added = path.slice(index + 1).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
      return { op: 'add', path: base + pointerOf(segments), value: added };
    }
    place = next;
  }
  return { op: 'add', path: base, value };
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
