import { describe, expect, it } from 'vitest';
import { cliOn } from './expand-harness.ts';

const vm = (name: string, spec: string): string => `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: ${name}
spec:
${spec}
  template:
    spec:
      domain: {}
`;

const SMALL = vm('small', '  instancetype: {name: u1.small} # the smallest that works');
const PLAIN = vm('plain', '  runStrategy: Always');
const BROKEN = vm('broken', '  instancetype: {name: u1.nowhere}');
const CLASH = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: {name: clash}
spec:
  instancetype: {name: u1.small}
  template:
    spec:
      domain:
        memory:
          guest: 1Gi
`;
const CONFIG_MAP = `# not ours
apiVersion:   v1
kind: ConfigMap
metadata: {"name": 'settings'}
data:
    text: >-
       folded
       text
`;

const EXPANDED_SMALL = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: small
spec:
  template:
    spec:
      domain:
        devices:
          interfaces:
          - name: default
            bridge: {}
        cpu:
          sockets: 1
          cores: 1
          threads: 1
        memory:
          guest: 2Gi
        machine:
          type: q35
      networks:
      - name: default
        pod: {}
      architecture: amd64
      evictionStrategy: None
`;

describe('what is printed', () => {
  it('applies the instance type and the defaults, and drops the reference', async () => {
    const result = await cliOn({ 'vm.yaml': SMALL }, ['expand', 'vm.yaml']);
    expect(result).toEqual({ code: 0, stdout: EXPANDED_SMALL, stderr: '' });
  });

  it('leaves a VM without references, and what is no VM, byte for byte', async () => {
    const text = `${PLAIN}---\r\n${CONFIG_MAP}---\n# nothing\n---\n[1, 2]\n--- # more\n\ttab: no\n`.replace('\ttab: no\n', 'last: line');
    const result = await cliOn({ 'all.yaml': text }, ['expand', 'all.yaml']);
    expect(result).toEqual({ code: 0, stdout: text, stderr: '' });
  });

  it('keeps a byte order mark at the start, and takes it away between files', async () => {
    const result = await cliOn({ 'a.yaml': `\ufeff${PLAIN}`, 'b.yaml': `\ufeff${PLAIN}` }, ['expand', 'a.yaml', 'b.yaml']);
    expect(result.stdout).toBe(`\ufeff${PLAIN}---\n${PLAIN}`);
  });

  it('changes the VM in the middle of a file, and nothing around it', async () => {
    const result = await cliOn({ 'all.yaml': `${CONFIG_MAP}---\n${SMALL}---\n${CONFIG_MAP}` }, ['expand', '-f', 'all.yaml']);
    expect(result.stdout).toBe(`${CONFIG_MAP}---\n${EXPANDED_SMALL}---\n${CONFIG_MAP}`);
  });

  it('separates files by `---`, in the order of the arguments, and takes what the VMs need from any of them', async () => {
    const own = 'apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachineClusterInstancetype\nmetadata: {name: u1.small}\nspec: {cpu: {guest: 3}, memory: {guest: 5Gi}}';
    const result = await cliOn({ 'vm.yaml': SMALL, 'own.yaml': own, 'map.yaml': `---\n${CONFIG_MAP}` }, ['expand', 'vm.yaml', 'own.yaml', 'map.yaml']);
    const expanded = EXPANDED_SMALL.replace('sockets: 1', 'sockets: 3').replace('2Gi', '5Gi');
    expect(result).toEqual({ code: 0, stdout: `${expanded}---\n${own}\n---\n${CONFIG_MAP}`, stderr: '' });
  });

  it('reads standard input and a directory', async () => {
    const result = await cliOn({ 'a/vm.yml': SMALL, 'a/README.md': 'no' }, ['expand', '-f', '-', '@'], { stdin: PLAIN });
    expect(result).toEqual({ code: 0, stdout: `${EXPANDED_SMALL}---\n${PLAIN}`, stderr: '' });
  });

  it('expands the VMs of a List where they stand', async () => {
    const item = SMALL.trimEnd().split('\n').map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)).join('\n');
    const expanded = EXPANDED_SMALL.trimEnd().split('\n').map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`)).join('\n');
    const list = (one: string): string => `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1 # first\n  kind: Secret\n${one}\n`;
    expect((await cliOn({ 'list.yaml': list(item) }, ['expand', 'list.yaml'])).stdout).toBe(list(expanded));
  });

  it("takes the cluster's defaults from --config and objects from --objects", async () => {
    const config = 'apiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {name: kubevirt, namespace: kubevirt}\nspec: {configuration: {evictionStrategy: LiveMigrate}}\nstatus: {defaultArchitecture: arm64}\n';
    const objects = 'apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachineInstancetype\nmetadata: {name: mine, namespace: default}\nspec: {cpu: {guest: 1}, memory: {guest: 3Gi}}\n';
    const own = vm('own', '  instancetype: {name: mine, kind: virtualmachineinstancetype}');
    const { stdout, code } = await cliOn({ 'vm.yaml': own, 'config.yaml': config, 'o/objects.yaml': objects }, ['expand', 'vm.yaml', '--config', 'config.yaml', '--objects', 'o/objects.yaml']);
    expect(code).toBe(0);
    for (const line of ['guest: 3Gi', 'architecture: arm64', 'type: virt', 'evictionStrategy: LiveMigrate']) expect(stdout).toContain(line);
  });
});

describe('JSON', () => {
  const json = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'j' }, spec: { instancetype: { name: 'u1.small' }, template: { spec: { domain: {} } } } };

  it('stays JSON, in its own layout', async () => {
    const { stdout } = await cliOn({ 'vm.json': `${JSON.stringify(json, undefined, '\t')}\n` }, ['expand', 'vm.json']);
    expect(stdout.startsWith('{\n\t"apiVersion": "kubevirt.io/v1"')).toBe(true);
    expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), undefined, '\t')}\n`);
    expect(JSON.parse(stdout).spec.template.spec.domain.memory).toEqual({ guest: '2Gi' });
    expect(JSON.parse(stdout).spec.instancetype).toBeUndefined();
  });

  it('values may follow one another, and files are not separated by `---`', async () => {
    const one = JSON.stringify(json);
    const { stdout } = await cliOn({ 'a.json': `${one} ${one}`, 'b.json': one }, ['expand', 'a.json', 'b.json']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(`${lines[1]} ${lines[1]}`);
  });

  it('becomes YAML with -o yaml, documents apart', async () => {
    const one = JSON.stringify(json);
    const { stdout } = await cliOn({ 'a.json': `${one} ${one}` }, ['expand', '-o', 'yaml', 'a.json']);
    expect(stdout).toBe(`${EXPANDED_SMALL.replaceAll('small', 'j')}---\n${EXPANDED_SMALL.replaceAll('small', 'j')}`.replaceAll(/^ {10}(- name|  bridge)/gm, '          $1').replaceAll('u1.j', 'u1.small'));
  });

  it('is what -o json makes of everything: one object, or a List', async () => {
    const single = await cliOn({ 'vm.yaml': SMALL }, ['expand', '-o', 'json', 'vm.yaml']);
    expect(JSON.parse(single.stdout).metadata.name).toBe('small');
    const several = await cliOn({ 'vm.yaml': `${SMALL}---\n${CONFIG_MAP}`, 'more.yaml': PLAIN }, ['expand', '-o', 'json', 'vm.yaml', 'more.yaml']);
    const list = JSON.parse(several.stdout);
    expect(several.stdout).toBe(`${JSON.stringify(list, undefined, 4)}\n`);
    expect([list.apiVersion, list.kind, list.items.map((item: { kind: string }) => item.kind)]).toEqual(['v1', 'List', ['VirtualMachine', 'ConfigMap', 'VirtualMachine']]);
    expect((await cliOn({ 'vm.yaml': BROKEN }, ['expand', '-o', 'json', 'vm.yaml'])).stdout).toBe('');
  });
});

describe('what cannot be expanded', () => {
  it('is told with its place, is left out, and the rest is printed', async () => {
    const result = await cliOn({ 'all.yaml': `${BROKEN}---\n${SMALL}---\n${CLASH}` }, ['expand', 'all.yaml']);
    expect(result.code).toBe(1);
    expect(result.stdout).toBe(EXPANDED_SMALL);
    expect(result.stderr).toContain('all.yaml:6:24: error: ');
    expect(result.stderr).toContain('[instancetype-not-found]');
    expect(result.stderr).toContain('[instancetype-conflict]');
    expect(result.stderr).toMatch(/all\.yaml:30:18: error: .*guest/);
    expect(result.stderr.endsWith('instancetype: 2 of 3 VMs cannot be expanded and are left out\n')).toBe(true);
  });

  it.each([
    ['alone', BROKEN, ''],
    ['the first', `${BROKEN}---\n${PLAIN}`, PLAIN],
    ['the last', `${PLAIN}---\n${BROKEN}`, PLAIN],
    ['in the middle', `${PLAIN}---\n${BROKEN}---\n${CONFIG_MAP}`, `${PLAIN}---\n${CONFIG_MAP}`],
    ['the first two', `${BROKEN}---\n${BROKEN}---\n${PLAIN}`, PLAIN],
    ['the last two', `--- # head\n${PLAIN}---\n${BROKEN}---\n${BROKEN}`, `--- # head\n${PLAIN}`],
  ])('leaves no trace of it: %s', async (_, text, expected) => {
    const result = await cliOn({ 'all.yaml': text }, ['expand', 'all.yaml']);
    expect([result.code, result.stdout]).toEqual([1, expected]);
  });

  it('leaves it out of its List, where the comments of the others stay with them', async () => {
    const list = `kind: List\nitems:\n- {kind: VirtualMachine, spec: {instancetype: {name: nowhere}, template: {}}}\n- kind: VirtualMachine\n  metadata: {name: second} # kept\n  spec: {instancetype: {name: u1.micro}, template: {spec: {domain: {}}}}\n`;
    const { stdout, code } = await cliOn({ 'list.yaml': list }, ['expand', '--explain', 'list.yaml']);
    expect(code).toBe(1);
    expect(stdout).not.toContain('nowhere');
    expect(stdout).toMatch(/metadata: \{name: second\} # kept +# VM\n/);
    expect(stdout).toContain('guest: instance type u1.micro, spec.memory.guest');
  });

  it('is a wrong call or an unreadable input with exit code 2, and nothing of such a file is printed', async () => {
    const broken = await cliOn({ 'bad.yaml': `${SMALL}---\na: [\n`, 'vm.yaml': PLAIN }, ['expand', 'bad.yaml', 'vm.yaml', 'missing.yaml']);
    expect([broken.code, broken.stdout]).toEqual([2, PLAIN]);
    expect(broken.stderr).toMatch(/^bad\.yaml:\d+:\d+: error: not valid YAML/);
    expect(broken.stderr).toContain('nothing of bad.yaml is printed');
    expect(broken.stderr).toContain('missing.yaml: error: there is no such file');
    for (const args of [['expand'], ['expand', 'vm.yaml', '-o', 'xml'], ['expand', '--diff', '-o', 'json', 'vm.yaml']]) {
      const wrong = await cliOn({ 'vm.yaml': PLAIN }, args);
      expect([wrong.code, wrong.stdout, wrong.stderr.split('\n').length]).toEqual([2, '', 2]);
    }
  });

  it('never shows a stack trace, whatever a VM is made of', async () => {
    const odd = ['spec: []', 'spec: {instancetype: 5, template: x}', 'spec: {instancetype: {name: [1]}, template: {spec: {domain: 7}}}', 'spec: {preference: {name: fedora}, template: {spec: {domain: {devices: {disks: {a: 1}}}}}}', 'metadata: 3\nspec: {preference: {name: fedora}}', '__proto__: {spec: 1}'];
    for (const text of odd) {
      for (const flags of [[], ['--explain'], ['-o', 'table'], ['--diff']]) {
        const result = await cliOn({ 'vm.yaml': `apiVersion: kubevirt.io/v1\nkind: VirtualMachine\n${text}\n` }, ['expand', 'vm.yaml', ...flags]);
        expect([0, 1]).toContain(result.code);
        expect(result.stderr).not.toMatch(/defect|\.ts:/);
      }
    }
  });
});

describe('--diff', () => {
  it('shows what changes, and nothing where nothing does', async () => {
    const { stdout, code } = await cliOn({ 'vm.yaml': SMALL, 'plain.yaml': PLAIN }, ['expand', '--diff', 'vm.yaml', 'plain.yaml']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 12)).toEqual(['--- vm.yaml', '+++ vm.yaml (expanded)', '@@ -3,7 +3,23 @@', ' metadata:', '   name: small', ' spec:', '-  instancetype: {name: u1.small} # the smallest that works', '   template:', '     spec:', '-      domain: {}', '+      domain:', '+        devices:']);
    expect(stdout).not.toContain('plain.yaml');
  });

  it('says why with --explain, and only at what is new', async () => {
    const { stdout } = await cliOn({ 'vm.yaml': SMALL }, ['expand', '--diff', '--explain', 'vm.yaml']);
    expect(stdout).toMatch(/^\+ +guest: 2Gi +# instance type u1\.small, spec\.memory\.guest$/m);
    expect(stdout).not.toContain('# VM');
  });

  it('is colored on a terminal, not elsewhere, and not with NO_COLOR', async () => {
    const red = '\u001b[31m-  instancetype';
    expect((await cliOn({ 'vm.yaml': SMALL }, ['expand', '--diff', 'vm.yaml'], { isTTY: true })).stdout).toContain(red);
    expect((await cliOn({ 'vm.yaml': SMALL }, ['expand', '--diff', 'vm.yaml'], { isTTY: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b');
    expect((await cliOn({ 'vm.yaml': SMALL }, ['expand', '--diff', 'vm.yaml'])).stdout).not.toContain('\u001b');
  });
});
