import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { type FaultCode, type InputFault, inputFault } from './fault.ts';
import { limits } from './limits.ts';

const CHUNK = 256 * 1024;

/** The bytes of a file, or a fault. A pipe or a device is read up to the limit.
 * @param name the file's name, for messages
 * @param path where it is */
export async function readBytes(name: string, path: string): Promise<Uint8Array | InputFault> {
  try {
    const file = await open(path, 'r');
    try {
      const stats = await file.stat();
      if (stats.isDirectory()) return inputFault(name, 'input-unreadable', 'it is a directory');
      if (stats.size > limits.fileBytes) return tooLarge(name, stats);
      return await collect(name, file.createReadStream({ autoClose: false, highWaterMark: CHUNK }));
    } finally {
      await file.close();
    }
  } catch (error) {
    return systemFault(name, error);
  }
}

/** The bytes of a stream up to the limit, or a fault.
 * @param name what to call it in messages
 * @param stream for example standard input */
export async function collect(name: string, stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array | InputFault> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > limits.fileBytes) return tooLarge(name);
      chunks.push(bytes);
    }
  } catch (error) {
    return systemFault(name, error);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(name: string, stats?: Stats): InputFault {
  const mebibytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
  const size = stats ? ` (${mebibytes(stats.size)} MiB)` : '';
  return inputFault(name, 'input-too-large', `too large${size}: at most ${mebibytes(limits.fileBytes)} MiB are read, split it`);
}

const REASONS: ReadonlyMap<string, readonly [FaultCode, string]> = new Map([
  ['ENOENT', ['input-missing', 'there is no such file or directory']],
  ['ENOTDIR', ['input-missing', 'there is no such file: a part of its path is not a directory']],
  ['EACCES', ['input-unreadable', 'no permission to read it']],
  ['EPERM', ['input-unreadable', 'no permission to read it']],
  ['ELOOP', ['input-unreadable', 'its symbolic links lead in a circle']],
  ['ENAMETOOLONG', ['input-unreadable', 'the name is too long']],
  ['EMFILE', ['input-unreadable', 'too many files are open']],
  ['ENFILE', ['input-unreadable', 'too many files are open']],
  ['EPIPE', ['input-unreadable', 'the pipe was closed']],
  ['ECONNRESET', ['input-unreadable', 'the pipe was closed']],
  ['ERR_INVALID_ARG_VALUE', ['input-missing', 'it is not a name of a file']],
]);

/** A failure of the operating system as a fault.
 * @param name the input's name
 * @param error what was thrown */
export function systemFault(name: string, error: unknown): InputFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const [faultCode, message] = REASONS.get(code) ?? ['input-unreadable', `it cannot be read (${code})`];
  return inputFault(name, faultCode, message);
}
