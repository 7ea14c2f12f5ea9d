import { describe, expect, it } from 'vitest';
import { fieldAt } from '../src/index.ts';

const domain = ['spec', 'template', 'spec', 'domain'];

describe('fieldAt', () => {
  it('tells what a field may hold', () => {
    expect(fieldAt('VirtualMachineInstancetype', ['spec', 'cpu', 'guest'])).toEqual({
      holds: 'scalar',
      type: 'uint32',
      expected: 'a whole number from 0 to 2147483647',
      required: true,
      fields: [],
      values: [],
    });
    expect(fieldAt('VirtualMachine', [...domain, 'rebootPolicy'])).toMatchObject({ values: ['Reboot', 'Terminate'], required: false });
  });

  it('goes through lists and maps', () => {
    expect(fieldAt('VirtualMachine', [...domain, 'devices', 'disks'])).toMatchObject({ holds: 'list' });
    const disk = { holds: 'object', type: 'Disk' };
    expect(fieldAt('VirtualMachine', [...domain, 'devices', 'disks', 0])).toMatchObject(disk);
    expect(fieldAt('VirtualMachine', [...domain, 'devices', 'disks', '12'])).toMatchObject(disk);
    expect(fieldAt('VirtualMachine', [...domain, 'devices', 'disks', 'x'])).toBeUndefined();
    expect(fieldAt('VirtualMachine', [...domain, 'resources', 'requests', 'cpu'])).toMatchObject({ type: 'quantity' });
  });

  it('lists the fields of an object', () => {
    expect(fieldAt('VirtualMachineClusterPreference', ['spec', 'cpu'])?.fields).toEqual([
      'preferredCPUFeatures',
      'preferredCPUTopology',
      'spreadOptions',
    ]);
    expect(fieldAt('VirtualMachine', [])).toMatchObject({ type: 'VirtualMachine', required: true });
    expect(fieldAt('VirtualMachine', ['metadata'])).toMatchObject({ holds: 'content' });
  });

  it('knows no other fields', () => {
    expect(fieldAt('VirtualMachine', ['spec', 'nope'])).toBeUndefined();
    expect(fieldAt('VirtualMachine', ['spec', 'nope', 'cpu'])).toBeUndefined();
    expect(fieldAt('VirtualMachine', ['spec', 'toString'])).toBeUndefined();
    expect(fieldAt('VirtualMachine', ['metadata', 'name'])).toBeUndefined();
    expect(fieldAt('Pod' as 'VirtualMachine', [])).toBeUndefined();
  });
});
