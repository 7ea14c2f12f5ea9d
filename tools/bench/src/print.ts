import type { Figures, Ratio, Reading, Size, Speed } from './figure.ts';

/** The figures as tables for a person, what does not depend on the machine first.
 * @param figures of all groups
 * @param machine what they were measured on */
export function printed({ ratios = [], speeds = [], sizes = [], readings = [] }: Figures, machine: string): string {
  const tables = [
    table('Ratios (medians of interleaved rounds)', ratios.map(ratioRow)),
    table('Sizes (minified, gzipped)', sizes.map(sizeRow)),
    table(`Speeds on ${machine}`, speeds.map(speedRow)),
    table(`Runs on ${machine}`, padded(readings.map(readingRow))),
  ];
  return tables.filter((one) => one !== '').join('\n\n');
}

function ratioRow({ title, value, shownAs, goal = '' }: Ratio): string[] {
  return [title, shownAs === 'percent' ? `${(100 * value).toFixed(1)} %` : `${value.toFixed(2)} x`, goal];
}

function sizeRow({ title, minified, gzipped }: Size): string[] {
  return [title, ...[minified, gzipped].map((bytes) => `${(bytes / 1000).toFixed(1)} kB`)];
}

function speedRow({ title, nanoseconds, things, goal = '' }: Speed): string[] {
  const time = nanoseconds < 1e5 ? `${nanoseconds.toFixed(nanoseconds < 1e3 ? 1 : 0)} ns` : `${(nanoseconds / 1e6).toFixed(2)} ms`;
  return [title, time, `${Math.round(1e9 / nanoseconds).toLocaleString('en')} ${things}/s`, goal];
}

function readingRow({ title, figures, goal = '' }: Reading): string[] {
  return [title, ...figures, goal];
}

/** Rows of one length, the last column last. */
function padded(rows: readonly string[][]): string[][] {
  const most = Math.max(0, ...rows.map(({ length }) => length));
  return rows.map((row) => [...row.slice(0, -1), ...Array.from({ length: most - row.length }, () => ''), row.at(-1) ?? '']);
}

function table(heading: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const aligned = (cell: string, column: number): string => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0));
  return [heading, ...rows.map((row) => `  ${row.map(aligned).join('  ')}`.trimEnd())].join('\n');
}
