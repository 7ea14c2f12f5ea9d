import type { Random } from '@instancetype-tools/random';

/** Hexadecimal digits.
 * @param random which ones
 * @param digits how many */
export function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.below(16).toString(16)).join('');
}
