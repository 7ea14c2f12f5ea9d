import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { run } from '../src/run.ts';

/** The root of the repository, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL('../../../', import.meta.url));

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly stdin?: string;
  readonly env?: Record<string, string>;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

class Memory extends Writable {
  text = '';
  isTTY?: boolean;
  columns?: number;

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs a whole command line in this process. */
export async function cli(args: readonly string[], { stdin = '', env = {}, isTTY, columns }: Surroundings = {}): Promise<Result> {
  const [stdout, stderr] = [new Memory(), new Memory()];
  if (isTTY) stdout.isTTY = true;
  if (columns !== undefined) stdout.columns = columns;
  const code = await run(args, { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr, env });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Calls a function with a new directory that holds the given files, and removes it. Paths in the results are relative to it. */
export async function withFiles<T>(files: Readonly<Record<string, string>>, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'instancetype-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs a command line on files: an argument that names one of them, or `@` for their directory, is replaced by its path, and
 * the path is taken out of what is printed. */
export async function cliOn(files: Readonly<Record<string, string>>, args: readonly string[], around: Surroundings = {}): Promise<Result> {
  return await withFiles(files, async (directory) => {
    const paths = args.map((arg) => (arg === '@' ? directory : Object.hasOwn(files, arg) ? join(directory, arg) : arg));
    const { code, stdout, stderr } = await cli(paths, around);
    const shown = (text: string): string => text.replaceAll(`${directory}/`, '');
    return { code, stdout: shown(stdout), stderr: shown(stderr) };
  });
}

/** Runs a command line with paths below the root of the repository, as if it were started there. */
export async function cliAtRoot(args: readonly string[], around: Surroundings = {}): Promise<Result> {
  const { code, stdout, stderr } = await cli(args.map((arg) => (arg.startsWith('examples/') ? ROOT + arg : arg)), around);
  return { code, stdout: stdout.replaceAll(ROOT, ''), stderr: stderr.replaceAll(ROOT, '') };
}
