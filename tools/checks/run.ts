import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What a command did. */
export interface Ran {
  readonly ok: boolean;
  readonly stdout: string;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

/** Runs a command to its end and keeps what it prints; a command that cannot be started counts as failed.
 * @param command name or path of a program
 * @param args its arguments
 * @param cwd where it runs */
export function run(command: string, args: readonly string[], cwd: string): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  let stdout = '';
  let output = '';
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined } });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.on('error', (error) => resolve({ ok: false, stdout, output: `${output}${error.message}\n` }));
  child.on('close', (code) => resolve({ ok: code === 0, stdout, output }));
  return promise;
}

/** Does the work for every item, as many at a time as there are processors, and gives the results in order. */
export async function inParallel<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}
