import type {
  InstancetypeSpec,
  ObjectRef,
  PreferenceSpec,
  VirtualMachineClusterInstancetype,
  VirtualMachineClusterPreference,
} from '@instancetype/api';
import type {
  V1beta1VirtualMachineClusterInstancetype,
  V1beta1VirtualMachineClusterPreference,
} from '@kubevirt-ui-ext/kubevirt-api/kubevirt';
import { expect, test } from 'vitest';
import { catalogReader, instancetypeNamed, preferenceNamed, instancetypes, preferences } from '../src/index.ts';

// what this file asserts is that it compiles: the objects go where such objects are taken, without a cast
test('the objects are what the API of this project and that of user interfaces call instance types and preferences', () => {
  const ours: readonly [
    readonly VirtualMachineClusterInstancetype[],
    readonly VirtualMachineClusterPreference[],
    InstancetypeSpec | undefined,
    PreferenceSpec | undefined,
  ] = [instancetypes(), preferences(), instancetypeNamed('u1.small')?.spec, preferenceNamed('fedora')?.spec];
  const theirs: readonly [
    readonly V1beta1VirtualMachineClusterInstancetype[],
    readonly V1beta1VirtualMachineClusterPreference[],
  ] = [instancetypes(), preferences()];
  expect(ours.slice(0, 2)).toEqual(theirs);
});

test('the reader is one that finds take', () => {
  const reader: { get(ref: ObjectRef): object | undefined | Promise<object | undefined>; names?(kind: string, namespace?: string): Iterable<string> | Promise<Iterable<string>> } = catalogReader();
  expect(reader.get({ kind: 'VirtualMachineClusterPreference', name: 'fedora' })).toBe(preferenceNamed('fedora'));
  expect(reader.names?.('VirtualMachineClusterPreference')).toContain('fedora');
});
