import { attempt, until } from './attempt.ts';

/** Something that is done again and again. */
export interface LoadRun {
  /** How often it was done, well or not. */
  readonly done: number;
  reaches(count: number): Promise<void>;
  /** @returns what went wrong */
  end(): Promise<readonly string[]>;
}

/** Does something again and again, four at once, until it is ended.
 * @param each what is done; it gets a number of its own */
export function startLoad(each: (turn: number) => Promise<unknown>): LoadRun {
  const failures: string[] = [];
  const over = new AbortController();
  let done = 0;
  const worker = async (first: number): Promise<void> => {
    for (let turn = first; !over.signal.aborted; turn += 4) {
      const result = await attempt(each(turn));
      if (result instanceof Error) failures.push(result.message);
      done += 1;
    }
  };
  const workers = [0, 1, 2, 3].map(worker);
  return {
    get done() {
      return done;
    },
    reaches: (count) => until(async () => done >= count),
    async end() {
      over.abort();
      await Promise.all(workers);
      return failures;
    },
  };
}
