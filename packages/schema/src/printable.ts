/** Characters that a terminal or a log would act upon, beyond those that JSON escapes: controls, and the marks that
 * hide, reorder or break text. */
const UNSAFE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

const MAX_VALUE = 80;
const MAX_PATH = 200;

const escaped = (text: string): string =>
  JSON.stringify(text).replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const cut = (text: string, limit: number): string => (text.length > limit ? `${text.slice(0, limit)}...` : text);

/** A field path or a name in a message: as it is where it is harmless, escaped and cut where not.
 * @param text a path, a name */
export function printable(text: string): string {
  return escaped(cut(text, MAX_PATH)).slice(1, -1).replaceAll('\\"', '"');
}

/** A value in a message, with its kind: `the text "2"`, `the number 1.5`, `a list`.
 * @param value anything */
export function described(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return `the text ${escaped(cut(value, MAX_VALUE))}`;
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return String(value);
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}
