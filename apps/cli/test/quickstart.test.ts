import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './expand-harness.ts';

const SOURCES = ['--conditions=@instancetype/source'];

function tour(root: string, program: string = 'apps/cli/src/main.ts', servers: readonly string[] = ['apps/admitter/src/main.ts', 'apps/controller/src/main.ts']): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [...SOURCES, join(root, 'tools/quickstart/main.mjs'), program, ...servers], { encoding: 'utf8', env: { ...process.env, FORCE_COLOR: undefined, NODE_OPTIONS: '' } });
}

/** A copy of the tour and the examples, in which a test may change things. */
function withCopy(use: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), 'instancetype-'));
  try {
    for (const part of ['examples', 'tools/quickstart']) cpSync(join(ROOT, part), join(root, part), { recursive: true });
    symlinkSync(join(ROOT, 'apps'), join(root, 'apps'));
    use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('the tour', () => {
  it('runs the program on the examples, says what it does, and succeeds', () => {
    const { status, stdout, stderr } = tour(ROOT);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.match(/^\$ instancetype .*/gm)).toEqual([
      '$ instancetype expand --diff --explain examples/fedora-server.yaml',
      '$ instancetype explain disks[uploads].disk.bus examples/fedora-server.yaml',
      '$ instancetype list --fits windows.11 --min-cpu 32 --min-memory 128Gi',
      '$ instancetype validate examples/',
    ]);
    for (const text of ['guest: 4Gi             # instance type u1.medium', 'conflict.yaml:19:18: error', 'unmet-requirement.yaml:9:3: error', 'exit code 1', 'Try next']) expect(stdout).toContain(text);
    for (const text of ['201 Created  spec.instancetype: {"name":"u1.large"}', '422 Invalid', 'spec.memory.overcommitPercent is 120', 'started    with 2 sockets and 8Gi', 'grown      to 8 sockets and 32Gi', 'refused    The VM gets 32 sockets and may have at most 8', 'marked     RestartRequired:', 'exported   a VM with 8 sockets and 32Gi, and without an instance type']) expect(stdout).toContain(text);
    const lines = stdout.split('\n');
    expect(lines.length).toBeLessThan(165);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).not.toContain('\u001b');
  });

  it('fails when the program does not say what it should', () => {
    withCopy((root) => {
      writeFileSync(join(root, 'examples/conflict.yaml'), 'kind: ConfigMap\n');
      const { status, stdout } = tour(root);
      expect(status).toBe(1);
      expect(stdout).toContain('It should have said "conflict.yaml:19:18: error", "[instancetype-conflict]"');
      expect(stdout).not.toContain('Try next');
    });
  });

  it('fails when the program ends in another way, or is not there', () => {
    withCopy((root) => {
      rmSync(join(root, 'examples/unmet-requirement.yaml'));
      rmSync(join(root, 'examples/conflict.yaml'));
      expect(tour(root)).toMatchObject({ status: 1, stdout: expect.stringContaining('It ended with exit code 0, and not with 1.') as string });
      expect(tour(root, 'nowhere.js')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('npm run quickstart') as string });
    });
  });
});

it('prints what the README of the repository shows of it', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const shown = /<!-- quickstart:begin -->\n```console\n([^]*?)\n```/.exec(readme)?.[1]?.split('\n') ?? [];
  expect(shown.length).toBeGreaterThan(30);
  const printed = new Set(tour(ROOT).stdout.split('\n'));
  expect(shown.filter((line) => line !== '...' && !printed.has(line))).toEqual([]);
});
