import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, cliOn, withFiles } from './expand-harness.ts';
import { CLASHING, DEPRECATED, GOOD, vm } from './validate-manifests.ts';

/** Runs --fix on files and gives the result with the files' texts after it. */
async function fix(files: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<{ code: number; stdout: string; stderr: string; texts: Record<string, string> }> {
  return withFiles(files, async (directory) => {
    const result = await cli(['validate', '--fix', ...Object.keys(files).map((name) => join(directory, name)), ...args]);
    const texts = Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
    return { ...result, stdout: result.stdout.replaceAll(`${directory}/`, ''), stderr: result.stderr.replaceAll(`${directory}/`, ''), texts };
  });
}

describe('validate --fix', () => {
  it('makes what is safe, leaves every other byte, and checks again', async () => {
    const { code, stdout, stderr, texts } = await fix({ 'vm.yaml': CLASHING });
    expect(texts).toEqual({ 'vm.yaml': CLASHING.replace('memory:\n          guest: 4Gi # the same\n', 'memory: {}\n') });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^vm\.yaml:16:18: fixed: .* \[instancetype-conflict\]\nvm\.yaml:14:18: error: /);
    expect(stderr).toBe('1 file, 1 object: 1 error, 0 warnings (1 fixed)\n');
  });

  it('ends with 0 when nothing is left', async () => {
    const { code, stdout, texts } = await fix({ 'p.yaml': DEPRECATED });
    expect(code).toBe(0);
    expect(texts['p.yaml']).toBe(DEPRECATED.replace('preferCores', 'cores'));
    expect(stdout).toMatch(/^p\.yaml:7:27: fixed: .* \[deprecated-topology-name\]\n$/);
  });

  it('keeps CRLF, a byte order mark, comments, other documents and those that cannot be read', async () => {
    const other = '# left alone\nkind:   ConfigMap # of another project\n---\nbroken: [\n---\n';
    const text = `\ufeff${other}${DEPRECATED}`.replaceAll('\n', '\r\n');
    const { code, texts } = await fix({ 'all.yaml': text });
    expect(code).toBe(2);
    expect(texts['all.yaml']).toBe(text.replace('preferCores', 'cores'));
  });

  it('mends objects inside Lists and JSON in their place', async () => {
    const item = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachinePreference', metadata: { name: 'p' }, spec: { cpu: { preferredCPUTopology: 'preferThreads' } } };
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item, { ...item, metadata: { name: 'q' } }] }, undefined, 3);
    const { code, texts } = await fix({ 'list.json': text });
    expect([code, texts['list.json']]).toEqual([0, text.replaceAll('preferThreads', 'threads')]);
  });

  it('mends several findings of one object, and what a fix uncovers', async () => {
    const text = DEPRECATED.replace('preferredCPUTopology: preferCores # as we always did', 'preferredCpuTopology: preferSpread\n  preferSpreadSocketToCoreRatio: 4');
    const { code, stdout, texts } = await fix({ 'p.yaml': text });
    expect(code).toBe(0);
    expect(stdout.match(/fixed: .*\[[a-z-]+\]$/gm)?.map((line) => line.replace(/.*\[/, '['))).toEqual(['[schema-unknown-field]', '[advice-superseded-ratio]', '[deprecated-topology-name]']);
    expect(texts['p.yaml']).toBe(DEPRECATED.replace('preferredCPUTopology: preferCores # as we always did', 'spreadOptions:\n      ratio: 4\n    preferredCPUTopology: spread'));
  });

  it('does not touch a value that an anchor shares, and says so', async () => {
    const text = `${vm('a', '  instancetype: {name: u1.medium}\n', '        memory: &m\n          guest: 4Gi\n')}---\n${GOOD}`.replace('metadata:\n  name: a', 'metadata:\n  name: a\n  annotations: {x: y}');
    const shared = text.replace('        devices: {}\n        memory: &m', '        memory: &m').replace('guest: 4Gi\n', 'guest: 4Gi\n        devices: {}\n        resources: {limits: *m}\n');
    const { texts, stderr } = await fix({ 'vm.yaml': shared });
    expect(texts['vm.yaml']).toBe(shared);
    expect(stderr).toMatch(/^vm\.yaml:\d+:\d+: not fixed, for it would rewrite more than itself .* \[instancetype-conflict\]$/m);
  });

  it('writes a mended standard input to standard output, and the findings to standard error', async () => {
    const { code, stdout, stderr } = await cli(['validate', '--fix', '-'], { stdin: CLASHING });
    expect(code).toBe(1);
    expect(stdout).toBe(CLASHING.replace('memory:\n          guest: 4Gi # the same\n', 'memory: {}\n'));
    expect(stderr).toMatch(/^<stdin>:16:18: fixed: /);
    expect(await cli(['validate', '--fix', '-'], { stdin: GOOD })).toMatchObject({ code: 0, stdout: GOOD });
  });

  it('reports in every format what it fixed', async () => {
    const { stdout } = await fix({ 'p.yaml': DEPRECATED }, ['-o', 'json']);
    const { findings, fixed, summary } = JSON.parse(stdout) as { findings: unknown[]; fixed: { code: string; line: number }[]; summary: { fixed: number } };
    expect([findings, fixed.map(({ code, line }) => [code, line]), summary.fixed]).toEqual([[], [['deprecated-topology-name', 7]], 1]);
  });

  it('keeps the mode of a file and a symbolic link, and leaves nothing beside', async () => {
    await withFiles({ 'real/p.yaml': DEPRECATED }, async (directory) => {
      const file = join(directory, 'real/p.yaml');
      const link = join(directory, 'link.yaml');
      chmodSync(file, 0o640);
      symlinkSync(file, link);
      expect((await cli(['validate', '--fix', link])).code).toBe(0);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(statSync(file).mode & 0o777).toBe(0o640);
      expect(readFileSync(file, 'utf8')).toContain('preferredCPUTopology: cores');
      expect(readdirSync(join(directory, 'real'))).toEqual(['p.yaml']);
    });
  });

  it.skipIf(process.getuid?.() === 0)('refuses a file that cannot be written', async () => {
    await withFiles({ 'p.yaml': DEPRECATED }, async (directory) => {
      const file = join(directory, 'p.yaml');
      chmodSync(file, 0o444);
      const { code, stderr } = await cli(['validate', '--fix', file]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/p\.yaml: the file cannot be written \(EACCES\): it is as it was\n/);
      expect(readFileSync(file, 'utf8')).toBe(DEPRECATED);
    });
  });

  it('does not write a file in which nothing is to be mended', async () => {
    await withFiles({ 'vm.yaml': GOOD }, async (directory) => {
      const file = join(directory, 'vm.yaml');
      writeFileSync(file, GOOD);
      const before = statSync(file);
      await cli(['validate', '--fix', file]);
      expect(statSync(file).ino).toBe(before.ino);
    });
  });

  it('without --fix changes nothing', async () => {
    const { stdout } = await cliOn({ 'p.yaml': DEPRECATED }, ['validate', 'p.yaml']);
    expect(stdout).toContain('fix (--fix makes it): set spec.cpu.preferredCPUTopology to "cores"');
  });
});
