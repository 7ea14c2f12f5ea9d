import { literalBlock, quoted, yamlString } from './quote.ts';

/** How lists and objects are indented. */
export interface YamlStyle {
  /** Columns by which an object stands to the right of its key. */
  readonly step: number;
  /** Columns by which the `-` of a list stands to the right of the list's key: 0 or more. */
  readonly listStep: number;
  /** How a text of several lines is written: as a block (the default), or quoted on one line. */
  readonly longTexts?: 'block' | 'quoted' | undefined;
}

/** kubectl's own style. */
export const KUBECTL_STYLE: YamlStyle = { step: 2, listStep: 0 };

/** What follows a `key:` or a `-`: the rest of its line, and the lines below, indented as against the key or the `-`. */
export interface Tail {
  readonly head: string;
  readonly lines: readonly string[];
}

// no manifest that was read is deeper: see limits
const MAX_DEPTH = 500;
// a longer key would have to be written as `? key`
const MAX_KEY = 1000;

/** A value that YAML text cannot be made of: it nests too deep, or a key is too long. JSON text is the way out. */
export class UnprintableError extends Error {}

/** A value as the lines of a YAML document in block style, without line ends.
 * @param value plain JSON; a member that is undefined is left out
 * @param style the indentation */
export function yamlLines(value: unknown, style: YamlStyle): string[] {
  return new YamlPrinter(style).block(value, 0);
}

/** A value as what follows its `key:`.
 * @param value plain JSON
 * @param style the indentation */
export function afterKey(value: unknown, style: YamlStyle): Tail {
  return new YamlPrinter(style).afterKey(value, 0);
}

/** A value as what follows the `-` of a list.
 * @param value plain JSON
 * @param style the indentation */
export function afterDash(value: unknown, style: YamlStyle): Tail {
  return new YamlPrinter(style).afterDash(value, 0);
}

/** A value on one line.
 * @param value plain JSON
 * @param isFlow whether it stands inside `[]` or `{}` */
export function yamlInline(value: unknown, isFlow: boolean, depth: number = 0): string {
  if (typeof value === 'string') return yamlString(value, isFlow);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  guard(depth);
  if (Array.isArray(value)) return `[${value.map((item) => yamlInline(item, true, depth + 1)).join(', ')}]`;
  return `{${membersOf(value).map(([key, member]) => `${yamlKey(key, true)}: ${yamlInline(member, true, depth + 1)}`).join(', ')}}`;
}

/** A key, without its colon.
 * @param key any text
 * @param isFlow whether it stands inside `{}` */
export function yamlKey(key: string, isFlow: boolean): string {
  const text = key.includes('\n') ? quoted(key) : yamlString(key, isFlow);
  if (text.length > MAX_KEY) throw new UnprintableError('a key is too long');
  return text;
}

class YamlPrinter {
  readonly #style: YamlStyle;

  constructor(style: YamlStyle) {
    this.#style = style;
  }

  block(value: unknown, depth: number): string[] {
    guard(depth);
    if (isFilledList(value)) return value.flatMap((item) => joined('-', this.afterDash(item, depth + 1)));
    const members = isObject(value) ? membersOf(value) : [];
    if (members.length === 0) return [yamlInline(value, false)];
    return members.flatMap(([key, member]) => joined(`${yamlKey(key, false)}:`, this.afterKey(member, depth + 1)));
  }

  afterKey(value: unknown, depth: number): Tail {
    const { step, listStep } = this.#style;
    if (isFilledList(value)) return { head: '', lines: indented(this.block(value, depth), listStep) };
    if (isObject(value) && membersOf(value).length > 0) return { head: '', lines: indented(this.block(value, depth), step) };
    return this.#inline(value, step);
  }

  afterDash(value: unknown, depth: number): Tail {
    if (!isFilledList(value) && !(isObject(value) && membersOf(value).length > 0)) return this.#inline(value, 2);
    const [head = '', ...lines] = this.block(value, depth);
    return { head, lines: indented(lines, 2) };
  }

  #inline(value: unknown, step: number): Tail {
    const literal = typeof value === 'string' && this.#style.longTexts !== 'quoted' ? literalBlock(value) : undefined;
    return literal ? { head: literal.header, lines: indented(literal.lines, step) } : { head: yamlInline(value, false), lines: [] };
  }
}

function joined(start: string, { head, lines }: Tail): string[] {
  return [head === '' ? start : `${start} ${head}`, ...lines];
}

/** Lines moved to the right; an empty one stays empty.
 * @param lines lines without line ends
 * @param columns by how much */
export function indented(lines: readonly string[], columns: number): string[] {
  const indent = ' '.repeat(columns);
  return lines.map((line) => (line === '' ? line : indent + line));
}

function guard(depth: number): void {
  if (depth > MAX_DEPTH) throw new UnprintableError('the value nests too deep');
}

function isFilledList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function membersOf(object: object): [string, unknown][] {
  return Object.entries(object).filter(([, member]) => member !== undefined);
}
