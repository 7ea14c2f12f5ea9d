// How the tours print.
import { stripVTControlCharacters, styleText } from 'node:util';

export const width = Math.min(process.stdout.columns ?? 100, 100);
export const isColored = process.stdout.hasColors?.() === true && !process.env.NO_COLOR;

/** A text in a style, where colors are shown. */
export function paint(style, text) {
  return isColored ? styleText(style, text, { validateStream: false }) : text;
}

export function print(text) {
  console.log(text);
}

/** Says what comes next. */
export function step(text) {
  print(`\n${wrapped(text, '').map((line) => paint('bold', line)).join('\n')}`);
}

/** A line as lines that fit, broken between words; words inside of a line keep their colors. */
export function wrapped(line, indent) {
  const lines = [];
  let current;
  for (const word of line.split(' ')) {
    const longer = current === undefined ? word : `${current} ${word}`;
    if (current === undefined || stripVTControlCharacters(longer).length <= width) {
      current = longer;
    } else {
      lines.push(current);
      current = indent + word;
    }
  }
  return [...lines, current ?? ''];
}
