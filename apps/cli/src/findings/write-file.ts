import { randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { access, constants, open, realpath, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Replaces a file's text in one step: whoever reads it, at whatever moment, gets the old text or the new one. Its mode stays,
 * and a symbolic link stays one. What the operating system refuses is thrown.
 * @param path the file
 * @param text its new text */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const target = await realpath(path);
  // a directory that can be written to would let a read-only file be replaced
  await access(target, constants.W_OK);
  const { mode } = await stat(target);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomUUID()}.tmp`);
  const cleanUp = (): void => remove(temporary);
  // an interrupt ends the process at once
  process.once('exit', cleanUp);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(text);
      // the mode at creation is cut by the umask
      await file.chmod(mode & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    cleanUp();
    throw error;
  } finally {
    process.off('exit', cleanUp);
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // it was never made
  }
}
