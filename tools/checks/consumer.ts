import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differenceOf, readmeExample } from './readme-example.ts';
import { run } from './run.ts';
import type { Ran } from './run.ts';
import { readJson } from './workspace.ts';
import type { Manifest, Workspace } from './workspace.ts';

/** Installs into a project with npm, with no registry at hand: what is not given is a dependency that crept in.
 * @param project folder, made when it is missing
 * @param dependencies names, and the tarballs or folders that they are installed from */
export function installOffline(project: string, dependencies: ReadonlyMap<string, string>): Promise<Ran> {
  mkdirSync(project, { recursive: true });
  const files = Object.fromEntries([...dependencies].map(([name, path]) => [name, `file:${path}`]));
  const manifest = { name: 'consumer', private: true, type: 'module', dependencies: files };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest, undefined, 2));
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error'];
  return run('npm', ['install', '--offline', '--install-links', ...quiet], project);
}

/** The packages from outside that an app needs, down to the last, with the folders that the workspace installed them in.
 * @param app an app, installed
 * @param internal names that are the workspace's own */
export function outsideOf(app: Workspace, internal: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>();
  const add = (manifest: Manifest, modules: string): void => {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      if (internal.has(name) || found.has(name)) continue;
      const path = realpathSync(join(modules, name));
      found.set(name, path);
      // the store has what a package needs beside it
      add(readJson(join(path, 'package.json')) as Manifest, path.slice(0, path.length - name.length - 1));
    }
  };
  add(app.manifest, join(app.path, 'node_modules'));
  return found;
}

/** Looks at a package where it is installed: whether all that is promised came, and nothing that only this workspace knows. */
export async function readInstalled({ manifest }: Workspace, project: string): Promise<string[]> {
  const folder = join(project, 'node_modules', manifest.name);
  const missing = ['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'].filter((file) => !existsSync(join(folder, file)));
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const unpublishable = ['workspace:', 'catalog:', '@instancetype/source'].filter((word) => text.includes(word));
  return [
    ...missing.map((file) => `${manifest.name}: its tarball has no ${file}`),
    ...unpublishable.map((word) => `${manifest.name}: its published package.json has "${word}"`),
  ];
}

/** Runs the example of a package's README in a project that has the package installed.
 * @returns what is wrong with it */
export async function runExample({ path, manifest }: Workspace, project: string): Promise<string[]> {
  const readme = join(path, 'README.md');
  if (!existsSync(readme)) return [`${manifest.name} has no README.md`];
  try {
    const example = readmeExample(readFileSync(readme, 'utf8'));
    const file = join(project, `${manifest.name.replaceAll(/[@/]/g, '_')}.mjs`);
    writeFileSync(file, example.code);
    const ran = await run(process.execPath, [file], project);
    const difference = ran.ok ? differenceOf(example, ran.stdout) : `it fails:\n${ran.output}`;
    return difference === undefined ? [] : [`${manifest.name}, the example of its README: ${difference}`];
  } catch (error) {
    return [`${manifest.name}, README.md: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Starts the commands of an app where it is installed: `--help` must print something and succeed. */
export async function startCommands({ manifest }: Workspace, project: string): Promise<string[]> {
  const problems: string[] = [];
  for (const command of Object.keys(manifest.bin ?? {})) {
    const { ok, stdout, output } = await run(join(project, 'node_modules/.bin', command), ['--help'], project);
    if (!ok || stdout.trim() === '') problems.push(`${manifest.name}: "${command} --help" ${ok ? 'prints nothing' : `fails:\n${output}`}`);
  }
  return problems;
}
