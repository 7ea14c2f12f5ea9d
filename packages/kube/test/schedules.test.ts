import process from 'node:process';
import { expect, test } from 'vitest';
import { Schedule } from './support/schedule.ts';

/** SCHEDULES=10000 runs more of them, SEED=123 one. */
const SEED = process.env['SEED'];
const COUNT = SEED === undefined ? Number(process.env['SCHEDULES'] ?? 500) : 1;
const FIRST = Number(SEED ?? 1);

test(`after every one of ${COUNT} schedules of faults, the cache and its handlers know what the cluster has`, { timeout: 30_000 + COUNT * 100 }, async () => {
  for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
    const schedule = new Schedule(seed);
    const problems = await schedule.run();
    if (problems.length > 0) expect.fail(`Run it again with SEED=${seed}:\n${problems.join('\n')}\n${schedule.steps.join('\n')}`);
  }
});
