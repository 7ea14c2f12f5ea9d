import { padTo, widthOf } from './width.ts';

/** Words as lines of at most so many columns; a word that is longer stands alone.
 * @param words in order
 * @param width 1 or more
 * @param separator what stands between two words on a line */
export function wrapWords(words: readonly string[], width: number, separator: string = ' '): string[] {
  const lines: string[] = [];
  const ending = separator.trimEnd();
  let line: string | undefined;
  for (const word of words) {
    const longer = line === undefined ? word : line + separator + word;
    if (line !== undefined && widthOf(longer + ending) > width) {
      lines.push(line + ending);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === undefined ? lines : [...lines, line];
}

/** `Title:   text`, as kubectl describe prints it: titles padded, further lines below the first one's text.
 * @param entries titles with their lines; one without lines is left out
 * @returns lines with line ends */
export function printEntries(entries: readonly (readonly [title: string, lines: readonly string[]])[]): string {
  const filled = entries.filter(([, lines]) => lines.length > 0);
  const width = Math.max(0, ...filled.map(([title]) => widthOf(title) + 1)) + 2;
  return filled.flatMap(([title, lines]) => lines.map((line, index) => `${padTo(index === 0 ? `${title}:` : '', width)}${line}\n`)).join('');
}
