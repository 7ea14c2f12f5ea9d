import { displayPath } from '@instancetype/conflict';
import { escapeText } from '../manifest/escape.ts';
import { type Column, printTable } from '../table/table.ts';
import type { FieldOrigin } from './fields.ts';
import { authorOf, inline, NOT_INFERRED, preferredInVain } from './phrases.ts';

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
  const shown = COLUMNS.map((_, index) => index < 3 || rows.some((row) => row[index] !== ''));
  const filled = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => shown[index]);
  return printTable(filled(COLUMNS), rows.map(filled), width);
}

function rowOf({ pointer, value, writer: last, inferred, ignored, kept, replaced }: FieldOrigin): string[] {
  const notTaken = kept.map(preferredInVain);
  if (replaced !== undefined) notTaken.unshift(`${escapeText(JSON.stringify(replaced) ?? '', 60)} of the VM`);
  const writer = last ?? inferred ?? ignored;
  const field = writer?.source.field;
  return [escapeText(displayPath(pointer)), inline(ignored ? NOT_INFERRED : (value ?? inferred?.value)), authorOf(writer), field === undefined ? '' : escapeText(field), notTaken.join('; ')];
}
