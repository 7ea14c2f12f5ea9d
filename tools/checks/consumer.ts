import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** Lays packages out in a project as an installation would: each from its tarball, and beside them those from outside that they
 * declare, as the workspace has them, each with its own dependencies. npm cannot do that without a registry, for two packages may need two
 * versions of a third. What is not declared is not there.
 * @param project folder, made when it is missing
 * @param tarballs of all packages of the workspace
 * @param types packages that only a compiler needs, and where they are */
export async function layOut(project: string, tarballs: ReadonlyMap<Workspace, string>, types: ReadonlyMap<string, string>): Promise<Ran> {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  const internal = new Set([...tarballs.keys()].map(({ manifest }) => manifest.name));
  for (const [name, path] of types) link(path, join(modules, name));
  for (const [workspace, tarball] of tarballs) {
    const target = join(modules, workspace.manifest.name);
    mkdirSync(target, { recursive: true });
    const unpacked = await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], project);
    if (!unpacked.ok) return unpacked;
    const manifest = readJson(join(target, 'package.json')) as Manifest;
    const outside = Object.keys(manifest.dependencies ?? {}).filter((name) => !internal.has(name));
    for (const name of outside) link(realpathSync(join(workspace.path, 'node_modules', name)), join(modules, name));
    for (const [command, file] of Object.entries(manifest.bin ?? {})) {
      chmodSync(join(target, file), 0o755);
      link(join(target, file), join(modules, '.bin', command));
    }
  }
  return { ok: true, stdout: '', output: '' };
}

function link(target: string, path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
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
