import type { QuantityErrorCode } from './parse.ts';
import { MAX_TEXT_LENGTH, readText } from './parse.ts';

/** Why something is no quantity. */
export interface QuantityError {
  readonly code: QuantityErrorCode;
  /** For people: the text (cut and escaped) and how to write it. It does not name the field; the caller does. */
  readonly message: string;
}

const SHOWN = 40;
const SUFFIXES = 'n, u, m, k, M, G, T, P, E (powers of 1000), Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024) or an exponent such as e3';
/** What may be meant by a suffix in whatever letter case, and with or without "B" for bytes. */
const MEANT = ['k', 'M', 'G', 'T', 'P', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** The error of a text that `readText` refused with this code. */
export function textError(code: QuantityErrorCode, text: string): QuantityError {
  return { code, message: `${quote(text)} ${advice(code, text)}` };
}

/** The error of a value that is neither text nor a number. */
export function typeError(value: unknown): QuantityError {
  const kind = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
  return { code: 'format', message: `${kind} is not a quantity: write one such as 8Gi, 1500m or 2` };
}

/** The error of an integer that has more digits than a text may have characters. */
export function hugeError(): QuantityError {
  return { code: 'length', message: `an integer has more than ${MAX_TEXT_LENGTH} digits: write it with an exponent (1e30)` };
}

function advice(code: QuantityErrorCode, text: string): string {
  switch (code) {
    case 'length':
      return `has more than ${MAX_TEXT_LENGTH} characters: write it with a suffix (8Gi) or an exponent (1e30)`;
    case 'numeric':
      return 'has a suffix and no digits: write a number before it, for example 1Pi';
    case 'suffix':
      return `does not end in a suffix of quantities: ${meant(text) ?? `use ${SUFFIXES}`}`;
    case 'format':
      return `is not a quantity: ${meant(text) ?? `write a number and right behind it ${SUFFIXES}`}`;
  }
}

/** What the author probably meant: `1GiB` and `1gi` mean 1Gi. */
function meant(text: string): string | undefined {
  if (text.length > SHOWN) return undefined;
  const start = text.replace(/[a-z]*$/i, '');
  const letters = text.slice(start.length).toLowerCase().replace(/b$/, '');
  const suffix = MEANT.find((known) => known.toLowerCase() === letters);
  if (suffix === undefined) return undefined;
  const number = start.trim();
  if (typeof readText(number + suffix) === 'string') return undefined;
  return suffix === 'k' ? `write ${number}k for thousands or ${number}Ki for units of 1024` : `write ${number}${suffix}`;
}

/** In quotes, cut, with everything escaped that a terminal or an editor could take for something else. */
function quote(text: string): string {
  const shown = text.slice(0, SHOWN).replace(/[^ -~]|["\\]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${shown}${text.length > SHOWN ? '...' : ''}"`;
}
