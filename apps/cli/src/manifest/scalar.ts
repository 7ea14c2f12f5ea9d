// The plain scalars of YAML as kubectl's reader resolves them (YAML 1.1 booleans, octal `010`, `1_000`), so that a manifest
// means here what it means to the cluster. The test vectors were made with that reader.

const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word): [string, boolean] => [word, true]),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word): [string, boolean] => [word, false]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
]);

const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const POINT_FLOAT = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
// sign, prefix (none for a decimal), digits
const INTEGER = /^([-+]?)(0[xX](?=[\da-fA-F]+$)|0[bB](?=[01]+$)|0[oO]?(?=[0-7]+$)|(?=0$|[1-9]\d*$))([\da-fA-F]+)$/;
const SIGNED_BINARY = /^0b([-+])([01]+)$/;

const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;
// 64 binary digits are the longest number of 64 bits
const MAX_DIGITS = 64;

/** What a plain scalar stands for: null, a boolean, a number, or text. An integer of 64 bits that a JavaScript number cannot
 * hold is given as its decimal text, so that a quantity keeps its value. `.inf` and `.nan`, which JSON cannot hold, give
 * undefined.
 * @param text the scalar as it is written, without quotes */
export function resolvePlain(text: string): string | number | boolean | null | undefined {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (NOT_FINITE.test(text)) return undefined;
  const number = numberOf(text);
  if (number === undefined) return text;
  return typeof number === 'bigint' ? integerValue(number) : number;
}

/** An integer as a number where that is exact and prints the same digits, else as its digits.
 * @param integer any integer */
export function integerValue(integer: bigint): number | string {
  const number = Number(integer);
  return String(number) === String(integer) ? number : String(integer);
}

/** The key of a mapping that a plain scalar stands for; undefined for null, which is no key.
 * @param text the scalar as it is written */
export function resolveKey(text: string): string | undefined {
  const word = WORDS.get(text);
  if (word !== undefined) return word === null ? undefined : String(word);
  if (NOT_FINITE.test(text)) return text.toLowerCase().replace('+', '');
  const number = numberOf(text);
  if (number === undefined) return text;
  return typeof number === 'bigint' ? String(number) : floatKey(number);
}

/** A bigint for an integer of 64 bits, a number for a fraction or a greater one, undefined for text. */
function numberOf(text: string): bigint | number | undefined {
  const first = text.charCodeAt(0);
  if (first === 0x2e) return POINT_FLOAT.test(text) ? finite(text.replaceAll('_', '')) : undefined;
  const isDigit = first >= 0x30 && first <= 0x39;
  if (!isDigit && first !== 0x2b && first !== 0x2d) return undefined;
  const plain = text.replaceAll('_', '');
  return integerOf(plain) ?? (FLOAT.test(plain) ? finite(plain) : undefined) ?? signedBinary(plain);
}

function integerOf(plain: string): bigint | undefined {
  const [, sign, prefix, digits] = INTEGER.exec(plain) ?? [];
  if (sign === undefined || prefix === undefined || digits === undefined) return undefined;
  const significant = digits.replace(/^0+(?=.)/, '');
  if (significant.length > MAX_DIGITS) return undefined;
  const magnitude = BigInt(radixOf(prefix) + significant);
  if (magnitude > (sign === '' ? UINT64_MAX : sign === '-' ? INT64_MAX + 1n : INT64_MAX)) return undefined;
  return sign === '-' ? -magnitude : magnitude;
}

function radixOf(prefix: string): string {
  // `010` is octal too
  return prefix === '0' ? '0o' : prefix.toLowerCase();
}

function signedBinary(plain: string): bigint | undefined {
  const match = SIGNED_BINARY.exec(plain);
  return match ? integerOf(`${match[1]}0b${match[2]}`) : undefined;
}

function finite(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** That reader prints a key that is a fraction with the shortest digits of a float of 32 bits, as C's %g does. */
function floatKey(number: number): string {
  const single = Math.fround(number);
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (Object.is(single, -0)) return '-0';
  let text = single.toExponential();
  for (let digits = 0; digits < 9; digits++) {
    text = single.toExponential(digits);
    if (Math.fround(Number(text)) === single) break;
  }
  const [mantissa = '', power = '0'] = text.split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(Number(text));
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
