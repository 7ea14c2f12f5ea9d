/** Numbers that look random and are the same in every run: a linear congruential generator with its output scrambled.
 * @param seed where to start; any integer
 * @returns gives the next integer, at least 0 and below its argument */
export function randomIntegers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const scrambled = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) >>> 0;
    return ((scrambled ^ (scrambled >>> 13)) >>> 0) % below;
  };
}
