import { escapeSegment } from '@instancetype/conflict';
import type { Key } from './container.ts';

const SLASH = 0x2f;
const TILDE = 0x7e;

/** The JSON pointer of a member.
 * @param parent the pointer of what has the member
 * @param key the member's name, or the element's index */
export function pointerTo(parent: string, key: Key): string {
  if (typeof key === 'number') return `${parent}/${key}`;
  return `${parent}/${isPlain(key) ? key : escapeSegment(key)}`;
}

/** Whether a name stands in a pointer as it is. Nearly all do, and a trace has many. */
function isPlain(name: string): boolean {
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code === SLASH || code === TILDE) return false;
  }
  return true;
}
