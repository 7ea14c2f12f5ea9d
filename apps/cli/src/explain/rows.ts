import { displayPath } from '@instancetype/conflict';
import { escapeText } from '../manifest/escape.ts';
import { type Column, printTable } from '../table/table.ts';
import type { FieldOrigin } from './fields.ts';
import { authorOf, inline, preferredInVain } from './phrases.ts';

const COLUMNS: readonly Column[] = [
  { title: 'FIELD', cut: 'start', weight: 2 },
  { title: 'VALUE', cut: 'end' },
  { title: 'FROM' },
  { title: 'SOURCE FIELD', isMinor: true },
  { title: 'NOT TAKEN', cut: 'end' },
];

/** Where fields come from, as a table; the last columns only where there is something in them.
 * @param fields where they come from
 * @param width columns of the terminal; without it nothing is cut */
export function explainTable(fields: readonly FieldOrigin[], width?: number): string {
  const rows = fields.map(rowOf);
  const last = [4, 3].find((index) => rows.some((row) => row[index] !== '')) ?? 2;
  return printTable(COLUMNS.slice(0, last + 1), rows, width);
}

function rowOf({ pointer, value, writer, kept, replaced }: FieldOrigin): string[] {
  const notTaken = kept.map(preferredInVain);
  if (replaced !== undefined) notTaken.unshift(`${escapeText(JSON.stringify(replaced) ?? '', 60)} of the VM`);
  const field = writer?.source.field;
  return [escapeText(displayPath(pointer)), inline(value), authorOf(writer), field === undefined ? '' : escapeText(field), notTaken.join('; ')];
}
