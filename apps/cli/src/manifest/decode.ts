import { isUtf8 } from 'node:buffer';
import { type InputFault, inputFault } from './fault.ts';
import { FILE_START, placeOf } from './place.ts';

/** A file's text. */
export interface SourceText {
  readonly kind: 'text';
  /** The file's name as the user gave it. */
  readonly name: string;
  /** A byte order mark and the line ends are kept. */
  readonly text: string;
}

/** The text of a file's bytes, or a fault where they are no UTF-8 text.
 * @param name the file's name
 * @param bytes what it holds */
export function decodeText(name: string, bytes: Uint8Array): SourceText | InputFault {
  if (startsLikeUtf16(bytes)) return inputFault(name, 'input-not-text', 'the file is UTF-16 text: save it as UTF-8');
  if (!isUtf8(bytes)) return notUtf8(name, bytes);
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const zero = text.indexOf('\0');
  if (zero === -1) return { kind: 'text', name, text };
  return inputFault(name, 'input-not-text', 'not a text file: it holds a zero byte', placeOf(text, FILE_START, zero));
}

function startsLikeUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Names the first line that is no UTF-8; a line feed is never a part of another character. */
function notUtf8(name: string, bytes: Uint8Array): InputFault {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1 && isUtf8(bytes.subarray(start, end)); end = bytes.indexOf(0x0a, start)) {
    start = end + 1;
    line++;
  }
  return inputFault(name, 'input-not-text', 'not a text file: the line is not UTF-8', { line, column: 1, endLine: line, endColumn: 1 });
}
