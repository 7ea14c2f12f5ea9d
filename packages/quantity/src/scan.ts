/** The digits at the head of a text. */
export interface ScannedNumber {
  readonly negative: boolean;
  /** The whole digits and the fraction's, as one integer >= 0. */
  readonly mantissa: number | bigint;
  /** How many digits that are, leading zeros of the whole left out, but one at least for the whole. */
  readonly digits: number;
  readonly fractionDigits: number;
  /** Whether the whole has more than zeros. */
  readonly hasWhole: boolean;
  /** Whether there is any digit at all, and be it a zero. */
  readonly hasDigits: boolean;
  /** Where the suffix starts. */
  readonly end: number;
}

const ZERO = 0x30;
const POINT = 0x2e;
const PLUS = 0x2b;
const MINUS = 0x2d;

/** Reads a sign, digits and a fraction, all of which may be missing (BEHAVIOUR 21.3 step 2). The text is not empty. */
export function scanNumber(text: string): ScannedNumber {
  const sign = text.charCodeAt(0);
  const start = sign === PLUS || sign === MINUS ? 1 : 0;
  const whole = skipZeros(text, start);
  const wholeEnd = skipDigits(text, whole);
  const fraction = wholeEnd < text.length && text.charCodeAt(wholeEnd) === POINT ? wholeEnd + 1 : wholeEnd;
  const end = skipDigits(text, fraction);
  const fractionDigits = end - fraction;
  const size = appendDigits(appendDigits(0, text, whole, wholeEnd), text, fraction, end);
  return {
    negative: sign === MINUS,
    // beyond 2^53 what was added up is not exact
    mantissa: Number.isSafeInteger(size) ? size : BigInt(text.slice(whole, wholeEnd) + text.slice(fraction, end)),
    digits: (wholeEnd - whole || 1) + fractionDigits,
    fractionDigits,
    hasWhole: wholeEnd > whole,
    hasDigits: wholeEnd > start || fractionDigits > 0,
    end,
  };
}

/** The first position from `pos` on that holds no decimal digit. */
export function skipDigits(text: string, pos: number): number {
  while (pos < text.length && isDigit(text.charCodeAt(pos))) pos++;
  return pos;
}

function skipZeros(text: string, pos: number): number {
  while (pos < text.length && text.charCodeAt(pos) === ZERO) pos++;
  return pos;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

function appendDigits(value: number, text: string, from: number, to: number): number {
  for (let pos = from; pos < to; pos++) value = value * 10 + text.charCodeAt(pos) - ZERO;
  return value;
}
