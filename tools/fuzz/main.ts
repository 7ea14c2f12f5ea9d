// Runs random cases through the packages. Prints the seed; on a failure the case as JSON, and exits with 1.
import { parseArgs } from 'node:util';
import { run } from './src/run.ts';

const USAGE = 'usage: fuzz [--cases 100000] [--seed N] [--case I]    (--case runs only the I-th case of a seed)';
const STEP = 10_000;

function integerOf(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`"${text}" is not a whole number.\n${USAGE}`);
  process.exit(2);
}

function optionsOf(): { cases?: string | undefined; seed?: string | undefined; case?: string | undefined } {
  try {
    return parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' }, case: { type: 'string' } } }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

const options = optionsOf();
const seed = integerOf(options.seed, Math.floor(Math.random() * 2 ** 32));
const from = integerOf(options.case, 0);
const count = options.case === undefined ? integerOf(options.cases, 100_000) : 1;
console.log(`seed ${seed}`);
const started = performance.now();
for (let done = 0; done < count; done += STEP) {
  const failed = run(seed, from + done, Math.min(STEP, count - done));
  if (failed) {
    console.log(failed.json);
    console.error(`\ncase ${failed.index} of seed ${seed} failed: ${failed.problem}\nrun it alone: pnpm fuzz --seed ${seed} --case ${failed.index}`);
    process.exit(1);
  }
}
console.log(`${count} cases in ${((performance.now() - started) / 1_000).toFixed(1)} s, all well`);
