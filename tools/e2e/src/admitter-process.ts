import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../../..');
const LIMIT_MS = 30_000;
const LOOK_MS = 25;

/** One admitter, in a process of its own. */
export interface AdmitterProcess {
  readonly port: number;
  readonly probePort: number;
  /** Lines of its log, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** Whether its readiness probe is well now. */
  isReady(): Promise<boolean>;
  /** Sends SIGTERM.
   * @returns its exit code, when it has ended */
  stop(): Promise<number | null>;
}

/** Starts an admitter at free ports, and waits until it serves.
 * @param flags its settings, but for addresses and ports
 * @param env what a cluster tells its pods */
export async function startAdmitterProcess(flags: readonly string[], env: Readonly<Record<string, string>>): Promise<AdmitterProcess> {
  const local = ['--host=127.0.0.1', '--port=0', '--probe-host=127.0.0.1', '--probe-port=0'];
  // the sources, so that nothing has to be built first
  const args = ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', join(ROOT, 'apps/admitter/src/main.ts'), ...local, ...flags];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '', ...env } });
  const lines: Record<string, unknown>[] = [];
  const { port, probePort } = await serving(child, lines);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    ...{ port, probePort, lines },
    isReady: async () => (await fetch(`http://127.0.0.1:${probePort}/readyz`).catch(() => undefined))?.ok ?? false,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Waits until an admitter is ready.
 * @param admitter which */
export async function untilReady(admitter: AdmitterProcess): Promise<void> {
  for (const limit = Date.now() + LIMIT_MS; Date.now() < limit; await sleep(LOOK_MS)) if (await admitter.isReady()) return;
  throw new Error(`The admitter is not ready after ${LIMIT_MS / 1000} s: ${JSON.stringify(admitter.lines.slice(-3))}`);
}

function serving(child: ChildProcess, lines: Record<string, unknown>[]): Promise<{ readonly port: number; readonly probePort: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly port: number; readonly probePort: number }>();
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString('utf8')));
  child.once('exit', (code) => reject(new Error(`The admitter ended with exit code ${code}: ${complaints}${JSON.stringify(lines.slice(-3))}`)));
  createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (text) => {
    const line = JSON.parse(text) as Record<string, unknown>;
    lines.push(line);
    if (line['message'] === 'serving') resolve({ port: Number(line['port']), probePort: Number(line['probePort']) });
  });
  return promise;
}
