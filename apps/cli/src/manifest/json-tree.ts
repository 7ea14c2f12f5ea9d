import { TextFault, tooDeep } from './fault.ts';
import { skipSpace } from './json-scan.ts';
import { limits } from './limits.ts';
import { integerValue } from './scalar.ts';
import { type ListItem, type MapEntry, type ScalarNode, type TreeNode, setMember } from './tree.ts';

/** The values of a JSON text and where they stand. It is slower than JSON.parse, which has no places: it is asked only where
 * a place, a repeated key or a long number is of interest. Throws a TextFault.
 * @param text one JSON value, white space around it */
export function jsonTree(text: string): TreeNode {
  const reader = new JsonReader(text);
  const node = reader.value(0);
  const rest = skipSpace(text, node.end);
  if (rest < text.length) throw new TextFault('json-invalid', rest, 'not valid JSON: text after the end of the value');
  return node;
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const WORDS = [['true', true], ['false', false], ['null', null]] as const;

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): TreeNode {
    const start = this.#skip();
    const first = this.#text[start];
    if (first === '{' || first === '[') {
      if (depth >= limits.depth) throw tooDeep(start);
      this.#at++;
      return first === '{' ? this.#object(start, depth) : this.#array(start, depth);
    }
    if (first === '"') return this.#scalar(start, 'quoted', this.#string());
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, start)) continue;
      this.#at += word.length;
      return this.#scalar(start, 'plain', value);
    }
    return this.#scalar(start, 'plain', this.#number());
  }

  #object(start: number, depth: number): TreeNode {
    const entries: MapEntry[] = [];
    const value: Record<string, unknown> = {};
    const keys = new Set<string>();
    for (let more = !this.#accept('}'); more; more = this.#more('}')) {
      const keyStart = this.#skip();
      const key = this.#string();
      if (keys.has(key)) throw new TextFault('duplicate-key', keyStart, `the key "${key}" stands here a second time: remove one of the two`);
      keys.add(key);
      const keyEnd = this.#at;
      if (!this.#accept(':')) throw this.#unexpected('`:`');
      const after = this.#at;
      const node = this.value(depth + 1);
      entries.push({ key, keyStart, keyEnd, after, odd: false, merge: false, node });
      setMember(value, key, node.value);
    }
    return { kind: 'map', style: 'flow', start, end: this.#at, marked: false, entries, value };
  }

  #array(start: number, depth: number): TreeNode {
    const items: ListItem[] = [];
    for (let more = !this.#accept(']'); more; more = this.#more(']')) {
      const node = this.value(depth + 1);
      items.push({ start: node.start, node });
    }
    return { kind: 'list', style: 'flow', start, end: this.#at, marked: false, items, value: items.map((item) => item.node.value) };
  }

  #more(close: '}' | ']'): boolean {
    if (this.#accept(close)) return false;
    if (!this.#accept(',')) throw this.#unexpected(`\`,\` or \`${close}\``);
    return true;
  }

  #string(): string {
    const start = this.#skip();
    if (this.#text[start] !== '"') throw this.#unexpected('a string in double quotes');
    let end = this.#text.indexOf('"', start + 1);
    while (end !== -1 && this.#backslashes(end) % 2 === 1) end = this.#text.indexOf('"', end + 1);
    if (end === -1) throw new TextFault('json-invalid', start, 'not valid JSON: the string has no end');
    this.#at = end + 1;
    try {
      return JSON.parse(this.#text.slice(start, end + 1)) as string;
    } catch {
      throw new TextFault('json-invalid', start, 'not valid JSON: the string holds a control character or an unknown escape');
    }
  }

  #backslashes(quote: number): number {
    let first = quote;
    while (this.#text[first - 1] === '\\') first--;
    return quote - first;
  }

  #number(): number | string {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text);
    if (!match) throw this.#unexpected('a value');
    const [digits, fraction, exponent] = match;
    const number = Number(digits);
    if (!Number.isFinite(number)) throw new TextFault('number-out-of-range', this.#at, 'a number that no reader can hold: put it in quotes if text is meant');
    this.#at += digits.length;
    if (fraction !== undefined || exponent !== undefined || Number.isSafeInteger(number)) return number === 0 ? 0 : number;
    // beyond 64 bits the cluster's reader rounds as JavaScript does
    const isInt64 = digits.length <= 20 && BigInt.asIntN(64, BigInt(digits)) === BigInt(digits);
    return isInt64 ? integerValue(BigInt(digits)) : number;
  }

  #scalar(start: number, style: ScalarNode['style'], value: ScalarNode['value']): TreeNode {
    return { kind: 'scalar', style, value, start, end: this.#at, marked: false };
  }

  #skip(): number {
    this.#at = skipSpace(this.#text, this.#at);
    return this.#at;
  }

  #accept(character: string): boolean {
    if (this.#text[this.#skip()] !== character) return false;
    this.#at++;
    return true;
  }

  #unexpected(wanted: string): TextFault {
    const found = this.#text[this.#at];
    return new TextFault('json-invalid', this.#at, `not valid JSON: expected ${wanted}, found ${found === undefined ? 'the end' : `\`${found}\``}`);
  }
}
