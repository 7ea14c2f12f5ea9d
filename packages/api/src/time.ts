/** A time as Kubernetes writes it in conditions: RFC 3339, in UTC, without fractions of a second.
 * @param date the time */
export function timeOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
