import { spawn } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../src/main.ts');

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program, in a process of its own. */
export interface Program {
  readonly ended: Promise<Ended>;
  /** Messages of its log so far. */
  messages(): readonly string[];
  /** The first line of its log with a message. */
  line(message: string): Record<string, any> | undefined;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the program from its sources. */
export function startProgram(args: readonly string[]): Program {
  const child = spawn(process.execPath, ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', MAIN, ...args], { env: { PATH: process.env['PATH'] } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
  const lines = (): Record<string, any>[] => stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, any>);
  return {
    ended,
    messages: () => lines().map(({ message }) => String(message)),
    line: (message) => lines().find((line) => line['message'] === message),
    kill: (signal) => void child.kill(signal),
  };
}
