import { ABSOLUTE_PATH, BOOL, ENUM, FRACTION, INTEGER, INT_OR_STRING, LIST, QUANTITY, STRING, TRUE } from './node.ts';
import type { Node } from './node.ts';

/** What a type allows, for a message: `true or false`, `a whole number from 0 to 100`.
 * @param type any type */
export function expected(type: Node): string {
  switch (type.kind) {
    case STRING:
      return 'text';
    case BOOL:
      return 'true or false';
    case INTEGER:
      return wholeNumber(type);
    case QUANTITY:
      return 'a quantity like 2Gi, 500m or 4';
    case INT_OR_STRING:
      return 'a whole number or text';
    case ENUM:
      return `${type.values.slice(0, -1).join(', ')} or ${type.values.at(-1)}`;
    case LIST:
      return 'a list';
    case FRACTION:
      return 'the text of a number from 0 to 1 with at most three decimals';
    case ABSOLUTE_PATH:
      return 'an absolute path without ".." of at most 4096 characters';
    case TRUE:
      return 'true';
    default:
      return 'an object';
  }
}

function wholeNumber({ min, max }: Node): string {
  if (max <= Number.MAX_SAFE_INTEGER) return `a whole number from ${min} to ${max}`;
  return min < 0 ? 'a whole number of 64 bits' : 'a whole number of 64 bits, not below 0';
}
