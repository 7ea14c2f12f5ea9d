const MICRO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(\d{6})(Z|[+-]\d\d:\d\d)$/;
const SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Why a value is no time with microseconds: it has six digits of the second's fraction, no more and no fewer.
 * @param value of a member such as `renewTime`; undefined and null are right */
export function microTimeFault(value: unknown): string | undefined {
  if (value === undefined || value === null || (typeof value === 'string' && MICRO_TIME.test(value))) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const rest = text.replace(SECONDS, '');
  const why = rest === text ? `cannot parse ${JSON.stringify(text)} as "2006"` : `cannot parse ${JSON.stringify(rest)} as ".000000"`;
  return `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05.000000Z07:00": ${why}`;
}

/** The same moment in UTC, as it is stored.
 * @param text a time with microseconds; any other is given back */
export function utcMicroTime(text: string): string {
  const [, fraction, zone] = MICRO_TIME.exec(text) ?? [];
  if (fraction === undefined || zone === 'Z') return text;
  return `${new Date(text).toISOString().slice(0, 19)}.${fraction}Z`;
}
