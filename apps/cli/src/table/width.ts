const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60\uffe0-\uffe6]/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const ASCII = /^[\u0020-\u007e]*$/;

/** How many columns of a terminal a text takes.
 * @param text one line, safe to print */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

function widthOfCharacter(character: string): number {
  if (NONE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** A text that takes at most so many columns: what is left out is marked with `…`.
 * @param text one line, safe to print
 * @param width 1 or more
 * @param from which end is left out: the first part of a path says least, the last part of a sentence */
export function cutTo(text: string, width: number, from: 'start' | 'end'): string {
  if (widthOf(text) <= width) return text;
  const characters = [...text];
  if (from === 'start') characters.reverse();
  let left = width - 1;
  const kept: string[] = [];
  for (const character of characters) {
    left -= widthOfCharacter(character);
    if (left < 0) break;
    kept.push(character);
  }
  return from === 'start' ? `…${kept.reverse().join('')}` : `${kept.join('')}…`;
}

/** A text with spaces up to a width.
 * @param text one line, safe to print
 * @param width the columns to fill */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
