import { Bench } from 'tinybench';

/** What is measured: a function that does its work once, and how many things it works on. */
export interface Task {
  readonly run: () => unknown;
  readonly items: number;
}

/** The times of tasks that were run in turn: `nanoseconds[task][round]`, for one thing. */
export interface Times<Name extends string> {
  /** The median time for one thing.
   * @param task the task's name */
  median(task: Name): number;
  /** The median of what a task takes as a multiple of what another takes in the same round.
   * @param task the task's name
   * @param floor the other's */
  ratio(task: Name, floor: Name): number;
}

/** Runs tasks in turn, so that what else the machine does falls on all of them alike: their ratios are then good also where
 * their times are not. The order changes from round to round, because each task leaves its garbage to the next.
 * @param tasks by name
 * @param rounds how many rounds count, and how many go before them to warm up */
export function interleave<Name extends string>(
  tasks: Readonly<Record<Name, Task>>,
  { counted = 31, warmup = 10 }: { readonly counted?: number; readonly warmup?: number } = {},
): Times<Name> {
  const names = Object.keys(tasks) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < warmup + counted; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const time = timeOf(tasks[name]);
      if (round >= warmup) samples[name].push(time);
    }
  }
  return {
    median: (task) => medianOf(samples[task]),
    ratio: (task, floor) => medianOf(samples[task].map((time, round) => time / (samples[floor][round] ?? Number.NaN))),
  };
}

function timeOf({ run, items }: Task): number {
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: true });
  bench.add('once', run, { async: false });
  const result = bench.runSync()[0]?.result;
  if (result?.state !== 'completed') throw new Error('A measurement was not completed.');
  return (result.latency.mean * 1e6) / items;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
