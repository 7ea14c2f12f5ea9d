import type { Reading } from './setting.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/;
// what a timer of Node can count to
const LONGEST = 2_147_483_647;

/** Makes the reader of a duration with a unit, in milliseconds.
 * @param min the shortest, none by default
 * @param max the longest */
export function readDuration(min?: string, max?: string): (text: string) => Reading<number> {
  const least = min === undefined ? 0 : milliseconds(min);
  const most = max === undefined ? LONGEST : milliseconds(max);
  const from = min === undefined ? '' : ` from ${min}`;
  const allowed = `a duration${from}${max === undefined ? '' : ` ${from ? 'to' : 'up to'} ${max}`} with a unit, such as 500ms, 10s or 2m`;
  return (text) => {
    const value = milliseconds(text);
    return value >= least && value <= most ? { ok: true, value } : { ok: false, allowed };
  };
}

function milliseconds(text: string): number {
  const [, amount = '', unit = ''] = DURATION.exec(text) ?? [];
  const factor = UNITS[unit];
  return factor === undefined ? Number.NaN : Math.round(Number(amount) * factor);
}
