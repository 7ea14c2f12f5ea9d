import { check } from './check.ts';
import { generate } from './generate.ts';
import { textOf } from './json.ts';
import { seedOf } from '@instancetype-tools/random';
import type { Subject } from './subject.ts';

/** A case that failed. */
export interface Failed {
  readonly index: number;
  readonly problem: string;
  /** The case as JSON; what is nested too deeply is cut. */
  readonly json: string;
}

/** Makes cases and checks them until one fails.
 * @param seed of the run
 * @param from index of the first case
 * @param count how many
 * @param subject what is checked
 * @returns the case that failed, or undefined */
export function run(seed: number, from: number, count: number, subject?: Subject): Failed | undefined {
  for (let index = from; index < from + count; index++) {
    const one = generate(seedOf(seed, index));
    const problem = check(one, subject);
    if (problem !== undefined) return { index, problem, json: textOf(one) };
  }
  return undefined;
}
