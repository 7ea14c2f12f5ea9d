import { escapeSegment } from '@instancetype/conflict';
import type { Key } from './container.ts';

// Rules write the same few members in every object, and looking one up takes a quarter of the time of escaping it. A user's
// keys pass here too: hence the bounds.
const escaped = /* @__PURE__ */ new Map<string, string>();
const MOST = 500;
const LONGEST = 50;

/** A key as it stands in a JSON pointer.
 * @param key a member's name, or an element's index */
export function segmentOf(key: Key): string {
  return (typeof key === 'string' && escaped.get(key)) || escape(key);
}

function escape(key: Key): string {
  const segment = escapeSegment(key);
  if (typeof key === 'string' && key.length <= LONGEST && escaped.size < MOST) escaped.set(key, segment);
  return segment;
}
