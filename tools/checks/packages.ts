// Packs every published package as it would go to the registry, and uses the tarballs as a stranger would.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installOffline, layOut, readInstalled, runExample, startCommands } from './consumer.ts';
import { purePackages } from './lint/layers.ts';
import { inParallel, run } from './run.ts';
import type { Ran } from './run.ts';
import { checkTypes } from './type-consumers.ts';
import { dropStaleBuilds, isLibrary, published, readJson, repository } from './workspace.ts';
import type { Workspace } from './workspace.ts';

const workspaces = published();
const libraries = workspaces.filter(isLibrary);
const pure = libraries.filter(isPure);
const servers = libraries.filter((library) => !isPure(library));
const apps = workspaces.filter((workspace) => !isLibrary(workspace));
const folder = mkdtempSync(join(tmpdir(), 'instancetype-packages-'));
const consumer = join(folder, 'consumer');
const everything = join(folder, 'everything');
let failures = 0;

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const start = performance.now();
const packed = await step(`Packing ${workspaces.length} packages`, pack);
if (packed) await useTarballs();
console.log(`Packages: ${failures === 0 ? 'all well' : `${failures} of the checks above failed`} (${secondsSince(start)})`);
process.exitCode = failures === 0 ? 0 : 1;

async function useTarballs(): Promise<void> {
  await step('Linting the tarballs (publint)', () => each(workspaces, (one) => tool(one, 'publint', ['run', tarball(one), '--strict'])));
  await step('Resolving their types as every kind of consumer does (attw)', () =>
    each(libraries, (one) => tool(one, 'attw', [tarball(one), '--profile', 'esm-only', '--no-definitely-typed', '-f', 'ascii'])),
  );
  const installed = await step('Installing the pure libraries into an empty project, with no registry', () => install(pure));
  if (!installed) return;
  await step('Reading what came out of the tarballs', () => each(pure, (one) => readInstalled(one, consumer)));
  await step('Running the examples of their READMEs there', () => each(pure, (one) => runExample(one, consumer)));
  await step('Compiling against them with TypeScript 5.6 and 7', () => checkTypes(consumer, namesOf(pure)));
  const complete = await step('Laying out the libraries for servers and the apps beside them', layOutAll);
  if (!complete) return;
  await step('Reading what came out of these', () => each(servers, (one) => readInstalled(one, everything)));
  await step('Running the examples of these', () => each(servers, (one) => runExample(one, everything)));
  await step('Compiling against these, with the types of Node', () => checkTypes(everything, namesOf(servers), ['node']));
  await step("Starting the apps' commands", () => each(apps, (one) => startCommands(one, everything)));
}

async function pack(): Promise<string[]> {
  const { packageManager } = readJson(join(repository, 'package.json')) as { readonly packageManager: string };
  const filters = workspaces.flatMap((workspace) => ['--filter', `./${workspace.folder}`]);
  const unbuilt = workspaces.flatMap(dropStaleBuilds);
  if (unbuilt.length > 0) return unbuilt;
  const ran = await run('npx', ['--prefer-offline', '-y', packageManager, '-r', ...filters, 'pack', '--pack-destination', folder], repository);
  if (!ran.ok) return [ran.output];
  return workspaces.filter((one) => !existsSync(tarball(one))).map((one) => `${one.manifest.name} has no tarball`);
}

async function install(which: readonly Workspace[]): Promise<string[]> {
  return outputIfFailed(await installOffline(consumer, new Map(which.map((one) => [one.manifest.name, tarball(one)]))));
}

async function layOutAll(): Promise<string[]> {
  const types = new Map([['@types/node', join(repository, 'node_modules/@types/node')]]);
  return outputIfFailed(await layOut(everything, new Map(workspaces.map((one) => [one, tarball(one)])), types));
}

function isPure({ folder }: Workspace): boolean {
  return purePackages.includes(folder.slice('packages/'.length));
}

function namesOf(which: readonly Workspace[]): string[] {
  return which.map(({ manifest }) => manifest.name);
}

function tarball({ manifest }: Workspace): string {
  return join(folder, `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`);
}

async function tool({ manifest }: Workspace, name: string, args: readonly string[]): Promise<string[]> {
  const problems = outputIfFailed(await run(join(repository, 'node_modules/.bin', name), args, folder));
  return problems.map((problem) => `${manifest.name}:\n${problem}`);
}

function outputIfFailed({ ok, output }: Ran): string[] {
  return ok ? [] : [output];
}

async function each(items: readonly Workspace[], work: (item: Workspace) => Promise<string[]>): Promise<string[]> {
  return (await inParallel(items, work)).flat();
}

/** Says what is being done, does it, and says how it went. */
async function step(title: string, work: () => Promise<string[]>): Promise<boolean> {
  const begin = performance.now();
  const problems = await work();
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${title} (${secondsSince(begin)})`);
  for (const problem of problems) console.log(problem.trimEnd().replace(/^/gm, '  '));
  failures += problems.length === 0 ? 0 : 1;
  return problems.length === 0;
}

function secondsSince(begin: number): string {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}
