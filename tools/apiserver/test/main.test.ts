import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../main.ts');
const PROGRAMS = ['etcd', 'kube-apiserver', 'kubectl'];

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'apiserver-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program with a cache of its own, and no Go but one that a test has put there. */
function run(args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const env = { PATH: [join(directory, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':'), HOME: directory, XDG_CACHE_HOME: join(directory, 'cache'), ...environment };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  return promise;
}

function program(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A Go that counts its builds and makes files as the real one does, or fails. */
function fakeGo({ fails = false } = {}): void {
  const build = fails ? 'echo "# example.org/x" >&2; echo "x.go:1: undefined: y" >&2; exit 1' : 'for name in server kube-apiserver kubectl; do printf "#!/bin/sh\\n" > "$to$name"; chmod +x "$to$name"; done';
  program(
    join(directory, 'bin/go'),
    `if [ "$1" = env ]; then echo go1.99; exit 0; fi
echo build >> "${directory}/builds"
while [ "$1" != -o ]; do shift; done
to=$2
sleep 1
${build}`,
  );
}

const builds = (): number => readFileSync(join(directory, 'builds'), 'utf8').trim().split('\n').length;
const cached = (): string[] => readdirSync(join(directory, 'cache/instancetype/apiserver'));

// some systems have a Go beside the shell
const hasGoOfItsOwn = ['/usr/bin', '/bin', dirname(process.execPath)].some((path) => readdirSync(path).includes('go'));

test.skipIf(hasGoOfItsOwn)('without Go and without binaries it says in one line what is skipped and why', async () => {
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Skipped: .*no kube-apiserver.*no Go.*\n$/);
});

test('it builds once, puts all programs in place, and says where they are', async () => {
  fakeGo();
  const first = await run();
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const { stdout } = await run(['--print-dir']);
  expect(first.stdout).toContain(stdout.trim());
  expect(readdirSync(stdout.trim()).toSorted()).toEqual(PROGRAMS);
  expect(await run()).toMatchObject({ code: 0 });
  expect(builds()).toBe(1);
  expect(await run(['--force'])).toMatchObject({ code: 0 });
  expect(builds()).toBe(2);
  expect(cached()).toHaveLength(1);
});

test('of two at once one builds, and the other waits for it', async () => {
  fakeGo();
  const both = await Promise.all([run(), run()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(builds()).toBe(1);
  expect(cached()).toHaveLength(1);
});

test('a lock that was left behind, and what was left with it, is no hindrance', async () => {
  fakeGo();
  await run();
  const [name = ''] = cached();
  const cache = join(directory, 'cache/instancetype/apiserver');
  rmSync(join(cache, name), { recursive: true });
  for (const left of [`${name}.lock`, '.unfinished-left']) {
    mkdirSync(join(cache, left));
    utimesSync(join(cache, left), 0, 0);
  }
  expect(await run()).toMatchObject({ code: 0 });
  expect(cached()).toEqual([name]);
});

test('a build that fails is a failure with what Go said, and leaves nothing behind', async () => {
  fakeGo({ fails: true });
  const { code, stderr } = await run();
  expect(code).toBe(1);
  expect(stderr).toContain('x.go:1: undefined: y');
  expect(cached()).toEqual([]);
});

test('binaries that somebody names are used as they are, and have to be there', async () => {
  fakeGo();
  const assets = join(directory, 'assets');
  const none = await run([], { KUBEBUILDER_ASSETS: assets });
  expect(none.code).toBe(1);
  expect(none.stderr).toMatch(/^.*assets\/etcd is no program, but KUBEBUILDER_ASSETS says so.*\n$/);
  for (const name of ['etcd', 'kube-apiserver']) program(join(assets, name), 'exit 0');
  expect(await run([], { KUBEBUILDER_ASSETS: assets })).toMatchObject({ code: 0, stderr: '' });
  expect(await run(['--print-dir'], { KUBEBUILDER_ASSETS: assets })).toMatchObject({ code: 0, stdout: `${assets}\n` });
  const elsewhere = { TEST_ASSET_ETCD: join(assets, 'etcd'), TEST_ASSET_KUBE_APISERVER: join(assets, 'kube-apiserver') };
  expect(await run([], elsewhere)).toMatchObject({ code: 0, stderr: '' });
  expect(() => builds()).toThrow();
});

test('an unknown flag is refused with the known ones', async () => {
  const { code, stderr } = await run(['--what']);
  expect(code).toBe(2);
  expect(stderr).toContain('--print-dir');
});
