import { describe, expect, test } from 'vitest';
import { type InstancetypeSpec, type Misfit, misfitsOfInstancetype, misfitsOfPreference, type PreferenceSpec } from '../src/index.ts';

type Expected = Misfit['expected'];

const OBJECTS: readonly unknown[] = ['text', 5, true, []];
const LISTS: readonly unknown[] = ['text', 5, {}];
const NUMBERS: readonly unknown[] = ['2', true, {}, []];
const WRONG: Readonly<Record<'an object' | 'a list' | 'a number', readonly unknown[]>> = { 'an object': OBJECTS, 'a list': LISTS, 'a number': NUMBERS };

const INSTANCETYPE: readonly [string, keyof typeof WRONG][] = [
  ['', 'an object'],
  ['/nodeSelector', 'an object'],
  ['/cpu', 'an object'],
  ['/cpu/guest', 'a number'],
  ['/memory', 'an object'],
  ['/memory/hugepages', 'an object'],
  ['/memory/overcommitPercent', 'a number'],
  ['/ioThreads', 'an object'],
  ['/annotations', 'an object'],
  ['/gpus', 'a list'],
  ['/hostDevices', 'a list'],
];

const PREFERENCE: readonly [string, keyof typeof WRONG][] = [
  ['', 'an object'],
  ['/clock', 'an object'],
  ['/clock/preferredClockOffset', 'an object'],
  ['/cpu', 'an object'],
  ['/cpu/spreadOptions', 'an object'],
  ['/cpu/spreadOptions/ratio', 'a number'],
  ['/cpu/preferredCPUFeatures', 'a list'],
  ['/devices', 'an object'],
  ['/features', 'an object'],
  ['/features/preferredHyperv', 'an object'],
  ['/firmware', 'an object'],
  ['/machine', 'an object'],
  ['/requirements', 'an object'],
  ['/requirements/cpu', 'an object'],
  ['/requirements/cpu/guest', 'a number'],
  ['/requirements/memory', 'an object'],
  ['/annotations', 'an object'],
  ['/preferSpreadSocketToCoreRatio', 'a number'],
];

/** `{a: {b: value}}` for `/a/b`. */
function withMember(pointer: string, value: unknown): unknown {
  return pointer.split('/').slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function misfits(pointer: string, value: unknown, of: 'instancetype' | 'preference'): readonly Misfit[] {
  const spec = withMember(pointer, value);
  return of === 'instancetype' ? misfitsOfInstancetype(spec as InstancetypeSpec) : misfitsOfPreference(spec as PreferenceSpec);
}

const PLACES = [
  ...INSTANCETYPE.map(([pointer, expected]) => ['instancetype', pointer, expected] as const),
  ...PREFERENCE.map(([pointer, expected]) => ['preference', pointer, expected] as const),
];

describe.each(PLACES)('%s member "%s"', (of, pointer, expected) => {
  test.each(WRONG[expected])(`must be ${expected}, not %j`, (value) => {
    expect(misfits(pointer, value, of)).toEqual([{ pointer, expected, actual: value }]);
  });

  test.each([null, undefined])('may be unset by %s', (value) => {
    expect(misfits(pointer, value, of)).toEqual([]);
  });
});

test.each<[string, 'instancetype' | 'preference']>([
  ['/gpus', 'instancetype'],
  ['/hostDevices', 'instancetype'],
  ['/cpu/preferredCPUFeatures', 'preference'],
])('%s of an %s must hold objects only', (pointer, of) => {
  const expected: Expected = 'a list of objects';
  const actual = [{ name: 'a' }, 'b'];
  expect(misfits(pointer, actual, of)).toEqual([{ pointer, expected, actual }]);
  expect(misfits(pointer, [{ name: 'a' }, null], of)).toEqual([]);
});

test('every misfit is found, in the order of the members', () => {
  const spec = { cpu: { guest: '2' }, memory: 5, gpus: {}, unknown: 'left alone' } as unknown as InstancetypeSpec;
  expect(misfitsOfInstancetype(spec).map((each) => each.pointer)).toEqual(['/cpu/guest', '/memory', '/gpus']);
});
