import { isUtf8 } from 'node:buffer';
import { countKeys } from './count-keys.ts';
import { findRepeatedKeys } from './repeated-keys.ts';
import { scan } from './scan.ts';

/** How large a body may be in structure. */
export interface JsonLimits {
  /** How deep objects and arrays may be nested: 256 by default, and at most 1,000. */
  readonly maxDepth?: number;
  /** How many values there may be, objects, arrays and all that is in them: 200,000 by default. */
  readonly maxNodes?: number;
}

/** A parsed body, or why it is none, in one line. */
export type JsonResult =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** JSON pointers of keys that an object has more than once; the last one holds. At most 10. */
      readonly repeatedKeys: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

const MAX_DEPTH = 256;
// what recursive walks of those who get the value can bear
const DEEPEST = 1_000;
const MAX_NODES = 200_000;
const MOST_REPEATED = 10;
const NONE: readonly string[] = Object.freeze([]);
const BLANK = /^[ \t\r\n]*$/;
const POSITION = /position (\d+)/;

/** Parses a body after a scan that bounds what the parser and those after it have to do. RELIABILITY, bad inputs 1, 3, 11, 12, 13, 15.
 * @param body as it came
 * @param limits how large it may be in structure */
export function parseJson(body: Uint8Array, { maxDepth = MAX_DEPTH, maxNodes = MAX_NODES }: JsonLimits = {}): JsonResult {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const encoding = foreignEncoding(bytes);
  if (encoding !== undefined) return refused(`the body ${encoding}: it must be UTF-8 without a byte order mark`);
  const { excess, keys } = scan(bytes, Math.min(maxDepth, DEEPEST), maxNodes);
  if (excess === 'depth') return refused(`the body nests objects and arrays more than ${Math.min(maxDepth, DEEPEST)} deep`);
  if (excess === 'nodes') return refused(`the body has more than ${maxNodes} values`);
  if (!isUtf8(bytes)) return refused('the body is not UTF-8');
  const text = bytes.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    // a key that is repeated is in the text twice and in the value once
    return { ok: true, value, repeatedKeys: countKeys(value) === keys ? NONE : findRepeatedKeys(text, MOST_REPEATED) };
  } catch (error) {
    return refused(syntaxProblem(text, error));
  }
}

function refused(problem: string): JsonResult {
  return { ok: false, problem };
}

/** What betrays an encoding that is not plain UTF-8. JSON starts with two ASCII characters, or is one. */
function foreignEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'starts with a byte order mark';
  if ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)) return 'is UTF-16';
  return first === 0 || second === 0 ? 'looks like UTF-16 or UTF-32' : undefined;
}

// the parser's own words show parts of the body
function syntaxProblem(text: string, error: unknown): string {
  if (BLANK.test(text)) return 'the body is empty: it must be one JSON value';
  const message = error instanceof Error ? error.message : '';
  const position = POSITION.exec(message)?.[1];
  if (message.includes('after JSON')) return `the body goes on after its JSON value, at character ${position}`;
  if (message.includes('end of JSON') || message.includes('Unterminated') || Number(position) >= text.length) return 'the body ends in the middle of its JSON value';
  return `the body is not JSON${position === undefined ? '' : `: it is wrong at character ${position}`}`;
}
