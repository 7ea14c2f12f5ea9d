import type { QuantityFormat } from './quantity.ts';
import { skipDigits } from './scan.ts';

/** What stands after the digits, read. */
export interface Suffix {
  readonly format: Exclude<QuantityFormat, ''>;
  /** Of ten, or of two where the format is BinarySI. */
  readonly exponent: number;
  /** Only of a binary suffix: with at most this many digits before it, the product is kept in 64-bit form. */
  readonly fastDigits: number;
}

const decimal = (exponent: number): Suffix => ({ format: 'DecimalSI', exponent, fastDigits: 0 });
const binary = (exponent: number, fastDigits: number): Suffix => ({ format: 'BinarySI', exponent, fastDigits });

const NONE = decimal(0);
const NANO = decimal(-9);
const MICRO = decimal(-6);
const MILLI = decimal(-3);
const KILO = decimal(3);
const MEGA = decimal(6);
const GIGA = decimal(9);
const TERA = decimal(12);
const PETA = decimal(15);
const EXA = decimal(18);
const KIBI = binary(10, 11);
const MEBI = binary(20, 8);
const GIBI = binary(30, 5);
const TEBI = binary(40, 2);
const PEBI = binary(50, -1);
const EXBI = binary(60, -4);

const LETTERS = 'eEinumkKMGTP';
const LOWER_E = 0x65;
const UPPER_E = 0x45;
const LOWER_I = 0x69;

/**
 * Reads the suffix that starts at `start` and must reach to the end of the text (BEHAVIOUR 21.3 steps 2 and 3), or
 * tells why it is none: `format` where it has characters that no suffix has, `suffix` where there is no such suffix.
 */
export function readSuffix(text: string, start: number): Suffix | 'format' | 'suffix' {
  const length = text.length - start;
  if (length === 0) return NONE;
  let known: Suffix | undefined;
  if (length === 1) known = oneLetter(text.charCodeAt(start));
  else if (length === 2 && text.charCodeAt(start + 1) === LOWER_I) known = binaryPrefix(text.charCodeAt(start));
  return known ?? readExponent(text, start);
}

function oneLetter(code: number): Suffix | undefined {
  switch (code) {
    case 0x6e: return NANO;
    case 0x75: return MICRO;
    case 0x6d: return MILLI;
    case 0x6b: return KILO;
    case 0x4d: return MEGA;
    case 0x47: return GIGA;
    case 0x54: return TERA;
    case 0x50: return PETA;
    case UPPER_E: return EXA;
    default: return undefined;
  }
}

function binaryPrefix(code: number): Suffix | undefined {
  switch (code) {
    case 0x4b: return KIBI;
    case 0x4d: return MEBI;
    case 0x47: return GIBI;
    case 0x54: return TEBI;
    case 0x50: return PEBI;
    case UPPER_E: return EXBI;
    default: return undefined;
  }
}

function readExponent(text: string, start: number): Suffix | 'format' | 'suffix' {
  const sign = skipLetters(text, start);
  const isSigned = text[sign] === '-' || text[sign] === '+';
  const digits = isSigned ? sign + 1 : sign;
  if (skipDigits(text, digits) < text.length) return 'format';
  if (sign !== start + 1 || !isLetterE(text.charCodeAt(start)) || digits === text.length) return 'suffix';
  const exponent = int32Of(text.slice(digits), text[sign] === '-');
  return exponent === undefined ? 'suffix' : { format: 'DecimalExponent', exponent, fastDigits: 0 };
}

function skipLetters(text: string, pos: number): number {
  while (pos < text.length && LETTERS.includes(text.charAt(pos))) pos++;
  return pos;
}

function isLetterE(code: number): boolean {
  return code === LOWER_E || code === UPPER_E;
}

/** The low 32 bits of an integer that fits 64: exponents beyond 32 bits wrap around, as they do in Kubernetes. */
function int32Of(digits: string, negative: boolean): number | undefined {
  const size = Number(digits);
  if (Number.isSafeInteger(size)) return negative ? -size | 0 : size | 0;
  if (size > 2 ** 63) return undefined;
  // at most 2^63 after rounding: no more than 19 digits that count
  const value = negative ? -BigInt(digits) : BigInt(digits);
  return BigInt.asIntN(64, value) === value ? Number(BigInt.asIntN(32, value)) : undefined;
}
