import { applyPatch } from 'rfc6902';
import { describe, expect, it } from 'vitest';
import { validateVirtualMachine, validateVirtualMachinePreference } from '../src/index.ts';
import { vmWith } from './manifests.ts';

const only = (object: unknown) => {
  const outcome = validateVirtualMachine(object);
  if (outcome.ok || outcome.causes.length !== 1) throw new Error(`not one cause: ${JSON.stringify(outcome)}`);
  return outcome.causes[0];
};

const spec = 'spec.template.spec';

describe('an unknown field', () => {
  it.each([
    [`${spec}.domain.cpu.Cores`, 'did you mean cores?'],
    [`${spec}.domain.cpu.corez`, 'did you mean cores?'],
    [`${spec}.domain.cpu.crose`, 'did you mean cores?'],
    [`${spec}.domain.cpu.socketsCount`, 'correct its name or remove it'],
    [`${spec}.domain.cpu.dedicatedCPUPlacement`, 'did you mean dedicatedCpuPlacement?'],
    [`${spec}.domain.devices.networkInterfaceMultiQueue`, 'did you mean networkInterfaceMultiqueue?'],
    [`${spec}.domain.disks`, `did you mean ${spec}.domain.devices.disks?`],
    [`${spec}.devices`, `did you mean ${spec}.domain.devices?`],
    [`${spec}.domain.volumes`, `did you mean ${spec}.volumes?`],
    ['spec.domain', `did you mean ${spec}.domain?`],
    [`${spec}.runStrategy`, 'did you mean spec.runStrategy?'],
    [`${spec}.domain.devices.rng.on`, 'its object has no fields'],
  ])('%s: %s', (path, advice) => {
    expect(only(vmWith(path, {})).message).toMatch(new RegExp(advice.replaceAll(/[.?]/g, '\\$&')));
  });

  it('is renamed by the fix where only the case or one letter is wrong, the name is free and the value fits', () => {
    for (const name of ['Cores', 'corez', 'core', 'croes']) {
      const manifest = vmWith(`${spec}.domain.cpu.${name}`, 4);
      const { fix } = only(manifest);
      expect(fix).toEqual([
        { op: 'remove', path: `/spec/template/spec/domain/cpu/${name}` },
        { op: 'add', path: '/spec/template/spec/domain/cpu/cores', value: 4 },
      ]);
      applyPatch(manifest, fix as Parameters<typeof applyPatch>[1]);
      expect(manifest).toEqual(vmWith(`${spec}.domain.cpu.cores`, 4));
    }
  });

  it('is not renamed where that could lose or break something', () => {
    expect(only(vmWith(`${spec}.domain.cpu`, { cores: 2, Cores: 4 })).fix).toBeUndefined();
    expect(only(vmWith(`${spec}.domain.cpu`, { Cores: 'four' })).fix).toBeUndefined();
    expect(only(vmWith(`${spec}.domain.cpu`, { socketz2: 1 })).fix).toBeUndefined();
    expect(only(vmWith(`${spec}.domain`, { devices: {}, disks: [] })).fix).toBeUndefined();
  });

  it('shares its name with one fix only', () => {
    const outcome = validateVirtualMachine(vmWith(`${spec}.domain.cpu`, { Cores: 2, corez: 4 }));
    expect(outcome.ok ? [] : outcome.causes.map(({ fix }) => fix !== undefined)).toEqual([true, false]);
  });

  it('with a long name is not compared with others', () => {
    const { message, field } = only(vmWith(`spec.${'x'.repeat(100_000)}`, 1));
    expect(message.length).toBeLessThan(500);
    expect(field).toHaveLength('spec.'.length + 100_000);
  });

  it('in a preference is told by the names of preferences', () => {
    const outcome = validateVirtualMachinePreference({ spec: { cpu: { preferredCpuTopology: 'cores' } } });
    expect(outcome).toMatchObject({ causes: [{ fix: [{ op: 'remove' }, { path: '/spec/cpu/preferredCPUTopology', value: 'cores' }] }] });
  });
});

describe('a wrong value', () => {
  it.each([
    [`${spec}.domain.cpu.cores`, '2', 'is the text "2": leave out the quotes', 2],
    [`${spec}.domain.cpu.cores`, '02', 'is the text "02"', undefined],
    [`${spec}.domain.cpu.cores`, '-2', 'is the text "-2"', undefined],
    ['spec.running', 'true', 'must be true or false, but is the text "true": leave out the quotes', true],
    ['spec.running', 1, 'must be true or false, but is the number 1', undefined],
    [`${spec}.subdomain`, 5, 'must be text, but is the number 5: put it in quotes ("5")', undefined],
    [`${spec}.domain.memory.guest`, '1GiB', 'did you mean 1Gi?', undefined],
    [`${spec}.domain.memory.guest`, '1.5gb', 'did you mean 1.5G?', undefined],
    [`${spec}.domain.memory.guest`, '512 kb', 'did you mean 512k?', undefined],
    [`${spec}.domain.memory.guest`, ' 1Gi\n', 'did you mean 1Gi?', undefined],
    [`${spec}.domain.memory.guest`, 1.5, 'put it in quotes ("1.5")', undefined],
    [`${spec}.domain.memory.guest`, 'lots', 'must be a quantity like 2Gi, 500m or 4, but is the text "lots"', undefined],
    [`${spec}.domain.rebootPolicy`, 'x', 'must be Reboot or Terminate, but is the text "x"', undefined],
    [`${spec}.domain.cpu`, [], 'must be an object, but is a list', undefined],
  ])('%s: %j is told as %s', (path, value, text, mended) => {
    const { message, fix } = only(vmWith(path, value));
    expect(message).toContain(text);
    const pointer = `/${path.replaceAll('.', '/')}`;
    expect(fix).toEqual(mended === undefined ? undefined : [{ op: 'replace', path: pointer, value: mended }]);
  });

  it('is cut and escaped', () => {
    const { message } = only(vmWith(`${spec}.domain.cpu.cores`, `\u001b[31m\n\u202e${'x'.repeat(1e6)}`));
    expect(message).toContain('\\u001b[31m\\n\\u202exxx');
    expect(message.length).toBeLessThan(300);
  });

  it('has its path escaped too', () => {
    const { message, pointer } = only(vmWith(`${spec}.nodeSelector`, { 'a\u001b/~b': 1 }));
    expect(message).toContain('nodeSelector.a\\u001b/~b must be text');
    expect(pointer).toBe('/spec/template/spec/nodeSelector/a\u001b~1~0b');
  });
});
