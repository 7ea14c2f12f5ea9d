import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  catalogReader,
  instancetypeNamed,
  instancetypes,
  linux,
  o1,
  preferenceNamed,
  preferences,
  rhel,
  u1,
} from '../src/index.ts';

const CLUSTER_INSTANCETYPE = 'VirtualMachineClusterInstancetype';
const CLUSTER_PREFERENCE = 'VirtualMachineClusterPreference';

describe('lookup', () => {
  test('finds every object by its name, the very object of the list', () => {
    for (const object of instancetypes()) expect(instancetypeNamed(object.metadata.name)).toBe(object);
    for (const object of preferences()) expect(preferenceNamed(object.metadata.name)).toBe(object);
    expect(u1()).toContain(instancetypeNamed('u1.medium'));
    expect(rhel()).toContain(preferenceNamed('rhel.9'));
  });

  test('finds nothing under any other name', () => {
    const known = new Set([...instancetypes(), ...preferences()].map((object) => object.metadata.name));
    const other = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', '', 'U1.medium', 'u1'));
    fc.assert(
      fc.property(other.filter((name) => !known.has(name)), (name) => {
        expect(instancetypeNamed(name)).toBeUndefined();
        expect(preferenceNamed(name)).toBeUndefined();
        expect(catalogReader().get({ kind: CLUSTER_INSTANCETYPE, name })).toBeUndefined();
        expect(catalogReader().get({ kind: CLUSTER_PREFERENCE, name })).toBeUndefined();
      }),
    );
  });

  test('the reader tells the kinds apart and heeds no namespace', () => {
    const reader = catalogReader();
    expect(reader.get({ kind: CLUSTER_INSTANCETYPE, name: 'o1.nano' })).toBe(o1()[0]);
    expect(reader.get({ kind: CLUSTER_PREFERENCE, name: 'linux', namespace: 'default' })).toBe(linux()[0]);
    expect(reader.get({ kind: CLUSTER_PREFERENCE, name: 'o1.nano' })).toBeUndefined();
    expect(reader.get({ kind: CLUSTER_INSTANCETYPE, name: 'linux' })).toBeUndefined();
    for (const kind of ['VirtualMachineInstancetype', 'VirtualMachinePreference', 'constructor', '']) {
      expect(reader.get({ kind, name: 'linux', namespace: 'default' })).toBeUndefined();
      expect(reader.get({ kind, name: 'u1.small', namespace: 'default' })).toBeUndefined();
    }
  });

  test('the reader has the names of its kinds, and of no other', () => {
    const reader = catalogReader();
    expect(reader.names(CLUSTER_INSTANCETYPE)).toEqual(instancetypes().map(({ metadata }) => metadata.name));
    expect(reader.names(CLUSTER_PREFERENCE)).toEqual(preferences().map(({ metadata }) => metadata.name));
    expect(['VirtualMachineInstancetype', 'constructor', ''].flatMap((kind) => reader.names(kind))).toEqual([]);
  });
});

describe('sharing', () => {
  test('a list is the same on every call', () => {
    expect(u1()).toBe(u1());
    expect(instancetypes()).toBe(instancetypes());
    expect(preferences()).toBe(preferences());
    for (const object of u1()) expect(instancetypes()).toContain(object);
  });

  test('nothing of the catalog can be changed', () => {
    const check = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      expect(Object.isFrozen(value), path).toBe(true);
      for (const [key, member] of Object.entries(value)) check(member, `${path}.${key}`);
    };
    for (const list of [instancetypes(), preferences(), u1(), rhel()]) check(list, '');
  });
});
