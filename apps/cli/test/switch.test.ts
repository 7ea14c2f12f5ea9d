import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../src/exit-codes.ts';
import { cli, cliAtRoot, cliOn } from './expand-harness.ts';

const FEDORA = 'examples/fedora-server.yaml';

/** A VM named `web` that has one more member in its template's spec. */
const vm = (instancetype: string, more = ''): string => `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: web
spec:
  instancetype:
    name: ${instancetype}
  template:
    spec:
      domain:
        devices: {}
${more}`;

const MINE = `apiVersion: instancetype.kubevirt.io/v1beta1
kind: VirtualMachineInstancetype
metadata:
  name: mine
spec:
  cpu: {guest: 2}
  memory: {guest: 4Gi}
  nodeSelector: {disk: fast}
`;

describe('switch', () => {
  it('prints what the README shows', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, command = '', printed = ''] = /^```console\n\$ instancetype (switch .*)\n([^]*?)^```$/m.exec(readme) ?? [];
    const { code, stdout, stderr } = await cliAtRoot(command.split(' '));
    expect({ code, stderr, stdout }).toEqual({ code: EXIT.ok, stderr: '', stdout: printed });
  });

  it('tells what needs a restart, which is no error', async () => {
    const { code, stdout, stderr } = await cliAtRoot(['switch', FEDORA, '--to', 'cx1.large']);
    expect({ code, stderr }).toEqual({ code: EXIT.ok, stderr: '' });
    expect(stdout).toMatch(/^ {2}Result: +needs a restart$/m);
    expect(stdout).toMatch(/^spec\.template\.spec\.domain\.cpu\.dedicatedCpuPlacement +- +true +restart +A running VM cannot take it\.$/m);
  });

  it('tells conflicts with their places and with what mends them, and ends with 1', async () => {
    const { code, stdout, stderr } = await cliAtRoot(['switch', 'examples/conflict.yaml', '--to', 'u1.xlarge']);
    expect(code).toBe(EXIT.invalid);
    expect(stdout).toContain('Instance type:  u1.large -> u1.xlarge');
    expect(stdout).toContain('KubeVirt refuses the VM then, for 2 reasons');
    expect(stderr).toContain('examples/conflict.yaml:19:18: error: spec.template.spec.domain.cpu.cores is 4');
    expect(stderr).toContain('suggestion: Remove spec.template.spec.domain.memory.guest');
    // it would not: the file still names the old instance type
    expect(stderr).not.toContain('--fix');
  });

  it('tells requirements that are not met', async () => {
    const { code, stderr } = await cliAtRoot(['switch', FEDORA, '--preference', 'windows.11']);
    expect(code).toBe(EXIT.invalid);
    expect(stderr).toContain('[requirement-cpu]');
  });

  it('starts from what a VM infers from its image', async () => {
    const { code, stdout } = await cliAtRoot(['switch', '-f', 'examples/golden-image.yaml', '--to', 'u1.2xlarge']);
    expect(code).toBe(EXIT.ok);
    expect(stdout).toContain('Instance type:  u1.large -> u1.2xlarge');
  });

  it('knows instance types of the input, also by their kind', async () => {
    for (const name of ['mine', 'vmf/mine', 'VirtualMachineInstancetype/mine']) {
      const { code, stdout } = await cliOn({ 'vm.yaml': `${vm('u1.medium')}---\n${MINE}` }, ['switch', 'vm.yaml', '--to', name, '-o', 'json']);
      expect(code).toBe(EXIT.ok);
      expect(JSON.parse(stdout)).toMatchObject([
        {
          file: 'vm.yaml',
          line: 1,
          object: { name: 'web' },
          restartRequired: false,
          changes: [{ from: 1, to: 2, effect: 'live' }, { field: 'spec.template.spec.nodeSelector.disk', to: 'fast', effect: 'live' }],
          patch: [{ op: 'replace', path: '/spec/instancetype', value: { name: 'mine', kind: 'VirtualMachineInstancetype' } }],
          instancePatches: [{ handler: 'cpu' }, { handler: 'nodeSelector' }],
        },
      ]);
    }
  });

  it('takes the configuration of the cluster', async () => {
    const kubevirt = 'apiVersion: kubevirt.io/v1\nkind: KubeVirt\nmetadata: {name: kubevirt}\nspec: {configuration: {vmRolloutStrategy: Stage}}\n';
    const { stdout } = await cliOn({ 'vm.yaml': vm('u1.medium'), 'kubevirt.yaml': kubevirt }, ['switch', 'vm.yaml', '--config', 'kubevirt.yaml', '--to', 'u1.large']);
    expect(stdout).toContain('vmRolloutStrategy Stage');
  });

  it('says that nothing changes where nothing does', async () => {
    const { code, stdout } = await cliAtRoot(['switch', FEDORA, '--to', 'u1.medium', '--preference', 'vmcp/fedora']);
    expect(code).toBe(EXIT.ok);
    expect(stdout).toMatch(/Result: +nothing changes\n\nAssumed: /);
  });

  it('plans every VM of a List, and goes on after one that cannot be planned', async () => {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: ['gone', 'u1.small'].map((name) => ({ kind: 'VirtualMachine', metadata: { name }, spec: { instancetype: { name }, template: { spec: { domain: {} } } } })) });
    const { code, stdout, stderr } = await cliOn({ 'list.json': list }, ['switch', 'list.json', '--to', 'u1.medium', '-o', 'json']);
    expect(code).toBe(EXIT.invalid);
    expect(JSON.parse(stdout)).toMatchObject([{ object: { name: 'u1.small' } }]);
    expect(stderr).toContain('[instancetype-not-found]');
  });

  it.each([
    [['switch', FEDORA], 'say what to switch to'],
    [['switch', '--to', 'u1.large'], 'name a file'],
    [['switch', FEDORA, '--to', 'u1.largee'], 'did you mean "u1.large"?'],
    [['switch', FEDORA, '--to', 'vmp/fedora'], '"vmp/fedora" is no instance type'],
    [['switch', FEDORA, '--preference', 'vmcf/u1.large'], '"vmcf/u1.large" is no preference'],
    [['switch', 'examples/kubevirt.yaml', '--to', 'u1.large'], 'there is no VirtualMachine'],
  ])('is called wrongly: %j', async (args, message) => {
    const { code, stderr } = await cliAtRoot(args);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain(message);
  });

  it('cuts its table to the terminal', async () => {
    const { stdout } = await cliAtRoot(['switch', FEDORA, '--to', 'cx1.large'], { env: { COLUMNS: '100' } });
    for (const line of stdout.split('\n').filter((text) => /(live|restart) /.test(text) && !text.startsWith('Assumed'))) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('has a help with examples', async () => {
    const { code, stdout } = await cli(['switch', '--help']);
    expect(code).toBe(EXIT.ok);
    expect(stdout).toContain('instancetype switch vm.yaml --to u1.large');
  });
});
