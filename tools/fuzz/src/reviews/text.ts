import type { Random } from '@instancetype-tools/random';

const NUMBERS = ['1e400', '-1e400', '-0', '-0.0', '9007199254740993', '1e-400', '0.1e1', '1E2', '00', '+1', '.5', '1.', '0x10', 'NaN', 'Infinity', `${'9'.repeat(400)}`];
const WHOLE = ['', ' ', '\n', 'null', '[]', '{}', '"x"', '1', 'true', '{', '}', '[', '"', '\\', '\u0000', '//', '{"request":null}', '{"kind":"AdmissionReview"}', `{"a":${'['.repeat(100_000)}`];
const MEMBERS = ['"__proto__":{"polluted":true}', '"constructor":{"prototype":{"polluted":true}}', '"toString":null', '"hasOwnProperty":5', '"":{}', '"\\u0000":1', '"\\ud800":1', '"a/b~c":{"":[]}', '"__proto__":null', '"then":{}', '"toJSON":5', '"length":3'];
const STRANGE = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x80], [0xf0, 0x9f, 0x99], [0xef, 0xbb, 0xbf], [0x00], [0x1f], [0xe2, 0x80, 0xa8]];
const KEY = /"([A-Za-z]+)":/g;
const SCALAR = /"([A-Za-z]+)":("[^"\\]*"|-?\d+|true|false|null)(?=[,}])/g;
const NUMBER = /(?<=[:,[])-?\d+(?=[,\]}])/g;
const STRING = /(?<=[:,[]")[^"\\]*(?=")/g;
const BRACE = /\{(?=")/g;

/** A body, and whether it has a key twice and nothing else that is wrong. */
export interface Spoilt {
  readonly body: Uint8Array;
  readonly repeatsKey: boolean;
}

type Spoil = (text: string, random: Random) => string | Uint8Array;

const SPOILS: readonly Spoil[] = [
  (text, random) => replaced(text, NUMBER, random, () => random.pick(NUMBERS)),
  (text, random) => replaced(text, STRING, random, () => 'x'.repeat(random.once(40) ? 1_000_000 : random.below(3_000))),
  (text, random) => replaced(text, STRING, random, (old) => `${old}${random.pick(['\\ud800', '\\udc00\\ud800', '\\u0000', '\\u202e', '\\u001b[2J', '\\ud83d\\ude42', '\\', '\\x', '\n', '🙂'])}`),
  (text, random) => replaced(text, BRACE, random, () => `{${random.pick(MEMBERS)},`),
  (text, random) => replaced(text, KEY, random, (key) => random.pick([key.toUpperCase(), key.toLowerCase(), `"${key.charAt(1).toUpperCase()}${key.slice(2)}`, `${key.slice(0, -2)} ":`])),
  (text, random) => replaced(text, SCALAR, random, (member) => `${member.slice(0, member.indexOf(':') + 1)}${nested(random)}`),
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => `${text}${random.pick([text, '{}', 'null', ',', '}', ' x', '\u0000', '\n\n', '//'])}`,
  (text, random) => `${random.pick(['\ufeff', ' ', '\u0000', ')]}\',\n', '\u2028', '\r\n\t'])}${text}`,
  (text) => new Uint8Array(Buffer.from(text, 'utf16le')),
  (text, random) => withBytes(text, random),
  (_text, random) => random.pick(WHOLE),
  (text, random) => (random.once(20) ? replaced(text, BRACE, random, () => `{"many":[${random.pick(['{}', '[]', '0', '""']).concat(',').repeat(200_000)}0],`) : text),
];

/** Spoils the text of a review in a way that readers of JSON are known to stumble over: the catalog of bad inputs, 1 to 3 and 11 to 16.
 * @param text JSON
 * @param random by chance */
export function spoilText(text: string, random: Random): Spoilt {
  if (random.once(4)) return { body: new TextEncoder().encode(repeated(text, random)), repeatsKey: true };
  const spoilt = random.pick(SPOILS)(text, random);
  return { body: typeof spoilt === 'string' ? new TextEncoder().encode(spoilt) : spoilt, repeatsKey: false };
}

/** A key twice, the other value before it or after it; one of the two may be spelt with an escape. */
function repeated(text: string, random: Random): string {
  return replaced(text, SCALAR, random, (member) => {
    const colon = member.indexOf(':');
    const key = random.once(3) ? `"\\u${member.charCodeAt(1).toString(16).padStart(4, '0')}${member.slice(2, colon)}` : member.slice(0, colon);
    const other = `${key}:${random.pick(['"DELETE"', 'null', '5', '{"a":{}}', '"CREATE"', '[]', member.slice(colon + 1)])}`;
    return random.once(2) ? `${member},${other}` : `${other},${member}`;
  });
}

function nested(random: Random): string {
  const depth = random.once(20) ? 100_000 : random.pick([10, 200, 246, 250, 256, 257, 300, 1_000]);
  const [open, close] = random.pick([['[', ']'], ['{"a":', '}']] as const);
  return `${open.repeat(depth)}${random.pick(['', '0'])}${close.repeat(depth)}`;
}

function withBytes(text: string, random: Random): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const place = random.below(bytes.length + 1);
  return new Uint8Array([...bytes.subarray(0, place), ...random.pick(STRANGE), ...bytes.subarray(place)]);
}

/** Replaces one match, each of them with about the same chance. */
function replaced(text: string, pattern: RegExp, random: Random, by: (found: string) => string): string {
  const place = random.below(text.length);
  const found = next(text, pattern, place) ?? next(text, pattern, 0);
  return found === null ? text : `${text.slice(0, found.index)}${by(found[0])}${text.slice(found.index + found[0].length)}`;
}

function next(text: string, pattern: RegExp, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
