import type { Readable, Writable } from 'node:stream';

/** Everything outside the process that a command touches, so that tests run commands whole. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Writes a text and waits while the reader is slower than we are.
 * @param stream where to
 * @param text what */
export async function write(stream: Writable, text: string): Promise<void> {
  if (text === '' || stream.destroyed || stream.write(text)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    // a reader that went away never drains
    stream.on('drain', done).on('close', done).on('error', done);
  });
}
