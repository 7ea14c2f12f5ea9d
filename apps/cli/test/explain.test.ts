import { describe, expect, it } from 'vitest';
import { cliOn } from './expand-harness.ts';

const VM = `# a VM
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  name: web
  namespace: shop
spec:
  instancetype: {name: u1.medium}
  preference: {name: fedora}
  template:
    spec:
      domain:
        devices:
          disks:
          - name: root
          - name: old
            disk: {bus: sata} # as it was
          tpm: {enabled: true}
      volumes:
      - name: root
      - name: old
`;

const explain = async (field: string, ...more: string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> =>
  await cliOn({ 'vm.yaml': VM }, ['explain', field, 'vm.yaml', ...more]);

describe('explain', () => {
  it('says who set a field, from what, by which rule', async () => {
    expect(await explain('spec.template.spec.domain.cpu.sockets')).toEqual({
      code: 0,
      stderr: '',
      stdout: `vm.yaml:2:1: VirtualMachine "shop/web"
spec.template.spec.domain.cpu.sockets
  Value:      1
  From:       instance type u1.medium (VirtualMachineClusterInstancetype)
  Its field:  spec.cpu.guest
  Rule:       cpu-topology
  Type:       a whole number from 0 to 2147483647
`,
    });
  });

  it("says where the author's own value stands, and what was preferred in vain", async () => {
    const { stdout } = await explain('disks[1].disk.bus');
    expect(stdout).toContain('  From:       the VM, vm.yaml:17:25\n');
    expect(stdout).toContain('  Not taken:  "virtio" of preference fedora, spec.devices.preferredDiskBus\n');
  });

  it.each([
    ['cpu.sockets', 'spec.template.spec.domain.cpu.sockets'],
    ['...cpu.sockets', 'spec.template.spec.domain.cpu.sockets'],
    ['CPU.Sockets', 'spec.template.spec.domain.cpu.sockets'],
    ['/spec/template/spec/domain/cpu/sockets', 'spec.template.spec.domain.cpu.sockets'],
    ['disks[old].disk.bus', 'spec.template.spec.domain.devices.disks[1].disk.bus'],
    ['disks.old.disk.bus', 'spec.template.spec.domain.devices.disks[1].disk.bus'],
    ['disks.0.disk.bus', 'spec.template.spec.domain.devices.disks[0].disk.bus'],
    ['annotations["vm.kubevirt.io/os"]', 'spec.template.metadata.annotations["vm.kubevirt.io/os"]'],
    ["annotations[ 'vm.kubevirt.io/os' ]", 'spec.template.metadata.annotations["vm.kubevirt.io/os"]'],
    ['annotations.vm.kubevirt.io/os', 'spec.template.metadata.annotations["vm.kubevirt.io/os"]'],
    ['dedicatedCPUPlacement', 'spec.template.spec.domain.cpu.dedicatedCpuPlacement'],
    ['cpu.model', 'spec.template.spec.domain.cpu.model'],
    ['kind', 'kind'],
    ['status.printableStatus', 'status.printableStatus'],
  ])('takes %s for %s', async (field, path) => {
    const { code, stdout } = await explain(field);
    expect([code, stdout.split('\n')[1]]).toEqual([0, path]);
  });

  it('explains the same field of every element', async () => {
    const { stdout } = await explain('disks.disk.bus');
    expect(stdout.match(/^spec\.\S+$/gm)).toEqual(['spec.template.spec.domain.devices.disks[0].disk.bus', 'spec.template.spec.domain.devices.disks[1].disk.bus']);
  });

  it('lists what an object holds, with what was preferred for the whole of it', async () => {
    const { stdout } = await explain('domain.cpu');
    expect(stdout.split('\n').slice(1)).toEqual([
      'FIELD                                   VALUE   FROM                      SOURCE FIELD',
      'spec.template.spec.domain.cpu.sockets   1       instance type u1.medium   spec.cpu.guest',
      'spec.template.spec.domain.cpu.cores     1       instance type u1.medium   spec.cpu.guest',
      'spec.template.spec.domain.cpu.threads   1       instance type u1.medium   spec.cpu.guest',
      '',
    ]);
    const windows = await cliOn({ 'vm.yaml': VM.replace('fedora', 'windows.11') .replace('u1.medium', 'u1.large') }, ['explain', 'devices.tpm', 'vm.yaml']);
    expect(windows.stdout).toContain('{"persistent":true} of preference windows.11, spec.devices.preferredTPM');
  });

  it('lists what one element holds, by its index or its name', async () => {
    for (const field of ['disks[1]', 'disks[old]', 'disks.old']) {
      const { stdout } = await explain(field);
      expect(stdout).toMatch(/^spec\.template\.spec\.domain\.devices\.disks\[1\]\.name +old +VM +-$/m);
      expect(stdout).not.toContain('disks[0]');
    }
  });

  it('says that a field is not set, or is gone', async () => {
    expect((await explain('cpu.model')).stdout).toContain('  Value:  not set, neither by the VM nor by anything that is applied to it\n  Type:   text\n');
    expect((await explain('instancetype.name')).stdout).toContain('  Value:  removed: ');
  });

  it('tells what was preferred for a field that is not there', async () => {
    const files = { 'vm.yaml': VM.replace('        devices:\n', '        firmware:\n          bootloader:\n            bios: {}\n        devices:\n') };
    const efi = '{"secureBoot":true} of preference fedora, spec.firmware.preferredEfi';
    const one = await cliOn(files, ['explain', 'bootloader.efi', 'vm.yaml']);
    expect(one.stdout).toContain(`  Value:      not set, neither by the VM nor by anything that is applied to it\n  Not taken:  ${efi}\n`);
    expect((await cliOn(files, ['explain', 'domain.firmware', 'vm.yaml'])).stdout).toMatch(/^spec\.template\.spec\.domain\.firmware\.bootloader\.efi +- +VM +\{"secureBoot":true\} of preference fedora/m);
    expect((await cliOn(files, ['expand', '--explain', 'vm.yaml'])).stdout).toMatch(/^ +bootloader: +# efi not taken: \{"secureBoot":true\} of preference fedora, spec\.firmware\.preferredEfi$/m);
    const [{ fields }] = JSON.parse((await cliOn(files, ['explain', 'bootloader.efi', '-o', 'json', 'vm.yaml'])).stdout) as [{ fields: { pointer: string; notTaken: unknown[] }[] }];
    expect(fields).toMatchObject([{ pointer: '/spec/template/spec/domain/firmware/bootloader/efi', notTaken: [{ value: { secureBoot: true } }] }]);
  });

  it("says which of the author's values was overwritten", async () => {
    const preference = 'apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachineClusterPreference\nmetadata: {name: fedora}\nspec: {features: {preferredAcpi: {enabled: false}}}\n';
    const vm = VM.replace('        devices:\n', '        features: {acpi: {enabled: true}}\n        devices:\n');
    const { stdout } = await cliOn({ 'vm.yaml': vm, 'preference.yaml': preference }, ['explain', 'acpi.enabled', 'vm.yaml', '--objects', 'preference.yaml']);
    expect(stdout).toContain('  From:       preference fedora (VirtualMachineClusterPreference)\n');
    expect(stdout).toContain('  Replaces:   true of the VM, vm.yaml:13:36\n');
  });

  it.each([
    ['cpu.sokets', 'a VirtualMachine has no field "cpu.sokets": did you mean spec.template.spec.domain.cpu.sockets?'],
    ['foo', 'a VirtualMachine has no field "foo"'],
    ['name', '"name" may be metadata.name, spec.template.spec.domain.devices.disks.name, spec.template.spec.domain.devices.interfaces.name, spec.template.spec.volumes.name or spec.template.spec.networks.name: write more of the path'],
    ['...', 'name a field, for example cpu.sockets'],
    ['[]', 'name a field, for example cpu.sockets'],
    ['['.repeat(100_000), 'name a field, for example cpu.sockets'],
  ])('refuses %s', async (field, message) => {
    const { code, stdout, stderr } = await explain(field);
    expect([code, stdout, stderr]).toEqual([2, '', `instancetype: ${message}\n`]);
  });

  it('answers for every VM of the input, and tells those that cannot be expanded', async () => {
    const broken = VM.replace('u1.medium', 'u1.nowhere').replace('name: web', 'name: broken');
    const { code, stdout, stderr } = await cliOn({ 'a.yaml': `${VM}---\n${broken}`, 'b.yaml': VM }, ['explain', 'cpu.cores', '-f', 'a.yaml', '-f', 'b.yaml']);
    expect(code).toBe(1);
    expect(stdout.match(/^\S+: VirtualMachine .*/gm)).toEqual(['a.yaml:2:1: VirtualMachine "shop/web"', 'b.yaml:2:1: VirtualMachine "shop/web"']);
    expect(stderr).toContain('a.yaml:30:24: error: ');
  });

  it('gives JSON', async () => {
    const { stdout } = await explain('disks[1].disk.bus', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual([
      {
        file: expect.stringMatching(/vm\.yaml$/),
        line: 2,
        column: 1,
        object: { kind: 'VirtualMachine', name: 'web', namespace: 'shop' },
        fields: [
          {
            field: 'spec.template.spec.domain.devices.disks[1].disk.bus',
            pointer: '/spec/template/spec/domain/devices/disks/1/disk/bus',
            value: 'sata',
            source: { origin: 'vm' },
            notTaken: [{ value: 'virtio', source: { origin: 'preference', kind: 'VirtualMachineClusterPreference', name: 'fedora', field: 'spec.devices.preferredDiskBus' }, rule: 'preferred-disk' }],
          },
        ],
      },
    ]);
    expect((await cliOn({ 'map.yaml': 'kind: ConfigMap\n' }, ['explain', 'cpu', '-o', 'json', 'map.yaml'])).code).toBe(2);
  });
});

describe('expand --explain', () => {
  it('writes the sources of all fields behind them', async () => {
    const { stdout } = await cliOn({ 'vm.yaml': VM }, ['expand', '--explain', 'vm.yaml']);
    expect(stdout).toMatch(/^# a VM\napiVersion: kubevirt\.io\/v1 +# VM\n/);
    expect(stdout).toMatch(/^ +sockets: 1 +# instance type u1\.medium, spec\.cpu\.guest$/m);
    expect(stdout).toMatch(/^ +disk: \{bus: sata\} # as it was +# VM; not taken: "virtio" of preference fedora, spec\.devices\.preferredDiskBus$/m);
    expect(stdout).toMatch(/^ +evictionStrategy: None +# KubeVirt default, spec\.configuration\.evictionStrategy$/m);
  });

  it('tells several fields of one line apart', async () => {
    const flow = VM.replace('- name: root\n          - name: old\n            disk: {bus: sata} # as it was', '- {name: root}');
    const { stdout } = await cliOn({ 'vm.yaml': flow }, ['expand', '--explain', 'vm.yaml']);
    expect(stdout).toMatch(/- \{name: root, disk: \{bus: virtio\}\} +# name: VM; bus: preference fedora, spec\.devices\.preferredDiskBus\n/);
  });

  it('cannot be led to write anything but a comment', async () => {
    const name = '"x\\ny: 1 # \\u001b[31m\\u2028z"';
    const type = `apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachineClusterInstancetype\nmetadata: {name: ${name}}\nspec: {cpu: {guest: 1}, memory: {guest: 1Gi}}\n`;
    const files = { 'all.yaml': `${VM.replace('u1.medium', name)}---\n${type}` };
    for (const args of [['expand', '--explain'], ['expand', '-o', 'table'], ['explain', 'cpu.cores']]) {
      const { code, stdout } = await cliOn(files, [...args, 'all.yaml']);
      expect(code).toBe(0);
      expect(stdout.replaceAll('{name: "x\\ny: 1 # \\u001b[31m\\u2028z"}', '')).not.toMatch(/\u001b|\u2028|^y: 1/m);
    }
  });

  it('fits a table into the terminal, and into COLUMNS', async () => {
    for (const around of [{ isTTY: true, columns: 90 }, { env: { COLUMNS: '90' } }]) {
      const { stdout } = await cliOn({ 'vm.yaml': VM }, ['expand', '-o', 'table', 'vm.yaml'], around);
      expect(Math.max(...stdout.split('\n').slice(1).map((line) => [...line].length))).toBe(90);
      expect(stdout).toContain('.devices.disks[1].disk.bus   sata');
    }
    const { stdout } = await cliOn({ 'vm.yaml': VM }, ['expand', '-o', 'table', 'vm.yaml']);
    expect(stdout).toMatch(/^spec\.template\.spec\.domain\.devices\.disks\[1\]\.disk\.bus +sata /m);
  });
});
