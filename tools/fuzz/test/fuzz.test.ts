import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '../src/run.ts';

const CASES = 3_000;
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

function fuzz(seed: number): void {
  const failed = run(seed, 0, CASES);
  // the case stands in the message, so that it is in the log of whoever cannot run it again
  expect(failed && `case ${failed.index} of seed ${seed}: ${failed.problem}\n${failed.json.slice(0, 20_000)}`).toBeUndefined();
}

test('3,000 cases of one seed', () => {
  fuzz(1);
});

const seed = Math.floor(Math.random() * 2 ** 32);
test(`3,000 cases of another seed every time: ${seed}`, () => {
  fuzz(seed);
});

const node = ['--conditions=@instancetype/source', MAIN];

test('the command prints its seed and how many cases were well', () => {
  const output = execFileSync(process.execPath, [...node, '--cases', '20', '--seed', '7'], { encoding: 'utf8' });
  expect(output).toMatch(/^seed 7\n20 cases in [\d.]+ s, all well\n$/);
});

test.each([[['--cases', 'many']], [['--seed', '-1']], [['--unknown']]])('the command refuses %j with how it is used', (options) => {
  const { status, stderr } = spawnSync(process.execPath, [...node, ...options], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('usage: fuzz');
});
