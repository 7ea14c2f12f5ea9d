import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MemorySample } from './memory.ts';

/** A line of a log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly level?: string; readonly message?: string };

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** An app in a process of its own. */
export interface Program {
  readonly name: string;
  readonly startedAt: number;
  readonly memory: readonly MemorySample[];
  /** Its log, but for what it says of single VMs: that would be all the memory of this process. */
  readonly lines: readonly LogLine[];
  /** What must not be in a log, one after the other. */
  readonly complaints: readonly string[];
  readonly ended: Promise<Ended>;
  readonly isAlive: boolean;
  /** Waits for a line.
   * @returns it; undefined where the program ends before */
  line(message: string): Promise<LogLine | undefined>;
  /** Asks for its memory: the answer is added to `memory`. */
  weigh(): void;
  kill(signal: NodeJS.Signals): void;
}

const ROOT = join(import.meta.dirname, '../../..');
const MAIN = { admitter: 'apps/admitter/src/main.ts', controller: 'apps/controller/src/main.ts' } as const;
/** What the images set. */
const IMAGE = { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2' };
const LOOK_MS = 20;
const OF_SINGLE_VMS = /^(a VM |noticed)/;

/** Starts an app from its sources.
 * @param app which
 * @param args its flags
 * @param env what a cluster tells its pods */
export function startProgram(app: keyof typeof MAIN, args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const flags = ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', '--expose-gc', `--import=${join(import.meta.dirname, 'memory-probe.mjs')}`];
  const child = spawn(process.execPath, [...flags, join(ROOT, MAIN[app]), ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...IMAGE, NODE_OPTIONS: '', ...env } });
  const [lines, complaints, memory]: [LogLine[], string[], MemorySample[]] = [[], [], []];
  const startedAt = performance.now() / 1000;
  let end: Ended | undefined;
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve((end = { code, signal })));
  });
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = parsed(text);
    if (!line) complaints.push(`wrote what is no line of a log: ${text}`);
    else if (line.level === 'error') complaints.push(`logged an error: ${text}`);
    if (line && !OF_SINGLE_VMS.test(String(line.message))) lines.push(line);
  });
  createInterface({ input: child.stderr }).on('line', (text) => {
    const sample = parsed(text) as Omit<MemorySample, 'at'> | undefined;
    if (sample && 'rssBytes' in sample) memory.push({ at: performance.now() / 1000, ...sample });
    else complaints.push(`wrote to its standard error: ${text}`);
  });
  return {
    ...{ name: `${app} (process ${child.pid})`, startedAt, lines, complaints, memory, ended },
    get isAlive() {
      return end === undefined;
    },
    async line(message) {
      for (;;) {
        const found = lines.find((line) => line.message === message);
        if (found || end) return found;
        await sleep(LOOK_MS);
      }
    },
    weigh: () => void child.kill('SIGUSR2'),
    kill: (signal) => void child.kill(signal),
  };
}

function parsed(text: string): LogLine | undefined {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return undefined;
  }
}
