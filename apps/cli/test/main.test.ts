import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { examplesOf } from '../src/examples.ts';
import { createProgram } from '../src/program.ts';
import { run } from '../src/run.ts';
import { cli, withFiles } from './expand-harness.ts';
import { DEPRECATED, GOOD, SMALL, TYPO } from './validate-manifests.ts';

const MAIN = new URL('../src/main.ts', import.meta.url).pathname;
const NODE = ['--conditions=@instancetype/source', MAIN];

// what one process compiles, the next ones take from there
const cache = mkdtempSync(join(tmpdir(), 'instancetype-cache-'));
const env = { ...process.env, NODE_COMPILE_CACHE: cache };
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const program = (): Command => createProgram({ io: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} }, exit: () => undefined });

describe('the command line', () => {
  it.each([['--help'], ['-h'], ['help']])('%s teaches on standard output', async (flag) => {
    const { code, stdout, stderr } = await cli([flag]);
    expect([code, stderr]).toEqual([0, '']);
    for (const word of ['Usage: instancetype', 'validate', 'expand', 'Exit codes:', 'Examples:']) expect(stdout).toContain(word);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it.each(program().commands.map((command) => command.name()))('%s --help has a description and examples', async (name) => {
    const { code, stdout } = await cli([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: instancetype ${name} `));
    expect(stdout).toContain('Examples:\n  # ');
    expect(stdout).not.toContain('default: []');
    expect(await cli(['help', name])).toMatchObject({ code: 0, stdout });
  });

  it('--version tells its own version and those whose rules and objects it has', async () => {
    expect(await cli(['--version'])).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(/^instancetype \d+\.\d+\.\d+ \(KubeVirt v1\.9, common-instancetypes v\d+\.\d+\.\d+\)\n$/) as string });
  });

  it('without a command shows help on standard error and fails', async () => {
    const { code, stdout, stderr } = await cli([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: instancetype');
  });

  it.each([
    [['vaildate'], "instancetype: unknown command 'vaildate' (Did you mean validate?)\n"],
    [['frobnicate'], "instancetype: unknown command 'frobnicate'\n"],
    [['--verbose'], "instancetype: unknown option '--verbose'\n"],
    [['--colour', 'always', 'validate'], "instancetype: unknown option '--colour' (Did you mean --color?)\n"],
    [['validate', 'x', '--color', 'blue'], "instancetype: option '--color <when>' argument 'blue' is invalid. Allowed choices are auto, always, never.\n"],
    [['validate', '--output'], "instancetype: option '-o, --output <format>' argument missing\n"],
    [['completion'], "instancetype: missing required argument 'shell'\n"],
    [['completion', 'powershell'], "instancetype: command-argument value 'powershell' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.\n"],
  ])('tells a wrong call on one line: %j', async (args, stderr) => {
    expect(await cli(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('a defect gives one line that asks for a report, and the stack only with INSTANCETYPE_DEBUG', async () => {
    const broken = async (env: Record<string, string>): Promise<[number, string]> => {
      let stderr = '';
      const stream = { write: (text: string) => ((stderr += text), true), destroyed: false };
      const stdin = { [Symbol.asyncIterator]: (): never => { throw new TypeError('a bug\nof ours'); } };
      // input that breaks its own contract stands for a defect
      const io = { stdin, stdout: { get isTTY(): never { throw new TypeError('a bug\nof ours'); } }, stderr: stream, env };
      return [await run(['validate', '.'], io as never), stderr];
    };
    const [code, text] = await broken({});
    expect(code).toBe(70);
    expect(text).toBe('instancetype: a defect of this program, please report it: TypeError: a bug\\u{a}of ours (INSTANCETYPE_DEBUG=1 shows more)\n');
    expect((await broken({ INSTANCETYPE_DEBUG: '1' }))[1]).toMatch(/TypeError: a bug\nof ours\n\s+at /);
  });
});

const EXAMPLES = [program(), ...program().commands].flatMap((command) => examplesOf(command).map((example) => [example.line, example] as const));

describe('the examples of the help', () => {
  // what the examples name, and a manifest for what stands before a pipe
  const FILES = {
    'vm.yaml': GOOD,
    'manifests/web.yaml': GOOD,
    'instancetypes/small.yaml': SMALL,
    'cluster/small.yaml': SMALL,
    'kubevirt.yaml': 'apiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {name: kubevirt}\nspec: {}\n',
  };

  it.each(EXAMPLES)('%s', async (line, { exit = 0 }) => {
    await withFiles(FILES, async (directory) => {
      writeFileSync(join(directory, 'run.sh'), `instancetype() { "${process.execPath}" ${NODE.map((arg) => `'${arg}'`).join(' ')} "$@"; }\nhelm() { cat vm.yaml; }\nkubectl() { cat vm.yaml; }\n${line}\n`);
      const { status, stderr } = spawnSync('bash', ['-o', 'pipefail', 'run.sh'], { cwd: directory, encoding: 'utf8', env });
      expect([status, stderr.includes('instancetype: ')]).toEqual([exit, false]);
    });
  });

  it('are there for every command', () => {
    expect(program().commands.filter((command) => examplesOf(command).length === 0).map((command) => command.name())).toEqual([]);
  });
});

describe('the process', () => {
  it('runs as a program, with the streams and the code apart', async () => {
    await withFiles({ 'vm.yaml': TYPO }, async (directory) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...NODE, 'validate', 'vm.yaml'], { cwd: directory, encoding: 'utf8', env });
      expect([status, stderr]).toEqual([1, '1 file, 1 object: 1 error, 0 warnings\n']);
      expect(stdout).toMatch(/^vm\.yaml:8:11: error: /);
    });
  });

  it('ends quietly when the reader of its output goes away', async () => {
    await withFiles(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.yaml`, TYPO])), async (directory) => {
      const command = `"${process.execPath}" ${NODE.map((arg) => `'${arg}'`).join(' ')} validate . | head -n 1`;
      const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: directory, encoding: 'utf8', env });
      expect(stdout.split('\n')).toHaveLength(2);
      expect(stderr).not.toMatch(/EPIPE|^\s+at /m);
    });
  });

  it('ends with 130 on an interrupt, without a word', async () => {
    const child = spawn(process.execPath, [...NODE, 'validate', '-'], { stdio: ['pipe', 'pipe', 'pipe'], env });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    // a write succeeds long before it has started: it has when it takes more than a pipe holds
    await new Promise((resolve) => child.stdin.write(Buffer.alloc(4 * 1024 * 1024, '#'), resolve));
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('exit', (status, signal) => resolve(status ?? signal)));
    expect([code, output]).toEqual([130, '']);
  });

  it('writes a large result whole into a pipe', async () => {
    await withFiles({ 'old.yaml': Array.from({ length: 2000 }, (_, index) => DEPRECATED.replace('name: old', `name: old${index}`)).join('---\n') }, async (directory) => {
      const text = execFileSync(process.execPath, [...NODE, 'validate', 'old.yaml', '-o', 'json'], { cwd: directory, encoding: 'utf8', env, maxBuffer: 1e8 });
      expect((JSON.parse(text) as { findings: unknown[] }).findings).toHaveLength(2000);
    });
  });
});
