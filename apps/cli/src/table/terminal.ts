import type { Io } from '../io.ts';

/** How many columns a table may take: what `COLUMNS` says, else the terminal's; undefined where output goes elsewhere, and
 * then nothing is cut.
 * @param io where the output goes */
export function columnsOf(io: Pick<Io, 'stdout' | 'env'>): number | undefined {
  const told = Number(io.env['COLUMNS']);
  if (Number.isInteger(told) && told > 0) return told;
  const { isTTY, columns } = io.stdout as { readonly isTTY?: boolean; readonly columns?: number };
  return isTTY === true && columns !== undefined && columns > 0 ? columns : undefined;
}
