import type { Paint } from '../paint.ts';
import type { DiffLine } from './unified.ts';

const STYLES = { header: 'bold', hunk: 'cyan', removed: 'red', added: 'green' } as const;

/** A comparison as text, each line with a line end.
 * @param lines what `unifiedDiff` gave
 * @param paint how to color */
export function printDiff(lines: readonly DiffLine[], paint: Paint): string {
  return lines.map(({ kind, text }) => `${kind === 'same' ? text : paint(STYLES[kind], text)}\n`).join('');
}
