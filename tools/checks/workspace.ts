import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder that holds packages/, apps/ and tools/. */
export const repository: string = resolve(import.meta.dirname, '../..');

/** The fields of a package.json that the checks read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly sideEffects?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
}

/** One folder of the workspace that has a package.json. */
export interface Workspace {
  /** relative to the repository: `packages/find` */
  readonly folder: string;
  readonly path: string;
  readonly manifest: Manifest;
}

/** Reads what is in `packages/`, `apps/` or `tools/`, in the order of the names.
 * @param group name of the folder */
export function workspacesIn(group: 'packages' | 'apps' | 'tools'): Workspace[] {
  return readdirSync(join(repository, group))
    .toSorted()
    .map((name) => ({ folder: `${group}/${name}`, path: join(repository, group, name) }))
    .filter(({ path }) => existsSync(join(path, 'package.json')))
    .map((found) => ({ ...found, manifest: readJson(join(found.path, 'package.json')) as Manifest }));
}

/** What is published: every package, and every app that is not private. */
export function published(): Workspace[] {
  return [...workspacesIn('packages'), ...workspacesIn('apps')].filter(({ manifest }) => manifest.private !== true);
}

/** Whether it is published to be imported: what apps export is for the tools of this workspace. */
export function isLibrary({ folder }: Workspace): boolean {
  return folder.startsWith('packages/');
}

/** Reads and parses a JSON file. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Deletes builds whose source is gone: the compiler leaves them, and they would be published.
 * @returns what is missing: a build as a whole */
export function dropStaleBuilds({ folder, path }: Workspace): string[] {
  const dist = join(path, 'dist');
  if (!existsSync(dist)) return [`${folder} is not built: run "npm run build"`];
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const source = /^(.*?)\.(?:js|d\.ts)(?:\.map)?$/.exec(file)?.[1];
    if (source === undefined || existsSync(join(path, 'src', `${source}.ts`)) || existsSync(join(path, 'src', file))) continue;
    rmSync(join(dist, file));
  }
  return [];
}
