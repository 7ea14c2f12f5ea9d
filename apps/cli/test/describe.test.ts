import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { cli, cliOn } from './expand-harness.ts';

describe('describe', () => {
  it('shows what an instance type is for, what goes with it and all that it sets', async () => {
    expect(await cli(['describe', 'cx1.medium'])).toEqual({
      code: 0,
      stderr: '',
      stdout: `Name:       cx1.medium
Kind:       VirtualMachineClusterInstancetype
From:       built-in catalog, common-instancetypes v1.7.0
Series:     cx1, Compute exclusive
For:        For heavy computation: CPU cores of its own, placed as on the node. Needs CPU manager
            and huge pages.
Sizes:      cx1.medium, cx1.large, cx1.xlarge, cx1.2xlarge, cx1.4xlarge, cx1.8xlarge, cx1.medium1gi,
            cx1.large1gi, cx1.xlarge1gi, cx1.2xlarge1gi, cx1.4xlarge1gi, cx1.8xlarge1gi
Goes with:  47 of 54 preferences
Not with:   centos.stream9.dpdk, oraclelinux, rhel.8.dpdk, rhel.9.dpdk, rhel.9.realtime, windows.11,
            windows.11.virtio
Spec:
  cpu:
    dedicatedCPUPlacement: true
    isolateEmulatorThread: true
    numa:
      guestMappingPassthrough: {}
    maxSockets: 1
    guest: 1
  ioThreadsPolicy: auto
  memory:
    hugepages:
      pageSize: 2Mi
    guest: 2Gi
In a VM:
  spec:
    instancetype:
      name: cx1.medium
`,
    });
  });

  it('shows from which sizes on a preference can be used', async () => {
    const { stdout } = await cli(['describe', 'windows.11']);
    expect(stdout).toContain('Guest:      Microsoft Windows 11\n');
    expect(stdout).toContain('From size:  u1.2xmedium, o1.large, d1.2xmedium, cx1.large, m1.large, n1.medium, rt1.large\n');
    expect(stdout).toContain('    preferredTPM:\n      persistent: true\n');
    expect(stdout.endsWith('In a VM:\n  spec:\n    preference:\n      name: windows.11\n')).toBe(true);
  });

  it('knows the objects of files, names their kind in a VM, and wraps to the terminal', async () => {
    const own = 'apiVersion: instancetype.kubevirt.io/v1beta1\nkind: VirtualMachineInstancetype\nmetadata: {name: mine, namespace: ml, annotations: {instancetype.kubevirt.io/description: For our own}}\nspec: {cpu: {guest: 2}, memory: {guest: 8Gi}}\n';
    const { stdout } = await cliOn({ 'own.yaml': own }, ['describe', 'vmf/mine', '-f', 'own.yaml'], { isTTY: true, columns: 60 });
    expect(stdout).toContain('Namespace:  ml\n');
    expect(stdout).toContain('From:       own.yaml\n');
    expect(stdout).toContain('For:        For our own\n');
    expect(stdout).toContain('      kind: VirtualMachineInstancetype\n      name: mine\n');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('takes a kind before the names, and gives manifests', async () => {
    const yaml = await cli(['describe', 'vmcf', 'u1.medium', 'd1.large', '-o', 'yaml']);
    expect(yaml.stdout.split('---\n').map((text) => (parse(text) as { metadata: { name: string } }).metadata.name)).toEqual(['u1.medium', 'd1.large']);
    expect(JSON.parse((await cli(['describe', 'fedora', '-o', 'json'])).stdout).kind).toBe('VirtualMachineClusterPreference');
  });

  it('says what it does not know, and shows the rest', async () => {
    const { code, stdout, stderr } = await cli(['describe', 'u1.medum', 'fedora', 'vmcp/u1.medium']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^Name: +fedora\n/);
    expect(stderr).toBe('instancetype: there is no instance type or preference "u1.medum": did you mean "u1.medium"?\ninstancetype: there is no preference "u1.medium"\n');
  });
});
