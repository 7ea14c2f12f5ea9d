import type { Matcher, VirtualMachineInstanceLike, VirtualMachineLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { applyToVirtualMachineInstance } from '../src/index.ts';
import { instancetype, it, preference } from './applied.ts';

const BOTH = frozen({ ...instancetype(it(1)), ...preference({}) });

function annotationsOf(matchers: { instancetype?: Matcher | null; preference?: Matcher | null }, own?: Record<string, string>): unknown {
  const outcome = applyToVirtualMachineInstance(frozen({ spec: matchers }), frozen(own ? { metadata: { annotations: own } } : {}), BOTH);
  return outcome.ok ? outcome.value.metadata?.annotations : outcome.causes;
}

// BEHAVIOUR 1.7
describe('annotations that name what was applied', () => {
  test.each<[Matcher, string | undefined]>([
    [{ name: 'x' }, 'kubevirt.io/cluster-instancetype-name'],
    [{ name: 'x', kind: '' }, 'kubevirt.io/cluster-instancetype-name'],
    [{ name: 'x', kind: 'VirtualMachineClusterInstancetype' }, 'kubevirt.io/cluster-instancetype-name'],
    [{ name: 'x', kind: 'virtualmachineclusterinstancetypes' }, 'kubevirt.io/cluster-instancetype-name'],
    [{ name: 'x', kind: 'VirtualMachineInstancetype' }, 'kubevirt.io/instancetype-name'],
    [{ name: 'x', kind: 'virtualmachineinstancetypes' }, 'kubevirt.io/instancetype-name'],
    [{ name: 'x', kind: 'VirtualMachinePreference' }, undefined],
  ])('instance type %j: %s', (matcher, key) => {
    expect(annotationsOf({ instancetype: matcher })).toEqual(key && { [key]: 'x' });
  });

  test.each<[Matcher, string | undefined]>([
    [{ name: 'x' }, 'kubevirt.io/cluster-preference-name'],
    [{ name: 'x', kind: 'virtualmachineclusterpreferences' }, 'kubevirt.io/cluster-preference-name'],
    [{ name: 'x', kind: 'VirtualMachinePreference' }, 'kubevirt.io/preference-name'],
    [{ name: 'x', kind: 'bogus' }, undefined],
  ])('preference %j: %s', (matcher, key) => {
    expect(annotationsOf({ preference: matcher })).toEqual(key && { [key]: 'x' });
  });

  test('both, beside the VMI\'s own, over what was there', () => {
    const own = { a: '1', 'kubevirt.io/preference-name': 'before' };
    expect(annotationsOf({ instancetype: { name: 'i' }, preference: { name: 'p', kind: 'virtualmachinepreference' } }, own)).toEqual({
      a: '1',
      'kubevirt.io/cluster-instancetype-name': 'i',
      'kubevirt.io/preference-name': 'p',
    });
  });

  test('none for a matcher that is null', () => {
    expect(annotationsOf({ instancetype: null, preference: null })).toBeUndefined();
  });

  test('an instance type that sets the same annotation conflicts with it', () => {
    const theirs = instancetype(it(1, { annotations: { 'kubevirt.io/cluster-instancetype-name': 'other' } }));
    const outcome = applyToVirtualMachineInstance({ spec: { instancetype: { name: 'i' } } }, {}, theirs);
    expect(outcome.ok ? [] : outcome.causes.map((cause) => cause.field)).toEqual(['annotations.kubevirt.io/cluster-instancetype-name']);
  });
});

const vm: VirtualMachineLike = frozen({ metadata: { name: 'vm' }, spec: { instancetype: { name: 'i' } } });

test('the values are applied as to a VM', () => {
  const vmi = frozen({ metadata: { name: 'vm' }, spec: { domain: {}, hostname: 'h' }, status: { phase: 'Pending' } });
  const outcome = applyToVirtualMachineInstance(vm, vmi, frozen({ ...instancetype(it(2)), ...preference({ machine: { preferredMachineType: 'q35' } }) }));
  const value: typeof vmi | undefined = outcome.ok ? outcome.value : undefined;
  expect(value).toEqual({
    metadata: { name: 'vm', annotations: { 'kubevirt.io/cluster-instancetype-name': 'i' } },
    spec: { hostname: 'h', domain: { cpu: { sockets: 2, cores: 1, threads: 1 }, memory: { guest: '1Gi' }, machine: { type: 'q35' } } },
    status: { phase: 'Pending' },
  });
  expect(value?.status).toBe(vmi.status);
});

test('without either nothing happens: the VMI is the result itself, without annotations', () => {
  const vmi: VirtualMachineInstanceLike = { spec: {} };
  const outcome = applyToVirtualMachineInstance(vm, vmi, {});
  expect(outcome.ok && outcome.value).toBe(vmi);
});

test('a conflict is told of the VMI', () => {
  const outcome = applyToVirtualMachineInstance(vm, frozen({ metadata: { name: 'one' }, spec: { domain: { cpu: { cores: 2 } } } }), frozen(instancetype(it(2))));
  expect(outcome.ok ? [] : outcome.causes).toMatchObject([
    { field: 'spec.domain.cpu.cores', pointer: '/spec/domain/cpu/cores', claims: [{ owner: { kind: 'VirtualMachineInstance', name: 'one' } }, {}] },
  ]);
});

test('the trace says that the annotations follow from the VM', () => {
  const outcome = applyToVirtualMachineInstance(vm, frozen({}), BOTH, { trace: true });
  const entry = (outcome.ok ? outcome.trace : []).find((each) => each.path.includes('annotations/'));
  expect(entry).toMatchObject({
    path: '/metadata/annotations/kubevirt.io~1cluster-instancetype-name', origin: 'derived', value: 'i',
    source: { kind: 'VirtualMachine', name: 'vm', field: 'spec.instancetype.name' },
  });
});
