import type { QuantityError } from './explain.ts';
import { hugeError, textError, typeError } from './explain.ts';
import { MAX_TEXT_LENGTH, readText } from './parse.ts';
import type { Quantity } from './quantity.ts';
import { int64Quantity } from './quantity.ts';
import { trimSpace } from './trim.ts';

/** A quantity, or why there is none. */
export type ParsedQuantity =
  | { readonly ok: true; readonly value: Quantity }
  | { readonly ok: false; readonly error: QuantityError };

/** A quantity that was never set (BEHAVIOUR 21.2 `null`). */
const UNSET: ParsedQuantity = Object.freeze({ ok: true, value: Object.freeze(int64Quantity(0, 0, '', undefined)) });

/** A longer text is not even trimmed. */
const MAX_UNTRIMMED_LENGTH = 4096;

/** No integer from here on fits a text that is read. Told before it is printed, which takes long for a large one. */
const TOO_LONG = 10n ** BigInt(MAX_TEXT_LENGTH);

/**
 * Reads a quantity as it is written (BEHAVIOUR 21.3). This is for a text that stands for itself: a flag of a command, a
 * form field. For a value out of a manifest use `decodeQuantity`, which allows white space around it.
 * @param input a text, not trimmed: `8Gi`, `1500m`, `1e3`; a JSON number, read as JavaScript prints it (`1e3` is 1000
 *   here, and keeps neither its exponent nor more than 15 to 17 digits); a bigint; null or undefined, which are zero
 *   with an empty format
 * @returns the quantity; or an error with the code `format` (also for every other type), `suffix`, `numeric` or `length`
 *   (more than 1024 characters, a limit that Kubernetes does not have)
 */
export function parseQuantity(input: unknown): ParsedQuantity {
  if (typeof input === 'string') return parseText(input);
  if (input === null || input === undefined) return UNSET;
  if (typeof input === 'number') return parseText(String(input));
  if (typeof input === 'bigint') return input > -TOO_LONG && input < TOO_LONG ? parseText(String(input)) : { ok: false, error: hugeError() };
  return { ok: false, error: typeError(input) };
}

/**
 * Decodes a quantity out of parsed JSON or YAML (BEHAVIOUR 21.2): as `parseQuantity`, and white space around a text
 * does not count (`" 1Gi\n"` is 1Gi). This is the one for every field of a manifest. More than 4096 characters, white
 * space included, are refused with the code `length`.
 * @param json the field's value, as `JSON.parse` gives it
 */
export function decodeQuantity(json: unknown): ParsedQuantity {
  if (typeof json !== 'string') return parseQuantity(json);
  return parseText(json.length > MAX_UNTRIMMED_LENGTH ? json : trimSpace(json));
}

function parseText(text: string): ParsedQuantity {
  const result = readText(text);
  return typeof result === 'string' ? { ok: false, error: textError(result, text) } : { ok: true, value: result };
}
