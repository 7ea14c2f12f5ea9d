import { BOOL, INTEGER, QUANTITY, STRING } from './node.ts';
import type { Node } from './node.ts';
import { isQuantityText } from './quantity-text.ts';

/** The number or truth value that a text was meant to be, where nothing is lost by leaving out the quotes.
 * @param type what should stand there
 * @param value what stands there */
export function unquoted(type: Node, value: unknown): number | boolean | undefined {
  if (type.kind === BOOL) return value === 'true' ? true : value === 'false' ? false : undefined;
  if (type.kind !== INTEGER || typeof value !== 'string') return undefined;
  const number = Number(value);
  const exact = Number.isSafeInteger(number) && String(number) === value;
  return exact && number >= type.min && number <= type.max ? number : undefined;
}

/** What the author should write, after a colon, or nothing.
 * @param type what should stand there
 * @param value what stands there */
export function hint(type: Node, value: unknown): string {
  if (unquoted(type, value) !== undefined) return ': leave out the quotes';
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  if (type.kind === STRING && isScalar) return `: put it in quotes ("${String(value)}")`;
  if (type.kind !== QUANTITY) return '';
  if (typeof value === 'number' && Number.isFinite(value)) return `: put it in quotes ("${String(value)}")`;
  const meant = typeof value === 'string' ? mendedQuantity(value) : undefined;
  return meant === undefined ? '' : `: did you mean ${meant}?`;
}

const MAX_MENDED = 100;
/** A number, the letter of a scale, `i` where it is binary, `b` for bytes. */
const QUANTITY_PARTS = /^([+-]?[\d.]+) ?([a-z])(i?)b?$/i;

/** `1GiB`, `1gb` and ` 1Gi ` as Kubernetes writes them. */
function mendedQuantity(value: string): string | undefined {
  if (value.length > MAX_MENDED) return undefined;
  const text = value.trim();
  const [, number, letter = '', binary = ''] = QUANTITY_PARTS.exec(text) ?? [];
  const meant = number === undefined ? text : number + scale(letter, binary !== '');
  return isQuantityText(meant) ? meant : undefined;
}

/** Thousands are `k`, all else is upper case: `m` would be thousandths. */
function scale(letter: string, isBinary: boolean): string {
  const upper = letter.toUpperCase();
  return isBinary ? `${upper}i` : upper === 'K' ? 'k' : upper;
}
