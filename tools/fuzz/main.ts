// Runs random cases through the packages, or random reviews through the webhooks. Prints the seed; on a failure the case as JSON,
// and exits with 1.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runOnThreads } from './src/pool.ts';
import type { Ran } from './src/ran.ts';

const USAGE = 'usage: fuzz [packages|reviews] [--cases 100000] [--seed N] [--case I] [--jobs N]    (--case runs only the I-th case of a seed)';
const OPTIONS = { cases: { type: 'string' }, seed: { type: 'string' }, case: { type: 'string' }, jobs: { type: 'string' } } as const;
/** Seeds and indices are of 32 bits. */
const LIMIT = 2 ** 32;

function integerOf(text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (text !== '' && Number.isInteger(value) && value >= 0 && value < LIMIT) return value;
  return refuse(`"${text}" is no whole number of up to ten digits.`);
}

function refuse(message: string): never {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
}

function argumentsOf(): { readonly subject: string } & { readonly [name in keyof typeof OPTIONS]?: string | undefined } {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
    const [subject = 'packages', more] = positionals;
    if ((subject === 'packages' || subject === 'reviews') && more === undefined) return { subject, ...values };
    return refuse(`"${more ?? subject}" is nothing that can be fuzzed.`);
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function report({ outcomes, slowest, repeated }: Ran, memory: readonly number[]): void {
  const counts = [...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([outcome, times]) => `${outcome}: ${times}`);
  if (counts.length > 0) console.log(`answers (HTTP status, code of the decision): ${counts.join(', ')}`);
  if (slowest) console.log(`slowest answer: ${slowest.own.toFixed(0)} ms of its thread's time (${slowest.wall.toFixed(0)} ms by the clock), in case ${slowest.index}`);
  if (repeated > 0) console.log(`run again, because by the clock they took more than 100 ms: ${repeated}`);
  if (memory.length >= 10) console.log(`memory in MB after each tenth: ${memory.join(', ')}`);
}

const options = argumentsOf();
const seed = integerOf(options.seed, Math.floor(Math.random() * LIMIT));
const from = integerOf(options.case, 0);
const count = options.case === undefined ? integerOf(options.cases, 100_000) : 1;
const jobs = integerOf(options.jobs, availableParallelism());
console.log(`seed ${seed}`);
const started = performance.now();
const memory: number[] = [];
const onStep = (done: number): void => {
  if (done >= ((memory.length + 1) * count) / 10) memory.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
};
const ran = await runOnThreads({ subject: options.subject, seed, from, count, jobs, onStep });
if (ran.failed) {
  const { index, json, problem } = ran.failed;
  console.log(json);
  const again = `npm run fuzz -- ${options.subject === 'packages' ? '' : 'reviews '}--seed ${seed} --case ${index}`;
  console.error(`\ncase ${index} of seed ${seed} failed: ${problem}\nrun it alone: ${again}`);
  process.exitCode = 1;
} else {
  report(ran, memory);
  console.log(`${count} cases in ${((performance.now() - started) / 1_000).toFixed(1)} s, all well`);
}
