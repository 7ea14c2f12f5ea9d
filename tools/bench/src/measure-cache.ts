import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Figures, Reading } from './figure.ts';

/** Rounds of which the quickest counts, as it was disturbed least. */
const ROUNDS = 3;
const GOALS: Readonly<Record<number, string>> = {
  10_000: '600 ms, 150 ms',
  100_000: '4,000 ms, 150 ms, 3,200 B, 650 MB',
  300_000: 'it works',
};

const LIST_SERVER = import.meta.resolve('./cache/list-server.ts');
const FILL_CACHE = import.meta.resolve('./cache/fill-cache.ts');

/** What one process that has filled a cache says. */
interface Filled {
  readonly ms: number;
  readonly stallMs: number;
  readonly peakBytes: number;
  readonly heapEach: number;
}

/** Filling of a cache with very many VMs from an API server on this machine, each time in a process of its own: how long it takes and
 * keeps everything else waiting, and what memory it takes. */
export async function measureCache(): Promise<Figures> {
  const readings: Reading[] = [];
  for (const count of Object.keys(GOALS).map(Number)) {
    const server = start(LIST_SERVER, [String(count)]);
    try {
      const { url } = (await lineOf(server)) as { readonly url: string };
      for (const way of ['stream', 'pages']) readings.push(readingOf(count, way, await quickest([url, String(count), way])));
    } finally {
      server.stdin?.end();
      if (server.exitCode === null) await once(server, 'exit');
    }
  }
  return { readings };
}

async function quickest(args: readonly string[]): Promise<Filled> {
  const filled: Filled[] = [];
  for (let round = 0; round < ROUNDS; round += 1) filled.push((await lineOf(start(FILL_CACHE, args))) as Filled);
  return filled.reduce((best, one) => (one.ms < best.ms ? one : best));
}

function readingOf(count: number, way: string, { ms, stallMs, heapEach, peakBytes }: Filled): Reading {
  const shown = (value: number): string => Math.round(value).toLocaleString('en');
  const figures = [`${shown(ms)} ms`, `stall ${shown(stallMs)} ms`, `${shown(heapEach)} B/VM`, `peak ${shown(peakBytes / 1e6)} MB`];
  const goal = GOALS[count];
  return { title: `cache of ${count.toLocaleString('en')} VMs, as ${way === 'stream' ? 'a stream' : 'pages'}`, figures, ...(goal !== undefined && { goal }) };
}

function start(file: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--conditions=@instancetype/source', '--expose-gc', fileURLToPath(file), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** The one line that a process prints.
 * @throws where it ends without one */
async function lineOf({ stdout }: ChildProcess): Promise<unknown> {
  if (!stdout) throw new Error('The process has no output.');
  const { done, value } = await createInterface(stdout)[Symbol.asyncIterator]().next();
  if (done) throw new Error('The process has ended without its figures.');
  return JSON.parse(value);
}
