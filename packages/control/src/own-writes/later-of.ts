import { hasReachedVersion } from '@instancetype/api';

/** The later of two versions; where that is not known, the second.
 * @param one a version
 * @param other another */
export function laterOf(one: string | undefined, other: string): string {
  return one !== undefined && hasReachedVersion(one, other) ? one : other;
}
