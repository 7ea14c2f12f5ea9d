import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of files that goes when it is disposed of. */
export interface Folder extends AsyncDisposable {
  readonly path: string;
  file(name: string): string;
  write(name: string, text: string): Promise<string>;
}

export async function makeFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'operate-'));
  const file = (name: string): string => join(path, name);
  return {
    path,
    file,
    write: async (name, text) => {
      await writeFile(file(name), text);
      return file(name);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Lays files out as Kubernetes mounts a Secret: links to links to a folder, which is exchanged as a whole. */
export async function mountSecret(folder: Folder, version: string, files: Readonly<Record<string, string>>): Promise<void> {
  const data = folder.file(`..${version}`);
  await mkdir(data);
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(data, name), text);
    await symlink(join('..data', name), folder.file(name)).catch(() => undefined);
  }
  await symlink(`..${version}`, folder.file('..data_tmp'));
  await rename(folder.file('..data_tmp'), folder.file('..data'));
}

/** Waits until something holds; the test's own time limit ends it. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
