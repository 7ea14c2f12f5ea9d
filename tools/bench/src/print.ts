import type { Figures } from './figure.ts';

/** The figures as tables for a person, what does not depend on the machine first.
 * @param figures of all groups
 * @param machine what they were measured on */
export function printed(figures: Figures, machine: string): string {
  const { ratios = [], speeds = [], sizes = [] } = figures;
  const tables = [
    table('Ratios (medians of interleaved rounds)', ratios.map(({ title, value, goal = '' }) => [title, value, goal])),
    table('Sizes (minified, gzipped)', sizes.map(({ title, minified, gzipped }) => [title, minified, gzipped])),
    table(`Speeds on ${machine}`, speeds.map(({ title, time, rate, goal = '' }) => [title, time, rate, goal])),
  ];
  return tables.filter((one) => one !== '').join('\n\n');
}

function table(heading: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '));
  return [heading, ...lines.map((line) => `  ${line}`.trimEnd())].join('\n');
}
