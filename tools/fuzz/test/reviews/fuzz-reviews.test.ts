import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Ran } from '../../src/ran.ts';
import { runReviews } from '../../src/reviews/run-reviews.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));

async function fuzz(seed: number, count: number): Promise<Ran> {
  const ran = await runReviews({ seed, from: 0, count });
  const { failed } = ran;
  // the case stands in the message, so that it is in the log of whoever cannot run it again
  expect(failed && `case ${failed.index} of seed ${seed}: ${failed.problem}\n${failed.json.slice(0, 20_000)}`).toBeUndefined();
  return ran;
}

test('20,000 reviews of one seed are answered, in every way that there is', async () => {
  const { outcomes } = await fuzz(1, 20_000);
  const atLeast = { unparsable: 1_500, 400: 500, 404: 50, '200 200': 3_000, '200 200 with a patch': 1_000, '200 400': 1_000, '200 422': 2_000, '200 503': 50, '200 504': 10 };
  for (const [outcome, count] of Object.entries(atLeast)) expect([outcome, outcomes.get(outcome) ?? 0]).toEqual([outcome, expect.toSatisfy((times: number) => times >= count)]);
  expect([...outcomes.keys()].filter((outcome) => !(outcome in atLeast))).toEqual([]);
});

const seed = Math.floor(Math.random() * 2 ** 32);
test(`5,000 reviews of another seed every time: ${seed}`, async () => {
  await fuzz(seed, 5_000);
});

test('the command prints its seed, what was answered, the slowest answer, and how many cases were well', () => {
  const output = execFileSync(process.execPath, ['--conditions=@instancetype/source', MAIN, 'reviews', '--cases', '50', '--seed', '7', '--jobs', '2'], { encoding: 'utf8' });
  expect(output).toMatch(/^seed 7\nanswers \(HTTP status, code of the decision\): 200 200: \d+, .*\nslowest answer: \d+ ms of its thread's time \(\d+ ms by the clock\), in case \d+\n(?:run again, .*\n)?50 cases in [\d.]+ s, all well\n$/);
});
