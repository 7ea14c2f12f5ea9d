import { TextFault, tooDeep } from './fault.ts';
import { limits } from './limits.ts';

/** An object or a list at the top of a JSON text. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
  /** How many `:` stand outside strings: as many as there are members, unless a key repeats. */
  readonly colons: number;
  /** Whether a number in it may be more than a JavaScript number can hold. */
  readonly longNumbers: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LONG_NUMBER = 16;

/** The objects and lists that a text consists of, or undefined where it is something else than a row of those. It looks at
 * braces, strings and numbers only, so what is in a span may still not be JSON. Throws a TextFault for what must not be
 * given to a recursive parser.
 * @param text any text */
export function scanJson(text: string): JsonSpan[] | undefined {
  const spans: JsonSpan[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const span = new Scan(text, at).run();
    if (!span) return undefined;
    spans.push(span);
    at = skipSpace(text, span.end);
  }
  return spans.length > 0 ? spans : undefined;
}

/** The offset of the next character that is no white space of JSON. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

class Scan {
  readonly #text: string;
  readonly #start: number;
  #at: number;
  #depth = 0;
  #values = 0;
  #colons = 0;
  #longNumbers = false;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#start = start;
    this.#at = start;
  }

  run(): JsonSpan | undefined {
    for (; this.#at < this.#text.length; this.#at++) {
      if (!this.#step(this.#text.charCodeAt(this.#at))) return undefined;
      if (this.#depth === 0) return { start: this.#start, end: this.#at + 1, colons: this.#colons, longNumbers: this.#longNumbers };
    }
    return undefined;
  }

  /** @returns false where the text cannot be JSON */
  #step(code: number): boolean {
    switch (code) {
      case QUOTE:
        return this.#string();
      case 0x7b: // {
      case 0x5b: // [
        if (++this.#depth > limits.depth) throw tooDeep(this.#at);
        return this.#count();
      case 0x7d: // }
      case 0x5d: // ]
        return --this.#depth >= 0;
      case 0x2c: // ,
        return this.#count();
      case 0x3a: // :
        this.#colons++;
        return true;
      default:
        if (code === 0x2d || (code >= 0x30 && code <= 0x39)) this.#number();
        return this.#depth > 0;
    }
  }

  #count(): boolean {
    if (++this.#values > limits.jsonValues) throw new TextFault('document-too-large', this.#at, `more than ${limits.jsonValues} values in one JSON text`);
    return true;
  }

  #string(): boolean {
    if (this.#depth === 0) return false;
    let end = this.#text.indexOf('"', this.#at + 1);
    while (end !== -1 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    this.#at = end === -1 ? this.#text.length : end;
    return end !== -1;
  }

  #isEscaped(quote: number): boolean {
    let first = quote;
    while (this.#text.charCodeAt(first - 1) === BACKSLASH) first--;
    return (quote - first) % 2 === 1;
  }

  #number(): void {
    const start = this.#at;
    let exponent = false;
    for (; this.#at + 1 < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at + 1) | 0x20;
      if (code === 0x65) exponent = true;
      else if (!((code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d || code === 0x2b)) break;
    }
    if (exponent || this.#at - start >= LONG_NUMBER - 1) this.#longNumbers = true;
  }
}
