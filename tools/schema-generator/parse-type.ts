import type { FieldType } from './model.ts';

/** What a field may hold besides objects, lists and maps; the interpreter knows the same words. */
export const SCALARS: ReadonlySet<string> = new Set([
  'string',
  'bool',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'percent',
  'quantity',
  'intOrString',
  'fraction',
  'absolutePath',
  'true',
]);

/** Reads a type as the corrections write it: a scalar, `open`, `empty`, a model's name, `[items]` or `{values}`. */
export function parseType(text: string): FieldType {
  if (SCALARS.has(text)) return { is: 'scalar', scalar: text };
  if (text === 'open' || text === 'empty') return { is: text };
  if (text.startsWith('[')) return { is: 'list', of: parseType(text.slice(1, -1)) };
  if (text.startsWith('{')) return { is: 'map', of: parseType(text.slice(1, -1)) };
  if (/^[A-Z]\w+$/.test(text)) return { is: 'ref', model: text };
  throw new Error(`unknown type ${text}`);
}
