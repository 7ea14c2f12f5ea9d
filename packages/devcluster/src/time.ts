/** A moment as Kubernetes writes it: whole seconds.
 * @param date the moment */
export function timestampOf(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
