/** A step into an object (its key) or a list (its index). */
export type Segment = string | number;

/** One segment, escaped as RFC 6901 asks.
 * @param segment a key or an index */
export function escapeSegment(segment: Segment): string {
  if (typeof segment === 'number') return String(segment);
  return segment.includes('~') || segment.includes('/') ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;
}

/** The JSON pointer (RFC 6901) of a path; the empty path gives `""`, the whole document.
 * @param segments keys and indexes from the root */
export function pointerOf(segments: readonly Segment[]): string {
  let pointer = '';
  for (const segment of segments) pointer += `/${escapeSegment(segment)}`;
  return pointer;
}

/** The segments of a JSON pointer, list indexes as text.
 * @param pointer `""` or text that starts with `/` */
export function segmentsOf(pointer: string): string[] {
  if (pointer === '') return [];
  const segments = pointer.slice(1).split('/');
  return pointer.includes('~') ? segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~')) : segments;
}

/** What a pointer names in a document; undefined where there is nothing.
 * @param document plain JSON
 * @param pointer a JSON pointer */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const segment of segmentsOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

/** A path as a person writes it: `spec.template.spec.volumes[0].name`; names that need it stand in brackets and quotes.
 * @param pointer a JSON pointer */
export function displayPath(pointer: string): string {
  let text = '';
  for (const segment of segmentsOf(pointer)) {
    if (/^\d+$/.test(segment)) text += `[${segment}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(segment)) text += text === '' ? segment : `.${segment}`;
    else text += `[${JSON.stringify(segment)}]`;
  }
  return text;
}
