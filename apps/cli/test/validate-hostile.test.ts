import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { run } from '../src/run.ts';
import { cli, cliOn, withFiles } from './expand-harness.ts';
import { GOOD, SMALL, vm } from './validate-manifests.ts';

const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]}`).join(', ')}]`)].join('\n');

/** Each with the one line that it must give. */
const UNREADABLE: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['an unfinished list', 'a: [1\nb: 2\n', /^x\.yaml:2:1: error: not valid YAML: .* \[yaml-invalid\]$/],
  ['an alias bomb', bomb, /^x\.yaml:\d+:\d+: error: more than 100 aliases .* \[yaml-alias\]$/],
  ['an alias inside its anchor', 'a: &a [*a]\n', /^x\.yaml:1:8: error: .* \[yaml-alias\]$/],
  ['deep flow collections', '['.repeat(50_000), /^x\.yaml:1:101: error: .* \[document-too-deep\]$/],
  ['deep JSON', '{"a":'.repeat(100_000), /^x\.yaml:1:501: error: .* \[document-too-deep\]$/],
  ['a repeated key', 'kind: A\nkind: B\n', /^x\.yaml:2:1: error: .* \[duplicate-key\]$/],
  ['a tab', 'a:\n\tb: 1\n', /^x\.yaml:2:1: error: .* \[yaml-invalid\]$/],
  ['a custom tag', 'a: !!js/function "x"\n', /^x\.yaml:1:\d+: error: .* \[yaml-tag\]$/],
  ['a merge of text', 'a: {<<: text}\n', /^x\.yaml:1:\d+: error: .* \[yaml-merge\]$/],
  ['an infinite number', 'a: .inf\n', /^x\.yaml:1:4: error: .* \[number-out-of-range\]$/],
  ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0]), /^x\.yaml:1:5: error: .* \[input-not-text\]$/],
  ['UTF-16', Buffer.from('\ufeffkind: A', 'utf16le'), /^x\.yaml: error: .* \[input-not-text\]$/],
  ['Latin-1', Buffer.from('kind: A\nname: caf\xe9\n', 'latin1'), /^x\.yaml:2:1: error: .* \[input-not-text\]$/],
  ['a control character', 'a: "\u0007"\n', /^x\.yaml:1:5: error: .* \[yaml-character\]$/],
];

describe('validate: what cannot be read', () => {
  it.each(UNREADABLE)('%s gives one line and code 2', async (_, content, line) => {
    await withFiles({}, async (directory) => {
      const file = join(directory, 'x.yaml');
      writeFileSync(file, content);
      const { code, stdout, stderr } = await cli(['validate', file, '-q']);
      expect([code, stderr]).toEqual([2, '']);
      const [only = '', ...rest] = stdout.trimEnd().split('\n');
      expect(rest).toEqual([]);
      expect(only.replace(`${directory}/`, '')).toMatch(line);
    });
  });

  it('a missing file, an empty directory and a file that may not be read', async () => {
    await withFiles({ 'secret.yaml': GOOD }, async (directory) => {
      mkdirSync(join(directory, 'empty'));
      chmodSync(join(directory, 'secret.yaml'), 0);
      const names = ['nothing.yaml', 'empty', ...(process.getuid?.() === 0 ? [] : ['secret.yaml'])];
      const { code, stdout } = await cli(['validate', ...names.map((name) => join(directory, name))]);
      expect(code).toBe(2);
      const lines = stdout.replaceAll(`${directory}/`, '').trimEnd().split('\n');
      expect(lines[0]).toMatch(/^nothing\.yaml: error: .* \[input-missing\]$/);
      expect(lines[1]).toMatch(/^empty: error: .* \[directory-without-manifests\]$/);
      expect(lines).toHaveLength(names.length);
    });
  });

  it('more than 64 MiB, in a file and on standard input', async () => {
    await withFiles({}, async (directory) => {
      const file = openSync(join(directory, 'huge.yaml'), 'w');
      ftruncateSync(file, 64 * 1024 * 1024 + 1);
      closeSync(file);
      const { code, stdout } = await cli(['validate', join(directory, 'huge.yaml')]);
      expect([code, stdout]).toEqual([2, expect.stringMatching(/huge\.yaml: error: too large \(65 MiB\): .* \[input-too-large\]\n$/)]);
    });
    const chunk = Buffer.alloc(1024 * 1024, '#');
    const endless = Readable.from((function* () { for (;;) yield chunk; })());
    const written: string[] = [];
    const sink = new Writable({ write: (text, _encoding, done) => { written.push(String(text)); done(); } });
    expect(await run(['validate', '-'], { stdin: endless, stdout: sink, stderr: sink, env: {} })).toBe(2);
    expect(written[0]).toMatch(/^<stdin>: error: too large: .* \[input-too-large\]\n$/);
  });

  it('goes on with what can be read', async () => {
    const { code, stdout, stderr } = await cliOn({ 'x.yaml': `a: [\n---\n${vm('web', '  instancetype: {name: nowhere}\n')}` }, ['validate', 'x.yaml']);
    expect(code).toBe(2);
    expect(stdout.match(/\[[a-z-]+\]$/gm)).toEqual(['[yaml-invalid]', '[instancetype-not-found]']);
    expect(stderr).toBe('1 file, 1 object: 2 errors, 0 warnings\n');
  });

  it('nothing at all is no error', async () => {
    const result = await cliOn({ 'a.yaml': '', 'b.yaml': '# nothing\n---\n# here\n', 'c.yaml': '\ufeff' }, ['validate', '@']);
    expect(result).toEqual({ code: 0, stdout: '', stderr: '3 files, 0 objects: 0 errors, 0 warnings\n' });
  });
});

const VALUES = ['{}', 'null', '[]', '"x"', '1', 'true', '[null]', '{a: null}'];
const API = 'apiVersion: instancetype.kubevirt.io/v1beta1';

describe('validate: odd objects', () => {
  it.each(VALUES)('%s in the place of anything', async (value) => {
    const objects = [
      `apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: ${value}\nspec: ${value}\n`,
      `apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: v, namespace: ${value}}\nspec: {instancetype: ${value}, preference: ${value}, template: ${value}}\nstatus: ${value}\n`,
      ...['domain', 'volumes', 'networks'].map((member) => `apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: v}\nspec: {instancetype: {name: u1.small}, preference: {name: windows.11}, template: {metadata: ${value}, spec: {${member}: ${value}}}}\n`),
      ...['cpu', 'memory', 'devices', 'resources', 'features', 'clock'].map((member) => `apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: v}\nspec: {instancetype: {name: u1.small}, preference: {name: windows.11}, template: {spec: {domain: {${member}: ${value}}}}}\nstatus: {instancetypeRef: ${value}, preferenceRef: {controllerRevisionRef: ${value}}}\n`),
      ...['Instancetype', 'ClusterInstancetype', 'Preference', 'ClusterPreference'].map((kind) => `${API}\nkind: VirtualMachine${kind}\nmetadata: {name: ${value}}\nspec: ${value}\n`),
      ...['cpu', 'memory', 'devices', 'requirements', 'firmware'].map((member) => `${API}\nkind: VirtualMachinePreference\nmetadata: {name: "${member}"}\nspec: {${member}: ${value}}\n`),
      `apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: r}\ndata: ${value}\n`,
      `apiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {name: k}\nspec: {configuration: ${value}}\nstatus: ${value}\n`,
      `apiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {name: k}\nspec: {configuration: {network: ${value}, architectureConfiguration: ${value}, machineType: ${value}, cpuRequest: ${value}, evictionStrategy: ${value}}}\n`,
      `kind: List\nitems: ${value}\n`,
      value,
    ];
    const { code, stderr } = await cliOn({ 'x.yaml': objects.join('---\n') }, ['validate', 'x.yaml']);
    expect(stderr).not.toMatch(/defect/);
    expect(code).toBeLessThanOrEqual(1);
  });

  it('odd applied objects: of every wrong type', async () => {
    const objects = VALUES.flatMap((value, index) => [
      `${API}\nkind: VirtualMachineInstancetype\nmetadata: {name: i${index}}\nspec: {cpu: ${value}, memory: {guest: ${value}}, gpus: ${value}, annotations: ${value}, nodeSelector: ${value}}\n`,
      `${API}\nkind: VirtualMachinePreference\nmetadata: {name: p${index}}\nspec: {cpu: {preferredCPUTopology: ${value}, spreadOptions: ${value}}, devices: ${value}, features: ${value}, requirements: {memory: {guest: ${value}}}}\n`,
      vm(`v${index}`, `  instancetype: {name: i${index}, kind: virtualmachineinstancetype}\n  preference: {name: p${index}, kind: virtualmachinepreferences}\n`),
    ]);
    const { code, stderr } = await cliOn({ 'x.yaml': objects.join('---\n') }, ['validate', 'x.yaml']);
    expect(stderr).not.toMatch(/defect/);
    expect(code).toBe(1);
  });

  it.each(['-1', '"2"', '1.5', '4294967296', '1e30', '9007199254740993'])('refuses %s vCPUs at its place', async (guest) => {
    const { code, stdout } = await cliOn({ 'x.yaml': `${API}\nkind: VirtualMachineInstancetype\nmetadata: {name: n}\nspec:\n  cpu:\n    guest: ${guest}\n  memory: {guest: 1Gi}\n` }, ['validate', 'x.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^x\.yaml:6:12: error: spec\.cpu\.guest must be a whole number/);
  });

  it.each(['1GiB', '1gi', '0x10g', 'NaN', '1Ki5', '1Yi', '"١"', `"${'1'.repeat(100_000)}x"`])('refuses the quantity %.20s at its place', async (guest) => {
    const { code, stdout } = await cliOn({ 'x.yaml': `${API}\nkind: VirtualMachineInstancetype\nmetadata: {name: n}\nspec:\n  cpu: {guest: 1}\n  memory:\n    guest: ${guest}\n` }, ['validate', 'x.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^x\.yaml:7:12: error: spec\.memory\.guest .*\[schema-bad-quantity\]$/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(600);
  });

  it('keys that JavaScript knows are data', async () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const objects = names.map((name) => vm(name, `  instancetype: {name: "${name}"}\n  preference: {name: "${name}", kind: "${name}"}\n`).replace('metadata:\n', `metadata:\n  labels: {"${name}": x}\n`));
    const { code, stdout } = await cliOn({ 'x.yaml': objects.join('---\n') }, ['validate', 'x.yaml']);
    expect(code).toBe(1);
    expect(stdout.match(/\[[a-z-]+\]$/gm)).toEqual(names.flatMap(() => ['[instancetype-not-found]', '[unknown-kind]']));
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('prints nothing that a terminal or a log would obey', async () => {
    const text = vm('"a\\e[31mred\\nnew"', `  instancetype: {name: "${'x'.repeat(1_000_000)}"}\n  preference: {name: "\\e]0;t\\a\\u202e"}\n`);
    for (const format of ['text', 'json', 'sarif', 'junit', 'github']) {
      const { code, stdout } = await cliOn({ 'x.yaml': text }, ['validate', 'x.yaml', '-o', format]);
      expect(code).toBe(1);
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
      if (format !== 'json') expect(stdout.length).toBeLessThan(8_000);
    }
  });

  it('a value that aliases repeat is not written out', async () => {
    const [list, map] = ['', 'k'].map((key) => Array.from({ length: 45 }, (_, index) => (key === '' ? '*a' : `${key}${index}: *a`)).join(', '));
    const text = `${vm('web', '  instancetype: {name: i, kind: VirtualMachineInstancetype}\n').replace('metadata:\n', `metadata:\n  annotations: {a: &a "${'x'.repeat(100_000)}"}\n`).replace('devices: {}', `devices: {gpus: [${list}]}\n      nodeselector: {${map}}`)}---\n${SMALL.replace('name: small', 'name: i')}  gpus: [{name: a, deviceName: b}]\n`;
    for (const args of [['-o', 'json'], ['-o', 'sarif'], ['--fix']]) {
      const { code, stdout, stderr } = await cliOn({ 'x.yaml': text }, ['validate', 'x.yaml', ...args]);
      expect(code).toBe(1);
      expect(stdout).toContain('schema-unknown-field');
      expect(stdout.length).toBeLessThan(150_000);
      if (args[0] === '--fix') expect(stderr).toMatch(/^x\.yaml:\d+:\d+: not fixed, .* \[schema-unknown-field\]$/m);
    }
  });

  it('Lists too deep in Lists, and 10,000 objects in one', async () => {
    const machine = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'v' }, spec: { instancetype: { name: 'nowhere' }, template: { spec: { domain: { devices: {} } } } } };
    const deep = Array.from({ length: 12 }).reduce<object>((inner) => ({ kind: 'List', items: [inner] }), machine);
    expect(await cliOn({ 'x.json': JSON.stringify(deep) }, ['validate', 'x.json'])).toMatchObject({ code: 2, stdout: expect.stringContaining('[list-too-deep]') as string });
    const wide = JSON.stringify({ kind: 'List', items: Array.from({ length: 10_000 }, () => machine) }, undefined, 1);
    const start = performance.now();
    const { code, stdout } = await cliOn({ 'x.json': wide }, ['validate', 'x.json', '--quiet']);
    expect(code).toBe(1);
    expect(stdout.match(/\[instancetype-not-found\]$/gm)).toHaveLength(10_000);
    // linear: about a second
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe('validate: as a process', () => {
  it('never shows a stack trace', () => {
    const main = new URL('../src/main.ts', import.meta.url).pathname;
    // each takes the time to start a process
    for (const [, content] of UNREADABLE.slice(0, 3)) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=@instancetype/source', main, 'validate', '-'], { input: content, encoding: 'utf8' });
      expect([status, stdout + stderr]).toEqual([2, expect.not.stringMatching(/^\s+at /m)]);
    }
  });
});
