import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface, type Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAddress } from './api-process.ts';

const REPOSITORY = join(import.meta.dirname, '../../../..');
const PROGRAM = join(REPOSITORY, 'apps/controller/dist/main.js');
const LIMIT_MS = 60_000;
/** What part of its memory its image gives to objects. */
const OBJECTS = Number(/--max-old-space-size-percentage=(\d+)/.exec(readFileSync(join(REPOSITORY, 'apps/controller/Containerfile'), 'utf8'))?.[1]) / 100;

/** The built controller in a process of its own, with its caches filled. */
export interface ControllerProcess {
  /** From the start of the process until its caches were full, in ms. */
  readonly readyMs: number;
  /** When that was, by `performance.now()`. */
  readonly readyAt: number;
  /** The values of its metrics by their series. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  /** What its objects take once garbage has been collected. */
  heapBytes(): Promise<number>;
  /** The most memory that it ever had; NaN where the system does not tell. */
  peakBytes(): number;
  /** How long it has run, and waited for a processor that others had, in ms; NaN where the system does not tell. */
  times(): { readonly ran: number; readonly waited: number };
  stop(): Promise<void>;
}

/** Starts the controller as in a pod, and waits until it is ready.
 * @param api of its cluster
 * @param flags its settings, but for where it listens
 * @param limitMebibytes the memory of its container, 512 as in its deployment without it */
export async function startController({ url, ca, controllerToken }: ApiAddress, flags: readonly string[], limitMebibytes: number = 512): Promise<ControllerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-controller-'));
  for (const [name, text] of [['token', controllerToken], ['ca.crt', ca], ['namespace', 'default']] as const) writeFileSync(join(folder, name), text, { mode: 0o600 });
  const { hostname, port } = new URL(url);
  const env = { ...process.env, KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  const begun = performance.now();
  const local = [`--service-account-dir=${folder}`, '--probe-host=127.0.0.1', '--probe-port=0'];
  const child = spawn(process.execPath, [...memoryFlags(limitMebibytes), '--expose-gc', '--import', join(import.meta.dirname, 'heap-probe.mjs'), PROGRAM, ...local, ...flags], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const complaints = createInterface({ input: child.stderr });
  const log = createInterface({ input: child.stdout });
  const { probePort } = await started(log);
  const probe = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${probePort}${path}`);
  while (!(await probe('/readyz')).ok) {
    if (performance.now() - begun > LIMIT_MS) throw new Error(`The controller is not ready after ${LIMIT_MS / 1000} s.`);
    await sleep(10);
  }
  const readyAt = performance.now();
  return {
    ...{ readyAt, readyMs: readyAt - begun },
    metrics: async () => seriesIn(await (await probe('/metrics')).text()),
    async heapBytes() {
      const line = once(complaints, 'line');
      child.kill('SIGUSR2');
      const [text] = (await line) as [string];
      return (JSON.parse(text) as { readonly heapBytes: number }).heapBytes;
    },
    peakBytes: () => Number(/^VmHWM:\s+(\d+) kB/m.exec(told(child.pid, 'status'))?.[1]) * 1024,
    times() {
      const [ran = Number.NaN, waited = Number.NaN] = told(child.pid, 'schedstat').split(' ').map((nanoseconds) => Number(nanoseconds || Number.NaN) / 1e6);
      return { ran, waited };
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// what V8 does by itself in such a container: for new objects it takes the 64th part of half of the memory, in less than a gigabyte the 128th
function memoryFlags(limitMebibytes: number): string[] {
  const half = limitMebibytes / 2;
  return [`--max-old-space-size=${Math.floor(OBJECTS * limitMebibytes)}`, `--max-semi-space-size=${Math.ceil(half / (half > 256 ? 64 : 128))}`];
}

function started(log: Interface): Promise<{ readonly probePort: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly probePort: number }>();
  log.on('line', (text) => {
    if (text.includes('"message":"started"')) resolve(JSON.parse(text) as { readonly probePort: number });
  });
  log.once('close', () => reject(new Error('The controller ended before it had started.')));
  return promise;
}

function seriesIn(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

/** What Linux tells of a process. */
function told(pid: number | undefined, file: 'schedstat' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
