import { faultOf } from '../fault.ts';

const LONGEST_TEXT = 256;
const LONGEST_LIST = 32;
const DEEPEST = 4;

/** Makes of fields what may stand in a log: bounded, and an Error as its code and message.
 * @param fields any object
 * @param withStack whether an Error shows where it was thrown
 * @param depth how deep inside a field this is */
export function loggableFields(fields: object, withStack: boolean, depth = 0): Record<string, unknown> {
  const entries = Object.entries(fields).slice(0, LONGEST_LIST);
  return Object.fromEntries(entries.map(([key, value]) => [cutText(key), loggable(value, withStack, depth)]));
}

function loggable(value: unknown, withStack: boolean, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return cutText(value);
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
    case 'symbol':
      return cutText(String(value));
    case 'object':
      return value === null ? null : loggableObject(value, withStack, depth);
    default:
      return undefined;
  }
}

function loggableObject(value: object, withStack: boolean, depth: number): unknown {
  if (value instanceof Error) return loggableError(value, withStack);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((item) => loggable(item, withStack, depth + 1) ?? null);
  return loggableFields(value, withStack, depth + 1);
}

function loggableError(error: Error, withStack: boolean): object {
  const { code, message } = faultOf(error);
  return { code: cutText(code), message: cutText(message), ...(withStack && { stack: String(error.stack).slice(0, LONGEST_TEXT * 16) }) };
}

function cutText(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}
