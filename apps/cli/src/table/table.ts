import { cutTo, padTo, widthOf } from './width.ts';

/** A column of a table. */
export interface Column {
  /** As kubectl writes it: upper case. */
  readonly title: string;
  /** Which end of a cell is left out where the table is too wide; without it cells are never cut. */
  readonly cut?: 'start' | 'end' | undefined;
  /** How much of the room that is left the column takes beside the others that are cut, 1 if it is not given. */
  readonly weight?: number | undefined;
  /** Left out altogether where the table is too wide. */
  readonly isMinor?: boolean | undefined;
}

const GAP = '   ';
// no column is cut below this, however narrow the terminal is
const LEAST = 8;

/** A table as kubectl prints it: titles, no borders, columns as wide as their widest cell. Cells that would not fit into the
 * width are cut, the widest columns first.
 * @param columns the columns
 * @param rows one cell for each column, safe to print; an empty one is shown as `-`
 * @param width columns of the terminal; without it nothing is cut
 * @returns lines with line ends */
export function printTable(columns: readonly Column[], rows: readonly (readonly string[])[], width?: number): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map((_, index) => row[index] || '-'))];
  const widths = columns.map((_, index) => lines.reduce((widest, line) => Math.max(widest, widthOf(line[index] ?? '')), 0));
  if (width !== undefined && total(widths) > width) {
    const major = columns.flatMap(({ isMinor }, index) => (isMinor ? [] : [index]));
    if (major.length < columns.length) return printTable(major.map((index) => columns[index] as Column), rows.map((row) => major.map((index) => row[index] ?? '')), width);
    shrink(columns, widths, width);
  }
  return lines.map((cells) => `${lineOf(columns, cells, widths)}\n`).join('');
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1));
}

/** Takes columns from the widest one that may be cut until the table fits, or until nothing more can be taken. */
function shrink(columns: readonly Column[], widths: number[], width: number): void {
  for (let excess = total(widths) - width; excess > 0; excess--) {
    const widest = widestOf(columns, widths);
    if (widest === undefined) return;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

function widestOf(columns: readonly Column[], widths: readonly number[]): number | undefined {
  let widest: number | undefined;
  let most = 0;
  for (const [index, { cut, weight = 1 }] of columns.entries()) {
    const own = widths[index] ?? 0;
    if (cut !== undefined && own > LEAST && own / weight > most) [widest, most] = [index, own / weight];
  }
  return widest;
}

function lineOf(columns: readonly Column[], cells: readonly string[], widths: readonly number[]): string {
  const shown = columns.map(({ cut }, index) => {
    const [cell, width] = [cells[index] ?? '', widths[index] ?? 0];
    return padTo(cut === undefined ? cell : cutTo(cell, width, cut), width);
  });
  return shown.join(GAP).trimEnd();
}
