const MAX_LENGTH = 80;
const LONGEST_ERROR = 200;

/** A JSON value as a message shows it: short, on one line, with nothing in it that a terminal or a log would obey.
 * @param value plain JSON */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? '{}' : cut(`an object with ${keys.slice(0, 5).map((key) => showText(key)).join(', ')}`);
  }
  return typeof value === 'string' ? `"${showText(value)}"` : cut(String(value));
}

/** Text that comes from a manifest, for use inside a message: cut, and with control characters escaped.
 * @param text any text */
export function showText(text: string): string {
  // cut first: the rest of a huge text is never looked at
  return cut(text).replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029"\\]/gu, escapeCharacter);
}

/** What somebody else says, as a part of a message of ours: cut, on one line, with control characters escaped. Quotes stay as they are.
 * @param text any text
 * @param longest of it, in characters */
export function showLine(text: string, longest: number): string {
  return cut(text, longest).replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, escapeCharacter);
}

/** What something thrown says, as a part of a message of ours: cut, on one line.
 * @param thrown an Error, or anything else */
export function showError(thrown: unknown): string {
  return showLine(thrown instanceof Error ? thrown.message : String(thrown), LONGEST_ERROR);
}

function escapeCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

function cut(text: string, longest: number = MAX_LENGTH): string {
  if (text.length <= longest) return text;
  const head = text.slice(0, longest);
  // not in the middle of a character that takes two units
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}…`;
}
