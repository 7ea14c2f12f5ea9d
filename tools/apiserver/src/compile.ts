import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Go, goEnvironment } from './go.ts';
import { buildFlags, moduleDirectory, PROGRAMS } from './module.ts';

const TICK_MS = 15_000;
const KEPT_LINES = 25;

/** Compiles all programs, and tells every 15 s how far it is.
 * @param go which Go
 * @param directory where the files go
 * @param say shows a line
 * @throws Error with what Go said last */
export async function compile(go: Go, directory: string, say: (line: string) => void): Promise<void> {
  const progress = new Progress();
  const args = ['build', '-v', ...buildFlags(), '-o', `${directory}/`, ...PROGRAMS.map(({ path }) => path)];
  const child = spawn(go.command, args, { cwd: moduleDirectory, stdio: ['ignore', 'ignore', 'pipe'], env: goEnvironment() });
  const tick = setInterval(() => say(progress.line()), TICK_MS);
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  try {
    const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    createInterface(child.stderr).on('line', (line) => progress.add(line));
    const code = await ended;
    if (code !== 0) throw new Error(`"go build" in ${moduleDirectory} ended with ${code ?? 'a signal'}. It said:\n${progress.last()}`);
  } finally {
    clearInterval(tick);
    process.off('exit', stop);
  }
}

/** What "go build -v" prints: the path of each package as it is compiled, what is downloaded, and errors. */
class Progress {
  readonly #begin = performance.now();
  #lines: string[] = [];
  #packages = 0;
  #now = 'reading modules or linking';

  add(line: string): void {
    this.#lines = [...this.#lines.slice(-KEPT_LINES), line];
    const isPackage = /^[\w./~-]+$/.test(line);
    if (isPackage) this.#packages += 1;
    if (isPackage || line.startsWith('go: downloading')) this.#now = line.replace(/^go: /, '');
  }

  line(): string {
    const minutes = ((performance.now() - this.#begin) / 60_000).toFixed(1);
    return `  ${minutes} min: ${this.#packages} packages compiled, now ${this.#now}`;
  }

  last(): string {
    const errors = this.#lines.filter((line) => !/^[\w./~-]+$/.test(line) && !line.startsWith('go: downloading'));
    return (errors.length > 0 ? errors : this.#lines).map((line) => `  ${line}`).join('\n');
  }
}
