import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compile } from './compile.ts';
import type { Go } from './go.ts';
import { underLock } from './lock.ts';
import { cacheDirectory, cacheRoot, isBuilt, PROGRAMS, versions } from './module.ts';

const WAIT_MS = 15_000;
const ABANDONED_MS = 6 * 3600_000;
const UNFINISHED = '.unfinished-';

/** How to build. */
export interface BuildOptions {
  /** Shows a line. */
  readonly say: (line: string) => void;
  /** Also where everything has been built. */
  readonly force?: boolean | undefined;
}

/** Builds the servers into the cache, unless they are there. Others may do the same at the same time: one builds, the others wait.
 * @param go which Go
 * @param options how
 * @returns where they are
 * @throws Error with what went wrong */
export async function build(go: Go, { say, force = false }: BuildOptions): Promise<string> {
  const directory = cacheDirectory();
  if (isBuilt(directory) && !force) return directory;
  mkdirSync(cacheRoot(), { recursive: true });
  // the building itself ends the waiting of the others, except of those that want one of their own
  const waiting = waitingFor(directory, say, force);
  await underLock(`${directory}.lock`, waiting, async () => {
    if (isBuilt(directory) && !force) return;
    removeAbandoned();
    await buildInto(directory, go, say);
  });
  return directory;
}

async function buildInto(directory: string, go: Go, say: (line: string) => void): Promise<void> {
  const { kubernetes, etcd } = versions();
  const begin = performance.now();
  const unfinished = mkdtempSync(join(cacheRoot(), UNFINISHED));
  const remove = (): void => rmSync(unfinished, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    say(`Building kube-apiserver and kubectl ${kubernetes} and etcd ${etcd} with ${go.version}. This is done once, and takes some minutes ...`);
    await compile(go, unfinished, say);
    for (const { name, built } of PROGRAMS) renameSync(join(unfinished, built), join(unfinished, name));
    putInPlace(unfinished, directory);
    const megabytes = PROGRAMS.reduce((sum, { name }) => sum + statSync(join(directory, name)).size, 0) / 1e6;
    say(`Built in ${((performance.now() - begin) / 60_000).toFixed(1)} min, ${megabytes.toFixed(0)} MB: ${directory}`);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Servers that run keep the files that they have opened, so that a directory can be moved from under them. */
function putInPlace(unfinished: string, directory: string): void {
  const old = mkdtempSync(join(dirname(directory), UNFINISHED));
  try {
    try {
      renameSync(directory, join(old, 'replaced'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    renameSync(unfinished, directory);
  } catch (error) {
    // another build was faster by a moment
    if (!isBuilt(directory)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

function waitingFor(directory: string, say: (line: string) => void, force: boolean): () => boolean {
  const begin = performance.now();
  let next = begin;
  return () => {
    const now = performance.now();
    if (now >= next) {
      say(`  ${((now - begin) / 60_000).toFixed(1)} min: another process builds the servers; waiting for it`);
      next = now + WAIT_MS;
    }
    return isBuilt(directory) && !force;
  };
}

// of processes that were killed
function removeAbandoned(): void {
  for (const name of readdirSync(cacheRoot()).filter((each) => each.startsWith(UNFINISHED))) {
    const path = join(cacheRoot(), name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > ABANDONED_MS) rmSync(path, { recursive: true, force: true });
  }
}
