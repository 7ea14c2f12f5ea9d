import { limits } from './limits.ts';

/** Text from an input (a file name, an object's name, a parser's message) as a terminal or a log may show it: on one line,
 * with control, format and bidirectional characters escaped as `\u{...}`, and cut.
 * @param text any text
 * @param length the most characters to show, 256 by default */
export function escapeText(text: string, length: number = limits.shownText): string {
  // cut first: the rest of a huge text is never looked at; a cut pair of surrogates is escaped below
  const head = text.length > length ? `${text.slice(0, length)}…` : text;
  return head.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
