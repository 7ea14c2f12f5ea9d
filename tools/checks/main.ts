// Everything that must hold, in one run: what a pull request has to pass. It goes on after a failure, so that one run
// tells all, and its last line counts the tests and, as failed, each check that failed.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readJson, repository } from './workspace.ts';

interface Check {
  readonly title: string;
  readonly command: readonly string[];
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const cache = join(repository, 'node_modules/.cache/checks');
const report = join(cache, 'tests.json');
const bin = join(repository, 'node_modules/.bin');
const node = [process.execPath, '--disable-warning=ExperimentalWarning'];

const build: Check = { title: 'Building', command: ['tsc', '-b'] };
const tests: Check = { title: 'Testing', command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] };
const others: readonly Check[] = [
  { title: 'Checking the types of tests and tools', command: ['tsc', '-p', 'tsconfig.test.json'] },
  { title: 'Linting (also: who may import whom)', command: ['eslint', '.'] },
  { title: 'Looking for unused files, exports and dependencies', command: ['knip', '--no-progress'] },
  { title: 'Comparing the generated schemas with their source', command: [...node, 'tools/schema-generator/generate.ts', '--check'] },
  { title: 'Weighing the packages', command: [...node, 'tools/checks/sizes.ts'] },
  { title: 'Packing, installing and using every package', command: [...node, 'tools/checks/packages.ts'] },
];

// the first time on a machine with Go this takes some minutes; where there is no Go it says what is skipped
const apiServer: Check = { title: 'Looking for a real kube-apiserver, for the end-to-end tests', command: [...node, 'tools/apiserver/main.ts'] };

const failed: string[] = [];
await check(build);
await check(apiServer);
const counts = await runTests();
for (const other of others) await check(other);

const total = counts.failed + failed.length;
const bad = counts.failed > 0 ? ['Testing', ...failed] : failed;
console.log(bad.length === 0 ? '\n> Every check is well' : `\n> These checks failed: ${bad.join('; ')}`);
console.log([`${counts.passed} passed`, `${total} failed`, ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : [])].join(', '));
process.exitCode = total === 0 ? 0 : 1;

async function check(one: Check): Promise<boolean> {
  const begin = performance.now();
  console.log(`\n> ${one.title} ...`);
  const ok = await start(one.command);
  console.log(`> ${ok ? 'ok' : 'FAILED'} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  if (!ok) failed.push(one.title);
  return ok;
}

async function runTests(): Promise<Counts> {
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  const ok = await check(tests);
  const found = readReport();
  // failed tests are counted themselves; the check counts only when it failed for another reason
  if (!ok && found.failed > 0) failed.splice(failed.indexOf(tests.title), 1);
  return found;
}

function readReport(): Counts {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = readJson(report) as Readonly<Record<string, number>>;
    return { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0, skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0) };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** Runs a command with the workspace's own tools first on the path, and shows what it prints as it comes. */
function start([command = '', ...args]: readonly string[]): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn(command, args, { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, PATH: path } });
  child.on('error', (error) => {
    console.log(`${command} cannot be started: ${error.message}`);
    resolve(false);
  });
  child.on('close', (code) => resolve(code === 0));
  return promise;
}
