/** A check that did not hold. Every other exception is one of the packages'. */
export class Fault extends Error {}

/** @throws Fault where a check does not hold */
export function must(holds: boolean, message: () => string): void {
  if (!holds) throw new Fault(message());
}
