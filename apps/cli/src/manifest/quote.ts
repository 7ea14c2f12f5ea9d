import { resolvePlain } from './scalar.ts';

// Texts that our reader takes as they are but that others take for a number, a date or a time.
const AMBIGUOUS = /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?|[-+]?[\d_]*\.[\d_]*|=|<<|\.\.\.|---.*)$/;
const PRINTABLE = /^[\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;
const LITERAL_LINE = /^[\u0009\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;
const INDICATOR_FIRST = /^(?:[?:,[\]{}#&*!|>'"%@`]|-(?:\s|$))/;
const INDICATOR_INSIDE = /: | #|:$/;
const FLOW_INDICATOR = /[,[\]{}]/;
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A string as YAML on one line: as it is where it then reads back as the same string, else in double quotes.
 * @param text any text
 * @param isFlow whether it stands inside `[]` or `{}` */
export function yamlString(text: string, isFlow: boolean = false): string {
  return isPlain(text, isFlow) ? text : quoted(text);
}

function isPlain(text: string, isFlow: boolean): boolean {
  if (resolvePlain(text) !== text || AMBIGUOUS.test(text)) return false;
  if (INDICATOR_FIRST.test(text) || INDICATOR_INSIDE.test(text) || (isFlow && FLOW_INDICATOR.test(text))) return false;
  return text.trim() === text && PRINTABLE.test(text);
}

/** A string in double quotes, with escapes that YAML and JSON share.
 * @param text any text */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A text of several lines as the header and the lines of a literal block (`|`), or undefined where quotes are needed.
 * @param text any text */
export function literalBlock(text: string): { readonly header: string; readonly lines: readonly string[] } | undefined {
  if (!text.includes('\n')) return undefined;
  const lines = text.split('\n');
  const first = lines[0] ?? '';
  // a block that starts with white space, or with an empty line, would need an indentation indicator
  if (first === '' || first.trimStart() !== first || !lines.every((line) => LITERAL_LINE.test(line))) return undefined;
  if (lines.at(-1) !== '') return { header: '|-', lines };
  lines.pop();
  // `|+` would make the blank lines that follow a part of the text
  return lines.at(-1) === '' ? undefined : { header: '|', lines };
}
