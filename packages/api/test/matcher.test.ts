import { describe, expect, test } from 'vitest';
import { instancetypeResource, matcherOf, preferenceResource, resourceFor, statusRefOf, type VirtualMachineLike } from '../src/index.ts';

/** BEHAVIOUR 1.5: the kind as written, the kind of instance type, the kind of preference. */
const KINDS: readonly [string, string | undefined, string | undefined][] = [
  ['virtualmachineinstancetype', 'VirtualMachineInstancetype', undefined],
  ['virtualmachineinstancetypes', 'VirtualMachineInstancetype', undefined],
  ['virtualmachineclusterinstancetype', 'VirtualMachineClusterInstancetype', undefined],
  ['virtualmachineclusterinstancetypes', 'VirtualMachineClusterInstancetype', undefined],
  ['virtualmachinepreference', undefined, 'VirtualMachinePreference'],
  ['virtualmachinepreferences', undefined, 'VirtualMachinePreference'],
  ['virtualmachineclusterpreference', undefined, 'VirtualMachineClusterPreference'],
  ['virtualmachineclusterpreferences', undefined, 'VirtualMachineClusterPreference'],
  ['', 'VirtualMachineClusterInstancetype', 'VirtualMachineClusterPreference'],
  ['VirtualMachineInstancetype', 'VirtualMachineInstancetype', undefined],
  ['VIRTUALMACHINEINSTANCETYPES', 'VirtualMachineInstancetype', undefined],
  ['VirtualMachineClusterInstancetype', 'VirtualMachineClusterInstancetype', undefined],
  ['VirtualMachineClusterinstancetypeS', 'VirtualMachineClusterInstancetype', undefined],
  ['VirtualMachinePreference', undefined, 'VirtualMachinePreference'],
  ['VirtualMachineClusterPreference', undefined, 'VirtualMachineClusterPreference'],
  ['vminstancetype', undefined, undefined],
  ['vmf', undefined, undefined],
  ['VirtualMachine', undefined, undefined],
  ['virtualmachineinstancetypess', undefined, undefined],
  [' virtualmachineinstancetype', undefined, undefined],
  ['__proto__', undefined, undefined],
];

describe('the kind that a matcher means', () => {
  test.each(KINDS)('"%s" is instance type %s and preference %s', (kind, instancetype, preference) => {
    expect(instancetypeResource(kind)?.kind).toBe(instancetype);
    expect(preferenceResource(kind)?.kind).toBe(preference);
    expect(resourceFor(kind, 'instancetype')?.kind).toBe(instancetype);
    expect(resourceFor(kind, 'preference')?.kind).toBe(preference);
  });

  test.each([undefined, null])('%s is the cluster kind, as empty is', (kind) => {
    expect(instancetypeResource(kind)?.kind).toBe('VirtualMachineClusterInstancetype');
    expect(preferenceResource(kind)?.kind).toBe('VirtualMachineClusterPreference');
  });

  test.each([[5], [true], [{}], [['VirtualMachinePreference']]])('%j is no kind', (kind) => {
    expect(instancetypeResource(kind as unknown as string)).toBeUndefined();
    expect(preferenceResource(kind as unknown as string)).toBeUndefined();
  });
});

describe('what a VM refers to', () => {
  const vm: VirtualMachineLike = {
    spec: { instancetype: { name: 'i' }, preference: { name: 'p' } },
    status: { instancetypeRef: { name: 'si' }, preferenceRef: { name: 'sp' } },
  };

  test('each family has its own matcher and status reference', () => {
    expect([matcherOf(vm, 'instancetype'), matcherOf(vm, 'preference')]).toEqual([{ name: 'i' }, { name: 'p' }]);
    expect([statusRefOf(vm, 'instancetype'), statusRefOf(vm, 'preference')]).toEqual([{ name: 'si' }, { name: 'sp' }]);
  });

  test.each<VirtualMachineLike>([
    {},
    { spec: null, status: null },
    { spec: {}, status: {} },
    { spec: { instancetype: null, preference: null }, status: { instancetypeRef: null, preferenceRef: null } },
  ])('%j refers to nothing', (empty) => {
    for (const family of ['instancetype', 'preference'] as const) {
      expect(matcherOf(empty, family)).toBeUndefined();
      expect(statusRefOf(empty, family)).toBeUndefined();
    }
  });

  test('an empty matcher is there', () => {
    expect(matcherOf({ spec: { instancetype: {} } }, 'instancetype')).toEqual({});
  });
});
