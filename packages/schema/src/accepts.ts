import { ABSOLUTE_PATH, ENUM, FRACTION, INT_OR_STRING, QUANTITY, TRUE } from './node.ts';
import type { Node } from './node.ts';
import { isQuantityText } from './quantity-text.ts';

const MAX_PATH = 4096;
const MAX_INT64 = 2 ** 63;

const isInteger = (value: unknown): boolean => Number.isInteger(value) && Math.abs(value as number) <= MAX_INT64;

/** Is a value one of those that a rarer scalar may have?
 * @param type a scalar that the walk does not check itself
 * @param value what stands there */
export function accepts(type: Node, value: unknown): boolean {
  switch (type.kind) {
    case QUANTITY:
      return typeof value === 'string' ? isQuantityText(value) : isInteger(value);
    case INT_OR_STRING:
      return typeof value === 'string' || isInteger(value);
    case ENUM:
      return typeof value === 'string' && type.values.includes(value);
    case ABSOLUTE_PATH:
      return typeof value === 'string' && isAbsolutePath(value);
    case FRACTION:
      return typeof value === 'string' && /^(?:0(?:\.\d{1,3})?|1)$/.test(value);
    case TRUE:
      return value === true;
    default:
      return false;
  }
}

/** Kubernetes counts characters where JavaScript counts half of some; two halves make one. */
function isAbsolutePath(text: string): boolean {
  if (!text.startsWith('/') || text.includes('..') || text.length > 2 * MAX_PATH) return false;
  return text.length <= MAX_PATH || [...text].length <= MAX_PATH;
}
