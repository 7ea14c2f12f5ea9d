import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load, Loaded } from './load.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');
const SOURCES = ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning'];

/** A server in a process of its own. */
export interface Served {
  readonly port: number;
  readonly probePort: number;
  /** From the start of the process until it serves, in ms. */
  readonly startMs: number;
  /** Its memory in bytes; undefined where the system does not tell. */
  memory(): number | undefined;
  stop(): Promise<void>;
}

/** Starts a program that prints a line with its port once it serves. Where there is a build of it that is used: the time that Node
 * needs to strip types is not the program's.
 * @param program path from the root of the repository
 * @param args its arguments
 * @param env what a cluster tells its pods */
export async function serve(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const begun = performance.now();
  const flags = program.endsWith('.ts') ? SOURCES : [];
  // what it logs goes where a container's goes: to a pipe that somebody reads
  const child = spawn(process.execPath, [...flags, join(REPOSITORY, program), ...args], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const { port, probePort = 0 } = await serving(child);
  const startMs = performance.now() - begun;
  return {
    ...{ port, probePort, startMs },
    memory: () => residentBytes(child.pid ?? 0),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Waits until a server's readiness probe is well.
 * @param served which */
export async function untilReady({ probePort }: Served): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if ((await fetch(`http://127.0.0.1:${probePort}/readyz`)).ok) return;
    await sleep(25);
  }
  throw new Error('The server is not ready after 10 s.');
}

/** Puts load on a server from a process of its own.
 * @param load what is sent */
export async function put(load: Load): Promise<Loaded> {
  const child = spawn(process.execPath, [...SOURCES, join(import.meta.dirname, 'load.ts'), JSON.stringify(load)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(printed) as Loaded;
}

function serving(child: ChildProcess): Promise<{ readonly port: number; readonly probePort?: number }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with exit code ${code}.`)));
    createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (text) => {
      if (text.includes('"serving"')) resolve(JSON.parse(text) as { readonly port: number });
    });
  });
}

function residentBytes(pid: number): number | undefined {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
