import { describe, expect, it } from 'vitest';
import { cli, cliOn } from './expand-harness.ts';
import { CLASHING, CONFIG_MAP, DEPRECATED, GOOD, SMALL, TYPO, vm } from './validate-manifests.ts';

describe('validate', () => {
  it('says nothing of what is right', async () => {
    const result = await cliOn({ 'vm.yaml': GOOD }, ['validate', 'vm.yaml']);
    expect(result).toEqual({ code: 0, stdout: '', stderr: '1 file, 1 object: 0 errors, 0 warnings\n' });
  });

  it('shows the place, the line, whose value clashes with whose, and how to mend it', async () => {
    const { code, stdout, stderr } = await cliOn({ 'vm.yaml': CLASHING }, ['validate', 'vm.yaml']);
    expect(code).toBe(1);
    expect(stderr).toBe('1 file, 1 object: 2 errors, 0 warnings (1 fixable with --fix)\n');
    const [head, line, caret, claim, suggestion, second] = stdout.split('\n');
    expect(head).toMatch(/^vm\.yaml:14:18: error: spec\.template\.spec\.domain\.cpu\.cores .* \[instancetype-conflict\]$/);
    expect([line, caret]).toEqual(['  14 |           cores: 4 # too many', '     |                  ^']);
    expect(claim).toBe('    - spec.cpu.guest: 1 in VirtualMachineClusterInstancetype "u1.medium" (built-in catalog)');
    expect(suggestion).toBe('    suggestion: Remove spec.template.spec.domain.cpu.cores');
    expect(second).toMatch(/^vm\.yaml:16:18: error: /);
    expect(stdout).toContain('    fix (--fix makes it): remove spec.template.spec.domain.memory.guest\n');
  });

  it('names the file in which the other value stands', async () => {
    const web = vm('web', '  instancetype:\n    name: small\n    kind: VirtualMachineInstancetype\n', '        cpu:\n          cores: 4\n');
    const { stdout } = await cliOn({ 'a.yaml': web, 'b.yaml': `# ours\n${SMALL}` }, ['validate', 'a.yaml', 'b.yaml']);
    expect(stdout).toContain('    - spec.cpu.guest: 1 in VirtualMachineInstancetype "small" (b.yaml:8:12)\n');
  });

  it('names the revision in which a value is stored', async () => {
    const stored = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'u1.medium' }, spec: { cpu: { guest: 3 }, memory: { guest: '1Gi' } } };
    const revision = { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: 'web-u1', namespace: 'default' }, data: stored, revision: 0 };
    const web = vm('web', '  instancetype:\n    name: u1.medium\n    revisionName: web-u1\n', '        cpu:\n          cores: 4\n');
    const { stdout } = await cliOn({ 'vm.yaml': web, 'stored.json': JSON.stringify(revision) }, ['validate', 'vm.yaml', '--objects', 'stored.json']);
    expect(stdout).toContain('- spec.cpu.guest: 3 in VirtualMachineClusterInstancetype "u1.medium" (stored in ControllerRevision web-u1, stored.json:1:');
  });

  it('finds what a preference requires and the VM has not', async () => {
    const preference = `apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachinePreference\nmetadata: {name: big}\nspec: {requirements: {memory: {guest: 2Gi}}}\n`;
    const web = vm('web', '  instancetype: {name: small, kind: VirtualMachineInstancetype}\n  preference: {name: big, kind: VirtualMachinePreference}\n');
    const { code, stdout } = await cliOn({ 'all.yaml': [web, SMALL, preference].join('---\n') }, ['validate', 'all.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^all\.yaml:7:3: error: .* \[requirement-memory\]$/m);
    expect(stdout).toMatch(/ - spec\.requirements\.memory\.guest: "2Gi" in VirtualMachinePreference "big" \(all\.yaml:27:39\)/);
  });

  it('tells of vCPUs that cannot be spread, and in the same run of what else clashes', async () => {
    const preference = `apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachinePreference\nmetadata: {name: wide}\nspec: {cpu: {preferredCPUTopology: spread}}\n`;
    const web = vm('web', '  instancetype: {name: small, kind: VirtualMachineInstancetype}\n  preference: {name: wide, kind: VirtualMachinePreference}\n', '        memory: {guest: 2Gi}\n');
    const { stdout } = await cliOn({ 'all.yaml': [web, SMALL, preference].join('---\n') }, ['validate', 'all.yaml']);
    expect(stdout.match(/\[[a-z-]+\]$/gm)).toEqual(['[spread-not-divisible]', '[instancetype-conflict]']);
  });

  it('does not measure a VM against requirements when its instance type is not known', async () => {
    const web = vm('web', '  instancetype: {name: nowhere}\n  preference: {name: windows.11}\n');
    const { stdout } = await cliOn({ 'vm.yaml': web }, ['validate', 'vm.yaml']);
    expect(stdout.match(/\[[a-z-]+\]$/gm)).toEqual(['[instancetype-not-found]']);
  });

  it('checks instance types and preferences for themselves', async () => {
    const bad = SMALL.replace('guest: 1Gi', 'guest: 1Gi\n    overcommitPercent: 10\n    hugepages: {pageSize: 2Mi}').replace('guest: 1\n', 'gest: 1\n');
    const { code, stdout } = await cliOn({ 'it.yaml': bad, 'p.yaml': DEPRECATED }, ['validate', 'it.yaml', 'p.yaml']);
    expect(code).toBe(1);
    expect(stdout.match(/^[^ ].*$/gm)?.map((line) => line.replace(/: (error|warning|note): .* \[/, ' $1 ['))).toEqual([
      'it.yaml:6:3 error [schema-missing-field]',
      'it.yaml:7:5 error [schema-unknown-field]',
      'it.yaml:10:24 error [overcommit-with-hugepages]',
      'p.yaml:7:27 warning [deprecated-topology-name]',
    ]);
  });

  it('finds a misspelt kind of the API group, and passes over other kinds', async () => {
    const misspelt = SMALL.replace('VirtualMachineInstancetype', 'VirtualMachineInstanceType');
    const foreign = 'apiVersion: virt.example/v1\nkind: VirtualMachine\nspec: 5\n';
    const { code, stdout, stderr } = await cliOn({ 'x.yaml': [misspelt, CONFIG_MAP, foreign, '- not an object\n'].join('---\n') }, ['validate', 'x.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^x\.yaml:2:7: error: .*write VirtualMachineInstancetype \[schema-unknown-kind\]$/m);
    expect(stderr).toBe('1 file, 1 object (2 objects of other kinds not checked): 1 error, 0 warnings\n');
  });

  it('does not repeat as a rule what the schema says already', async () => {
    const web = vm('web', '  instancetype: []\n  preference: x\n').replace(/ {2}template:[^]*$/, '');
    const { stdout } = await cliOn({ 'vm.yaml': web }, ['validate', 'vm.yaml']);
    expect(stdout.match(/\[[a-z-]+\]$/gm)).toEqual(['[schema-missing-field]', '[schema-wrong-type]', '[schema-wrong-type]']);
  });

  it('sorts findings by place, through documents, Lists and files', async () => {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: ['a', 'b'].map((name) => ({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name }, spec: { template: { spec: { domain: { devices: {} } } }, preference: { name: 'nowhere' } } })) }, undefined, 2);
    const { stdout } = await cliOn({ '1.yaml': [CLASHING, TYPO].join('---\n'), '2.json': list }, ['validate', '1.yaml', '2.json']);
    const places = stdout.match(/^\S+:\d+:\d+/gm);
    expect(places).toEqual(['1.yaml:14:18', '1.yaml:16:18', '1.yaml:25:11', '2.json:20:19', '2.json:39:19']);
  });
});

describe('validate --missing', () => {
  it('takes a missing object for an error, with what was meant', async () => {
    const { code, stdout } = await cliOn({ 'vm.yaml': TYPO }, ['validate', 'vm.yaml']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^vm\.yaml:8:11: error: .* \[instancetype-not-found\]\n.*\n.*\^{8}\n/);
    expect(stdout).toContain('    KubeVirt accepts such a VM, and then does not start it.\n');
    expect(stdout).toContain('    suggestion: Use VirtualMachineClusterInstancetype "u1.medium" of the cluster\n');
  });

  it.each([
    ['warn', 0, /warning: .*\[instancetype-not-found\]/],
    ['ignore', 0, /^$/],
  ] as const)('%s', async (value, code, text) => {
    const result = await cliOn({ 'vm.yaml': TYPO }, ['validate', 'vm.yaml', '--missing', value]);
    expect(result.code).toBe(code);
    expect(result.stdout).toMatch(text);
  });

  it('leaves an unknown kind an error', async () => {
    const web = vm('web', '  instancetype:\n    name: u1.medium\n    kind: VirtualMachineClusterInstanceTyp\n');
    const { code, stdout } = await cliOn({ 'vm.yaml': web }, ['validate', 'vm.yaml', '--missing', 'ignore']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^vm\.yaml:9:11: error: .*"VirtualMachineClusterInstanceTyp".* \[unknown-kind\]$/m);
  });
});

describe('validate: what is printed', () => {
  it('--quiet leaves errors only', async () => {
    const { code, stdout, stderr } = await cliOn({ 'vm.yaml': TYPO, 'p.yaml': DEPRECATED }, ['validate', 'vm.yaml', 'p.yaml', '-q']);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).not.toContain('warning');
    expect(stdout).toContain('[instancetype-not-found]');
  });

  it('--summary counts by code, with every format', async () => {
    const { stderr } = await cliOn({ 'vm.yaml': CLASHING, 'p.yaml': DEPRECATED }, ['validate', 'vm.yaml', 'p.yaml', '-o', 'json', '--summary']);
    expect(stderr).toBe('2 files, 2 objects: 2 errors, 1 warning (2 fixable with --fix)\n  2  instancetype-conflict\n  1  deprecated-topology-name\n');
  });

  it('colors for a terminal, as --color, FORCE_COLOR and NO_COLOR say', async () => {
    const files = { 'vm.yaml': TYPO };
    const isColored = async (args: readonly string[], around: object): Promise<boolean> => (await cliOn(files, ['validate', 'vm.yaml', ...args], around)).stdout.includes('\u001b[');
    expect(await isColored([], {})).toBe(false);
    expect(await isColored([], { isTTY: true })).toBe(true);
    expect(await isColored([], { isTTY: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await isColored([], { isTTY: true, env: { NO_COLOR: '' } })).toBe(true);
    expect(await isColored([], { isTTY: true, env: { TERM: 'dumb' } })).toBe(false);
    expect(await isColored([], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(true);
    expect(await isColored([], { isTTY: true, env: { FORCE_COLOR: '0' } })).toBe(false);
    expect(await isColored(['--color', 'never'], { isTTY: true, env: { FORCE_COLOR: '1' } })).toBe(false);
    expect(await isColored(['--color', 'always'], { env: { NO_COLOR: '1' } })).toBe(true);
  });

  it('keeps the caret below what is meant, after tabs and in long lines', async () => {
    const long = `{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"long","annotations":{"a":"${'x'.repeat(300)}"}},\t"spec":{"instancetype":{"name":"nowhere"},"template":{"spec":{"domain":{"devices":{}}}}}}`;
    const { stdout } = await cliOn({ 'vm.json': long }, ['validate', 'vm.json']);
    const [, line = '', caret = ''] = stdout.split('\n');
    const at = caret.indexOf('^');
    expect(line.slice(at, caret.length)).toBe('"nowhere"');
    expect(line.length).toBeLessThan(180);
  });

  it('reads standard input and names it', async () => {
    const { code, stdout } = await cli(['validate', '-'], { stdin: TYPO });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^<stdin>:8:11: error: /);
  });
});
