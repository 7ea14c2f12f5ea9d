/** A time as Kubernetes' MicroTime, which takes six digits of a second and no fewer: 2026-01-31T10:00:00.123456Z.
 * @param micros microseconds since the epoch */
export function microTime(micros: number): string {
  const iso = new Date(Math.floor(micros / 1000)).toISOString();
  return `${iso.slice(0, -1)}${String(micros % 1000).padStart(3, '0')}Z`;
}
