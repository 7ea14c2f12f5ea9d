const INTEGER = /^[1-9][0-9]*$/;

/** Whether who has seen the one version has seen the other. Versions of one resource are integers that grow; of two that are none
 * it is known only where they are the same.
 * @param seen the one; undefined means that nothing was seen
 * @param wanted the other */
export function hasReached(seen: string | undefined, wanted: string): boolean {
  if (seen === undefined) return false;
  if (seen === wanted) return true;
  if (!INTEGER.test(seen) || !INTEGER.test(wanted)) return false;
  return seen.length === wanted.length ? seen > wanted : seen.length > wanted.length;
}

/** The later of two versions; where that is not known, the second.
 * @param one a version
 * @param other another */
export function laterOf(one: string | undefined, other: string): string {
  return one !== undefined && hasReached(one, other) ? one : other;
}
