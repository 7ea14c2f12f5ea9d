/** A text, or an empty one for anything else: what an unset field of Go holds (BEHAVIOUR 0.1, model V).
 * @param value anything */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
