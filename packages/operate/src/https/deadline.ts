const PART = /^(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/;
const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, 'μs': 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const LONGEST_TEXT = 64;
// the rest is for the way back
const SHARE = 0.9;

/** How long an answer may take: what `?timeout=` says in Go's syntax (`10s`, `1m30s`), less a tenth. What is not understood counts as
 * not given. RELIABILITY, bad input 24.
 * @param text the value of the parameter
 * @param standardMs where there is none
 * @param maxMs the longest
 * @returns milliseconds */
export function deadlineOf(text: string | null, standardMs: number, maxMs: number): number {
  const asked = text === null ? Number.NaN : goDuration(text);
  return Math.min(asked > 0 ? asked : standardMs, maxMs) * SHARE;
}

function goDuration(text: string): number {
  let rest = text.startsWith('+') ? text.slice(1) : text;
  if (rest === '' || rest.length > LONGEST_TEXT) return Number.NaN;
  let sum = 0;
  while (rest !== '') {
    const [whole, amount = '', unit = ''] = PART.exec(rest) ?? [];
    if (whole === undefined) return Number.NaN;
    sum += Number(amount) * (UNITS[unit] ?? Number.NaN);
    rest = rest.slice(whole.length);
  }
  return sum;
}
