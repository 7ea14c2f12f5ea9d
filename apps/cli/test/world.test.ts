import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readDocuments } from '../src/manifest/documents.ts';
import { isKeptKind } from '../src/world/kept-kind.ts';
import { mayBeReferredTo } from '../src/world/relevance.ts';
import { cli, cliOn, withFiles } from './expand-harness.ts';
import { CONFIG_MAP, SMALL, vm } from './validate-manifests.ts';

const INSTANCETYPE = (name: string, guest: number, kind = 'VirtualMachineClusterInstancetype', namespace = ''): string =>
  `apiVersion: instancetype.kubevirt.io/v1beta1\nkind: ${kind}\nmetadata: {name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`}}\nspec:\n  cpu: {guest: ${guest}}\n  memory: {guest: 1Gi}\n`;

/** A VM with 8 cores of its own, so that the conflict tells which instance type was found. */
const asking = (name: string, more = ''): string => vm('web', `  instancetype: {name: ${name}${more}}\n`, '        cpu: {cores: 8}\n');

/** The vCPUs of the instance type that was found, and where it is from. */
async function found(files: Readonly<Record<string, string>>, args: readonly string[]): Promise<string> {
  const { stdout } = await cliOn(files, ['validate', ...args]);
  return /spec\.cpu\.guest: (\d+ in \S+ \S+ \(.*\))/.exec(stdout)?.[1] ?? (/\[(?:instancetype|revision)-not-found\]/.exec(stdout)?.[0] || stdout);
}

describe('what a VM refers to', () => {
  it('is found in the input before --objects, and there before the catalog', async () => {
    const files = { 'vm.yaml': asking('u1.medium'), 'own.yaml': INSTANCETYPE('u1.medium', 2), 'other.yaml': INSTANCETYPE('u1.medium', 3) };
    const name = 'in VirtualMachineClusterInstancetype "u1.medium"';
    expect(await found(files, ['vm.yaml'])).toBe(`1 ${name} (built-in catalog)`);
    expect(await found(files, ['vm.yaml', '--objects', 'other.yaml'])).toBe(`3 ${name} (other.yaml:5:16)`);
    expect(await found(files, ['own.yaml', 'vm.yaml', '--objects', 'other.yaml'])).toBe(`2 ${name} (own.yaml:5:16)`);
    expect(await found(files, ['vm.yaml', 'own.yaml', '--objects', 'other.yaml'])).toBe(`2 ${name} (own.yaml:5:16)`);
    expect(await found(files, ['vm.yaml', '--no-catalog'])).toBe('[instancetype-not-found]');
  });

  it('is found in any order, in any document, inside Lists, in JSON and on standard input', async () => {
    const list = JSON.stringify({ kind: 'List', apiVersion: 'v1', items: [{ kind: 'List', items: [{ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'a' }, spec: { cpu: { guest: 5 }, memory: { guest: '1Gi' } } }] }] });
    expect(await found({ 'x.yaml': [asking('a'), CONFIG_MAP, INSTANCETYPE('a', 5)].join('---\n') }, ['x.yaml'])).toContain('5 in');
    expect(await found({ 'x.json': list, 'vm.yaml': asking('a') }, ['vm.yaml', 'x.json'])).toContain('5 in');
    const { stdout } = await cli(['validate', '-'], { stdin: [asking('a'), INSTANCETYPE('a', 5)].join('---\n') });
    expect(stdout).toMatch(/5 in VirtualMachineClusterInstancetype "a" \(<stdin>:\d+:16\)/);
  });

  it('is looked up in the namespace of the VM', async () => {
    const kind = 'VirtualMachineInstancetype';
    const types = [INSTANCETYPE('a', 2, kind, 'one'), INSTANCETYPE('a', 3, kind, 'two'), INSTANCETYPE('a', 4, kind)].join('---\n');
    const of = (namespace: string): string => asking('a', `, kind: ${kind}`).replace('name: web\n', `name: web\n${namespace === '' ? '' : `  namespace: ${namespace}\n`}`);
    const files = { 'types.yaml': types, 'one.yaml': of('one'), 'none.yaml': of(''), 'three.yaml': of('three') };
    expect(await found(files, ['one.yaml', 'types.yaml'])).toContain('2 in');
    expect(await found(files, ['none.yaml', 'types.yaml'])).toContain('4 in');
    expect(await found(files, ['none.yaml', 'types.yaml', '-n', 'two'])).toContain('4 in');
    expect(await found(files, ['three.yaml', 'types.yaml', '-n', 'three'])).toContain('4 in');
    expect(await found(files, ['three.yaml', 'types.yaml'])).toBe('[instancetype-not-found]');
    expect(await found(files, ['none.yaml', '--objects', 'types.yaml', '-n', 'one'])).toContain('4 in');
  });

  it('ignores a namespace of cluster kinds, and objects of other groups', async () => {
    expect(await found({ 'vm.yaml': asking('a'), 't.yaml': INSTANCETYPE('a', 2, undefined, 'x') }, ['vm.yaml', 't.yaml'])).toContain('2 in');
    expect(await found({ 'vm.yaml': asking('a'), 't.yaml': INSTANCETYPE('a', 2).replace('instancetype.kubevirt.io', 'example.org') }, ['vm.yaml', 't.yaml'])).toBe('[instancetype-not-found]');
  });

  it('suggests names of every layer', async () => {
    const { stdout } = await cliOn({ 'vm.yaml': vm('w', '  instancetype: {name: u1.medum}\n') + `---\n${vm('v', '  instancetype: {name: ourz}\n')}`, 't.yaml': INSTANCETYPE('ours', 1) }, ['validate', 'vm.yaml', '--objects', 't.yaml']);
    expect(stdout.match(/Use \S+ "[^"]+"/g)).toEqual(['Use VirtualMachineClusterInstancetype "u1.medium"', 'Use VirtualMachineClusterInstancetype "ours"']);
  });

  it('warns of an object that is defined again with other content; the last one counts', async () => {
    const files = { 'a.yaml': INSTANCETYPE('a', 2), 'b.yaml': `---\n${INSTANCETYPE('a', 3)}`, 'same.yaml': `# again\n${INSTANCETYPE('a', 2)}`, 'vm.yaml': asking('a') };
    const { code, stdout } = await cliOn(files, ['validate', 'a.yaml', 'b.yaml']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^b\.yaml:2:1: warning: VirtualMachineClusterInstancetype "a" stands in a\.yaml already.* \[object-defined-again\]\n/)]);
    expect(await found(files, ['vm.yaml', 'a.yaml', 'b.yaml'])).toContain('3 in');
    expect((await cliOn(files, ['validate', 'a.yaml', 'same.yaml'])).stdout).toBe('');
    const objects = await cliOn(files, ['validate', 'vm.yaml', '--objects', 'a.yaml', '--objects', 'b.yaml', '--missing', 'ignore']);
    expect(objects.stderr).toMatch(/^b\.yaml: warning: .* \[object-defined-again\]\n/);
  });

  it('may come on standard input through --objects, once', async () => {
    await withFiles({ 'vm.yaml': asking('a') }, async (directory) => {
      const result = await cli(['validate', join(directory, 'vm.yaml'), '--objects', '-'], { stdin: INSTANCETYPE('a', 6) });
      expect(result.stdout).toContain('6 in VirtualMachineClusterInstancetype "a" (<stdin>:5:16)');
      const twice = await cli(['validate', '-', '--objects', '-'], { stdin: INSTANCETYPE('a', 6) });
      expect([twice.code, twice.stderr]).toEqual([2, expect.stringMatching(/^instancetype: <stdin>: standard input is named twice/)]);
    });
  });

  it('walks directories, of the input and of --objects', async () => {
    await withFiles({ 'vms/a/vm.yaml': asking('a') }, async (directory) => {
      mkdirSync(join(directory, 'types/deep'), { recursive: true });
      writeFileSync(join(directory, 'types/deep/t.json'), JSON.stringify({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'a' }, spec: { cpu: { guest: 7 }, memory: { guest: '1Gi' } } }));
      expect((await cli(['validate', join(directory, 'vms'), '--objects', join(directory, 'types')])).stdout).toContain('7 in');
      expect((await cli(['validate', directory])).stdout).toContain('7 in');
    });
  });
});

describe('the cluster', () => {
  const kubevirt = (architecture: string): string => `apiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {name: kubevirt, namespace: kubevirt}\nspec: {configuration: {}}\nstatus: {defaultArchitecture: ${architecture}}\n`;
  const arm = `apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachineClusterPreference\nmetadata: {name: arm}\nspec: {requirements: {architecture: arm64}}\n`;
  const files = { 'vm.yaml': [vm('web', '  preference: {name: arm}\n'), arm].join('---\n'), 'arm.yaml': kubevirt('arm64'), 'amd.yaml': kubevirt('amd64') };

  it.each([
    ['without a KubeVirt object', ['vm.yaml'], 1],
    ['from --config', ['vm.yaml', '--config', 'arm.yaml'], 0],
    ['from the input', ['vm.yaml', 'arm.yaml'], 0],
    ['from --objects', ['vm.yaml', '--objects', 'arm.yaml'], 0],
    ['from --config before the input', ['vm.yaml', 'amd.yaml', '--config', 'arm.yaml'], 0],
    ['from the input before --objects', ['vm.yaml', 'amd.yaml', '--objects', 'arm.yaml'], 1],
  ])('%s', async (_, args, code) => {
    expect((await cliOn(files, ['validate', ...args])).code).toBe(code);
  });

  it('that cannot be used is told: as a setting where it is one, with its place where it is an input', async () => {
    const unusable = { 'vm.yaml': vm('web', ''), 'kv.yaml': 'apiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {name: k}\nspec: {configuration: {machineType: 5}}\n' };
    const asSetting = await cliOn(unusable, ['validate', 'vm.yaml', '--config', 'kv.yaml']);
    expect(asSetting).toMatchObject({ code: 2, stderr: expect.stringContaining('spec.configuration.machineType of the KubeVirt object is 5 and must be a text') });
    const asInput = await cliOn(unusable, ['validate', 'vm.yaml', 'kv.yaml']);
    expect(asInput).toMatchObject({ code: 1, stdout: expect.stringMatching(/kv\.yaml:4:37: error: .*\[cluster-configuration-invalid\]/) });
  });
});

describe('files that are read once', () => {
  it.each([
    ['kind: VirtualMachine\n', false],
    ['# c\n\napiVersion: a/v1\nkind: ConfigMap # of ours\nspec:\n  kind: KubeVirt\n', false],
    ['apiVersion: a\r\nkind: VirtualMachine\r\nspec:\r\n  instancetype: {kind: VirtualMachineInstancetype}\r\n', false],
    ['\n---\n# only comments\n---\nkind: ConfigMap\n', true],
    ['kind: KubeVirt\n', true],
    ['kind:\n  KubeVirt\n', true],
    ['kind: "KubeVirt"\n', true],
    ['"kind": KubeVirt\n', true],
    ['? kind\n: KubeVirt\n', true],
    ['a: &k KubeVirt\nkind: *k\n', true],
    ['kind: VirtualMachine\n<<: {kind: KubeVirt}\n', true],
    ['{"kind": "KubeVirt"}', true],
    ['  kind: KubeVirt\n', true],
    ['kind: List\nitems: []\n', true],
    ['kind: ConfigMap\n---\nkind: KubeVirt\n', true],
    ['a: {\nkind: VirtualMachine\n}\nkind: KubeVirt\n', true],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(mayBeReferredTo(text)).toBe(expected);
  });

  it('never misses an object that others refer to', () => {
    const kinds = fc.constantFrom('KubeVirt', 'VirtualMachineInstancetype', 'ControllerRevision', 'VirtualMachine', 'ConfigMap', 'List');
    const object = fc.record({ apiVersion: fc.constant('v1'), kind: kinds, spec: fc.dictionary(fc.constantFrom('kind', 'a', 'kinds'), fc.oneof(kinds, fc.string()), { maxKeys: 3 }) }, { requiredKeys: [] });
    const style = fc.record({ collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const), defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'BLOCK_LITERAL' as const), indent: fc.integer({ min: 1, max: 4 }), simpleKeys: fc.boolean() });
    fc.assert(
      fc.property(fc.array(object, { maxLength: 3 }), style, fc.constantFrom('', '# c\n', '\n', '  # c\n'), (objects, options, before) => {
        const text = objects.map((each) => before + stringify(each, options)).join('---\n');
        const documents = [...readDocuments('x', text)].flatMap((document) => (document.kind === 'document' ? [document.value] : []));
        const isReferredTo = documents.some((value) => isKeptKind(String(Object(value).kind)) || Object(value).kind === 'List');
        if (isReferredTo) expect(mayBeReferredTo(text)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('knows a plain VM for one', () => {
    expect(mayBeReferredTo(vm('a', '  instancetype: {name: small, kind: VirtualMachineInstancetype}\n'))).toBe(false);
    expect(mayBeReferredTo(SMALL)).toBe(true);
  });
});
