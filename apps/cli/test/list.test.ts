import { instancetypes, preferences } from '@instancetype/catalog';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { cli, cliOn } from './expand-harness.ts';

const OWN = `apiVersion: instancetype.kubevirt.io/v1beta1
kind: VirtualMachineInstancetype
metadata: {name: gpu, namespace: ml}
spec:
  cpu: {guest: 8}
  memory: {guest: 1.5Ti}
  gpus: [{name: a, deviceName: example.com/A10}, {name: b, deviceName: example.com/A10}, {name: c, deviceName: example.com/T4}]
---
apiVersion: instancetype.kubevirt.io/v1beta1
kind: VirtualMachinePreference
metadata: {name: mine, namespace: ml}
spec: {requirements: {cpu: {guest: 2}, memory: {guest: 4Gi}}}
`;

const names = (stdout: string): string[] => stdout.trimEnd().split('\n').map((line) => line.split('/').at(-1) ?? '');

describe('list', () => {
  it('shows the instance types and the preferences of the catalog', async () => {
    const { stdout, code, stderr } = await cli(['list']);
    expect([code, stderr]).toEqual([0, '']);
    const [types = '', guests = ''] = stdout.split('\n\n').map((table) => table.trimEnd());
    expect(types.split('\n').slice(1).map((line) => line.split(' ')[0])).toEqual(instancetypes().map(({ metadata }) => metadata.name));
    expect(guests.split('\n').slice(1).map((line) => line.split(' ')[0])).toEqual(preferences().map(({ metadata }) => metadata.name));
    expect(types).toMatch(/^NAME +CPU +MEMORY +HUGEPAGES +OVERCOMMIT +DEDICATED +NUMA +REALTIME +GPUS$/m);
    expect(types).toMatch(/^cx1\.2xlarge1gi +8 +16Gi +1Gi +- +yes +yes +- +-$/m);
    expect(types).toMatch(/^o1\.nano +1 +512Mi +- +50% +- +- +- +-$/m);
    expect(guests).toMatch(/^windows\.11 +2 +4Gi +- +sockets +Microsoft Windows 11$/m);
    expect(guests).toMatch(/^legacy +- +- +- +- +Legacy guest$/m);
  });

  it.each([
    ['instancetypes', 65],
    ['instancetype', 65],
    ['vmcf', 65],
    ['VMCFS', 65],
    ['virtualmachineclusterinstancetypes.instancetype.kubevirt.io', 65],
    ['VirtualMachineClusterInstancetype', 65],
    ['vmf', 0],
    ['preferences', 54],
    ['vmcps', 54],
    ['vmprefs', 0],
  ])('takes the kind %s', async (kind, count) => {
    const { stdout, code } = await cli(['list', kind, '-o', 'name']);
    expect([code, stdout === '' ? 0 : names(stdout).length]).toEqual([0, count]);
  });

  it('lists the objects of files too, each with its file, and those alone without the catalog', async () => {
    const { stdout } = await cliOn({ 'own.yaml': OWN }, ['list', '-f', 'own.yaml', '--no-catalog']);
    expect(stdout).toBe(`NAMESPACE   NAME   CPU   MEMORY   HUGEPAGES   DEDICATED   NUMA   GPUS                                  FILE
ml          gpu    8     1.5Ti    -           -           -      2 example.com/A10, 1 example.com/T4   own.yaml

NAMESPACE   NAME   MIN CPU   MIN MEMORY   ARCH   FILE
ml          mine   2         4Gi          -      own.yaml
`);
    expect(names((await cliOn({ 'own.yaml': OWN }, ['list', 'instancetypes', '--objects', 'own.yaml', '-o', 'name'])).stdout)).toContain('gpu');
  });

  it('picks by size, exactly', async () => {
    const { stdout } = await cliOn({ 'own.yaml': OWN }, ['list', '-f', 'own.yaml', '--min-cpu', '8', '--min-memory', '256Gi', '-o', 'name']);
    expect(names(stdout)).toEqual(['gpu', 'm1.8xlarge', 'm1.8xlarge1gi']);
    expect((await cli(['list', '--min-memory', '274877906944', '-o', 'name'])).stdout).toContain('m1.8xlarge\n');
    expect((await cli(['list', '--min-memory', '274877906945', '-o', 'name'])).stdout).toBe('');
  });

  it("--fits picks what meets a preference's requirements, as KubeVirt would judge", async () => {
    const fitting = names((await cli(['list', '--fits', 'windows.11', '-o', 'name'])).stdout);
    expect(fitting).toEqual(instancetypes().filter(({ spec }) => spec.cpu.guest >= 2).map(({ metadata }) => metadata.name));
    // the catalog has no type with 2 vCPUs and less than 4Gi; the spread needs an even split too
    expect(names((await cli(['list', '--fits', 'rhel.9.dpdk', '--min-cpu', '1', '-o', 'name'])).stdout).every((name) => !name.includes('medium'))).toBe(true);
    const guests = names((await cli(['list', 'preferences', '--fits', 'u1.nano', '-o', 'name'])).stdout);
    expect(guests).toContain('cirros');
    expect(guests).not.toContain('fedora');
    // an architecture that is preferred is the one that is required
    expect(names((await cli(['list', 'preferences', '--fits', 'vmcf/u1.large', '-o', 'name'])).stdout)).toContain('fedora.arm64');
    const own = names((await cliOn({ 'own.yaml': OWN }, ['list', '-f', 'own.yaml', '--fits', 'mine', '-o', 'name'])).stdout);
    expect(own).toContain('gpu');
    expect(own).not.toContain('u1.medium');
  });

  it('never puts together objects of two namespaces', async () => {
    const files = { 'own.yaml': OWN.replace('name: mine, namespace: ml', 'name: mine, namespace: other') };
    expect(names((await cliOn(files, ['list', '-f', 'own.yaml', '--fits', 'mine', '-o', 'name'])).stdout)).not.toContain('gpu');
  });

  it('gives manifests', async () => {
    const json = JSON.parse((await cli(['list', 'vmcf', '--min-cpu', '32', '-o', 'json'])).stdout);
    expect(json.items.map((item: { kind: string }) => item.kind)).toContain('VirtualMachineClusterInstancetype');
    const yaml = (await cli(['list', 'preferences', '-o', 'yaml'])).stdout;
    expect(parseAllDocuments(yaml).map((document) => (document.toJS() as unknown))).toEqual(JSON.parse(JSON.stringify(preferences())));
  });

  it.each([
    [['list', 'instncetypes'], '"instncetypes" is no kind to list: did you mean instancetypes?'],
    [['list', 'pods'], '"pods" is no kind to list: write instancetypes or preferences'],
    [['list', 'preferences', '--min-cpu', '2'], '--min-cpu and --min-memory are about instance types: preferences have no size'],
    [['list', '--fits', 'windows.12'], '--fits: there is no preference "windows.12": did you mean "windows.10"?'],
    [['list', '--min-cpu', 'two'], "option '--min-cpu <count>' argument 'two' is invalid. It takes a whole number."],
  ])('refuses %j', async (args, message) => {
    expect(await cli(args)).toEqual({ code: 2, stdout: '', stderr: `instancetype: ${message}\n` });
  });

  it('shows odd objects and tells unreadable files', async () => {
    const odd = 'kind: VirtualMachineClusterInstancetype\nmetadata: {name: "odd\\u001b[31m"}\nspec: {cpu: 5, memory: [1], gpus: {a: 1}}\n---\nkind: VirtualMachineClusterInstancetype\nmetadata: {name: none, labels: 7, annotations: []}\n';
    const { code, stdout, stderr } = await cliOn({ 'odd.yaml': odd, 'bad.yaml': 'a: [' }, ['list', '--no-catalog', '-f', 'odd.yaml', '-f', 'bad.yaml']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^odd\\u\{1b\}\[31m +- +-/m);
    expect(stdout).toMatch(/^none +- +-/m);
    expect(stderr).toMatch(/^bad\.yaml:\d+:\d+: error: /);
  });
});
