import { mkdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 5_000;
const STALE_MS = 60_000;
const LOOK_MS = 500;

/** Does some work while nobody else does it on this machine. Who holds the lock touches it every few seconds; one that nobody has
 * touched for a minute belongs to a process that is gone. It saves work and no more: two that hold it at once, after a machine has
 * slept for example, do no harm to each other.
 * @param path of the lock, a directory
 * @param waiting is called now and then while another one works, and ends the waiting by true
 * @param work what to do
 * @returns what the work gives, or undefined where the waiting was ended */
export async function underLock<Result>(path: string, waiting: () => boolean, work: () => Promise<Result>): Promise<Result | undefined> {
  while (!take(path)) {
    if (waiting()) return undefined;
    if (isStale(path)) rmSync(path, { recursive: true, force: true });
    else await sleep(LOOK_MS);
  }
  const release = (): void => rmSync(path, { recursive: true, force: true });
  const beat = setInterval(() => touch(path), BEAT_MS);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

function take(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // somebody thought it stale: see above
  }
}

function isStale(path: string): boolean {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
  return Date.now() - mtimeMs > STALE_MS;
}
