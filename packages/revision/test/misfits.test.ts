import type { Family } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { type Misfit, misfitsOf } from '../src/index.ts';

const WHOLE = 'a whole number';
const UINT32 = 'a whole number from 0 to 4294967295';
/** What cannot stand where this is expected. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  'an object': ['text', 5, true, []],
  'a list': ['text', 5, {}],
  'a map of text': ['text', 5, true, []],
  [UINT32]: ['2', true, {}, [], -1, 1.5, 2 ** 32],
  [WHOLE]: ['2', true, {}, 0.5],
  text: [5, true, {}, []],
  'true or false': ['yes', 1, {}],
};

const PLACES: readonly (readonly [Family, pointer: string, expected: string])[] = [
  ['instancetype', '', 'an object'],
  ['instancetype', '/nodeSelector', 'a map of text'],
  ['instancetype', '/schedulerName', 'text'],
  ['instancetype', '/cpu', 'an object'],
  ['instancetype', '/cpu/guest', UINT32],
  ['instancetype', '/cpu/model', 'text'],
  ['instancetype', '/cpu/dedicatedCPUPlacement', 'true or false'],
  ['instancetype', '/memory', 'an object'],
  ['instancetype', '/memory/hugepages', 'an object'],
  ['instancetype', '/memory/overcommitPercent', WHOLE],
  ['instancetype', '/ioThreads', 'an object'],
  ['instancetype', '/annotations', 'a map of text'],
  ['instancetype', '/gpus', 'a list'],
  ['instancetype', '/hostDevices', 'a list'],
  ['preference', '', 'an object'],
  ['preference', '/clock/preferredClockOffset', 'an object'],
  ['preference', '/cpu/preferredCPUTopology', 'text'],
  ['preference', '/cpu/spreadOptions', 'an object'],
  ['preference', '/cpu/spreadOptions/ratio', UINT32],
  ['preference', '/cpu/preferredCPUFeatures', 'a list'],
  ['preference', '/devices', 'an object'],
  ['preference', '/devices/preferredDiskBus', 'text'],
  ['preference', '/features/preferredHyperv', 'an object'],
  ['preference', '/firmware/preferredUseEfi', 'true or false'],
  ['preference', '/machine', 'an object'],
  ['preference', '/requirements/cpu/guest', UINT32],
  ['preference', '/requirements/memory', 'an object'],
  ['preference', '/annotations', 'a map of text'],
  ['preference', '/preferSpreadSocketToCoreRatio', UINT32],
];

/** `{a: {b: value}}` for `/a/b`. */
function withMember(pointer: string, value: unknown): unknown {
  return pointer.split('/').slice(1).reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

describe.each(PLACES)('%s member "%s"', (family, pointer, expected) => {
  test.each(WRONG[expected] ?? [])(`must be ${expected}, not %j`, (value) => {
    expect(misfitsOf(withMember(pointer, value), family)).toEqual([{ pointer, expected, actual: value }]);
  });

  test.each([null, undefined])('may be unset by %s', (value) => {
    expect(misfitsOf(withMember(pointer, value), family)).toEqual([]);
  });
});

test.each<[Family, string]>([
  ['instancetype', '/gpus'],
  ['instancetype', '/hostDevices'],
  ['preference', '/cpu/preferredCPUFeatures'],
])('%s %s must hold objects only', (family, pointer) => {
  expect(misfitsOf(withMember(pointer, [{ name: 'a' }, 'b', 7]), family)).toEqual([
    { pointer: `${pointer}/1`, expected: 'an object', actual: 'b' },
    { pointer: `${pointer}/2`, expected: 'an object', actual: 7 },
  ]);
  expect(misfitsOf(withMember(pointer, [{ name: 'a' }, null]), family)).toEqual([]);
});

test('every misfit is found, in the order of the members', () => {
  const spec = { cpu: { guest: '2' }, memory: 5, annotations: { a: 1, b: null, c: 'c', d: {} }, gpus: {}, unknown: 'left alone' };
  expect(misfitsOf(spec, 'instancetype').map(({ pointer }) => pointer)).toEqual(['/cpu/guest', '/memory', '/annotations/a', '/annotations/d', '/gpus']);
});

test('a quantity that is none is told how to be written', () => {
  const [misfit] = misfitsOf({ memory: { guest: '1GiB' } }, 'instancetype') as [Misfit];
  expect(misfit).toEqual({ pointer: '/memory/guest', expected: 'a quantity: write 1Gi', actual: '1GiB' });
});

test('a spec is looked at as it is, also after a misfit of it was mended', () => {
  const spec = { cpu: { guest: '2' as unknown }, memory: { guest: '1Gi' } };
  expect(misfitsOf(spec, 'instancetype')).toHaveLength(1);
  spec.cpu.guest = 2;
  expect(misfitsOf(spec, 'instancetype')).toEqual([]);
  spec.cpu.guest = '2';
  expect(misfitsOf(spec, 'instancetype')).toHaveLength(1);
});

test('a spec that fits the one kind is looked at for the other one', () => {
  const spec = Object.freeze({ cpu: Object.freeze({ guest: 2 }), annotations: Object.freeze({}), nodeSelector: Object.freeze({}), requirements: 5 });
  for (let time = 0; time < 2; time++) {
    expect(misfitsOf(spec, 'instancetype')).toEqual([]);
    expect(misfitsOf(spec, 'preference')).toHaveLength(1);
  }
});

test('a hundred misfits are told, and what comes after is not looked at', () => {
  const gpus: unknown[] = Array.from({ length: 1000 }, () => 1);
  Object.defineProperty(gpus, 100, {
    get() {
      throw new Error('this is looked at');
    },
  });
  expect(misfitsOf({ gpus }, 'instancetype')).toHaveLength(100);
});
