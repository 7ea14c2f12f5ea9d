import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputFault } from './fault.ts';
import { systemFault } from './read-bytes.ts';

const MANIFEST = /\.(?:ya?ml|json)$/i;

/** The manifests below a directory (`.yaml`, `.yml`, `.json`), in the order of their names, each as the directory's name
 * joined with its path. Hidden entries and `node_modules` are passed over. Symbolic links are followed; a directory that was
 * seen already is not walked again.
 * @param root the directory as the user named it */
export async function* walkManifests(root: string): AsyncGenerator<string | InputFault> {
  const seen = new Set<string>();
  // a stack, not recursion: directories may be nested as deep as the file system allows
  const pending: string[] = [root];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const entries = await listOnce(path, seen);
    if (!Array.isArray(entries)) {
      if (entries) yield entries;
      continue;
    }
    yield* entries.filter((entry) => !entry.isDirectory).map((entry) => entry.path);
    pending.push(...entries.filter((entry) => entry.isDirectory).map((entry) => entry.path).reverse());
  }
}

interface Entry {
  readonly path: string;
  readonly isDirectory: boolean;
}

async function listOnce(path: string, seen: Set<string>): Promise<Entry[] | InputFault | undefined> {
  try {
    const real = await realpath(path);
    if (seen.has(real)) return undefined;
    seen.add(real);
    const names = await readdir(path, { withFileTypes: true });
    const entries: Entry[] = [];
    for (const dirent of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const entry = await entryOf(path, dirent);
      if (entry) entries.push(entry);
    }
    return entries;
  } catch (error) {
    return systemFault(path, error);
  }
}

async function entryOf(parent: string, dirent: Dirent): Promise<Entry | undefined> {
  if (dirent.name.startsWith('.') || dirent.name === 'node_modules') return undefined;
  const path = join(parent, dirent.name);
  const isDirectory = dirent.isDirectory() || (dirent.isSymbolicLink() && (await leadsToDirectory(path)));
  return isDirectory || MANIFEST.test(dirent.name) ? { path, isDirectory } : undefined;
}

/** A link that leads nowhere counts as a file: reading it says what is wrong. */
async function leadsToDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
