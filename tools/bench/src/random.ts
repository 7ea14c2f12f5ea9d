/** Gives the next integer, at least 0 and below its argument. */
export type Random = (below: number) => number;

/** Numbers that look random and are the same in every run: a linear congruential generator with its output scrambled.
 * @param seed where to start; any integer */
export function randomIntegers(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const scrambled = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) >>> 0;
    return ((scrambled ^ (scrambled >>> 13)) >>> 0) % below;
  };
}

/** Hexadecimal digits.
 * @param random which ones
 * @param digits how many */
export function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random(16).toString(16)).join('');
}
