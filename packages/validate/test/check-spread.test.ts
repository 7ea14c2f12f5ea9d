import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSpread } from '../src/index.ts';

const object = { kind: 'VirtualMachineClusterInstancetype', name: 'u1.large' };
const preferenceObject = { kind: 'VirtualMachinePreference', name: 'mine', namespace: 'prod' };

function check(guest: number | undefined, preference: object) {
  return checkSpread({ spec: { cpu: { guest } }, object }, { spec: preference, object: preferenceObject });
}

function spread(options?: object, more?: object): object {
  return { cpu: { preferredCPUTopology: 'spread', ...(options && { spreadOptions: options }) }, ...more };
}

describe('the rows of BEHAVIOUR 7.4', () => {
  test.each<[number, object, boolean]>([
    [4, spread(), true],
    [3, spread(), false],
    [1, spread(), false],
    [0, spread(), true],
    [6, spread({ ratio: 3 }), true],
    [6, spread({ ratio: 4 }), false],
    [6, spread({ ratio: null }, { preferSpreadSocketToCoreRatio: 4 }), false],
    [6, spread({ ratio: 3 }, { preferSpreadSocketToCoreRatio: 4 }), true],
    [6, spread(undefined, { preferSpreadSocketToCoreRatio: 0 }), true],
    [3, spread({ across: 'CoresThreads' }), false],
    [4, spread({ across: 'CoresThreads' }), true],
    [5, spread({ across: 'SocketsCoresThreads' }), false],
    [6, spread({ across: 'SocketsCoresThreads' }), false],
    [8, spread({ across: 'SocketsCoresThreads' }), true],
    [6, spread({ across: 'SocketsCoresThreads', ratio: 3 }), true],
    [3, spread({ across: 'Threads' }), true],
    [3, { cpu: { preferredCPUTopology: 'preferSpread' } }, false],
    [3, { cpu: { preferredCPUTopology: 'cores', spreadOptions: { ratio: 2 } } }, true],
    [3, { cpu: { spreadOptions: { ratio: 2 } } }, true],
    [3, { cpu: { preferredCPUTopology: 'Spread' } }, true],
    [3, {}, true],
  ])('%i vCPUs, %j', (guest, preference, valid) => {
    const finding = check(guest, preference);
    expect(finding === undefined).toBe(valid);
    if (finding) expect(finding).toMatchObject({ code: 'spread-not-divisible', severity: 'error', reason: 'FieldValueInvalid', field: 'instancetype.spec.cpu.guest', pointer: '/spec/instancetype' });
  });
});

test('without an instance type or a preference there is nothing to spread', () => {
  expect(checkSpread(undefined, { spec: spread() })).toBeUndefined();
  expect(checkSpread(null, { spec: spread() })).toBeUndefined();
  expect(checkSpread({ spec: { cpu: { guest: 3 } } }, undefined)).toBeUndefined();
  expect(checkSpread({ spec: { cpu: { guest: 3 } } }, { spec: null })).toBeUndefined();
});

test('both sides are told, and which multiple would do', () => {
  const finding = check(6, spread({ across: 'SocketsCoresThreads', ratio: 4 }));
  expect(finding?.claims).toEqual([
    { owner: object, field: 'spec.cpu.guest', value: 6 },
    { owner: preferenceObject, field: 'spec.cpu.spreadOptions.ratio', value: 4 },
  ]);
  for (const part of ['u1.large', '6', 'mine', 'multiple of 8']) expect(finding?.message).toContain(part);
  expect(check(6, spread(undefined, { preferSpreadSocketToCoreRatio: 4 }))?.claims?.[1]).toMatchObject({ field: 'spec.preferSpreadSocketToCoreRatio', value: 4 });
});

test('a ratio that is left to its default is not claimed to be written', () => {
  const finding = check(3, spread());
  expect(finding?.claims?.[1]).toEqual({ owner: preferenceObject, field: 'spec.cpu.spreadOptions.ratio', value: undefined });
  expect(finding?.message).toContain('default');
});

test('specs whose owners are not known will do', () => {
  const finding = checkSpread({ spec: { cpu: { guest: 3 } } }, { spec: spread() });
  expect(finding).toMatchObject({ code: 'spread-not-divisible', claims: undefined });
});

describe('a ratio of 0, on which KubeVirt crashes (Appendix B1)', () => {
  test.each(['SocketsCores', 'CoresThreads', 'SocketsCoresThreads'])('%s', (across) => {
    expect(check(4, spread({ across, ratio: 0 }))).toMatchObject({ code: 'spread-ratio-zero', reason: 'FieldValueInvalid', field: 'spec.cpu.spreadOptions.ratio', pointer: '/spec/preference' });
  });

  test('odd vCPUs across threads are KubeVirt\'s finding even then', () => {
    expect(check(3, spread({ across: 'SocketsCoresThreads', ratio: 0 }))?.code).toBe('spread-not-divisible');
  });

  test('is nothing where nothing is divided', () => {
    expect(check(4, spread({ across: 'other', ratio: 0 }))).toBeUndefined();
    expect(check(4, { cpu: { preferredCPUTopology: 'cores', spreadOptions: { ratio: 0 } } })).toBeUndefined();
  });
});

test('it holds exactly where the parts multiply to the whole', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 9 }), fc.constantFrom('SocketsCores', 'CoresThreads', 'SocketsCoresThreads'), (guest, ratio, across) => {
      const threads = across === 'SocketsCoresThreads' ? 2 : 1;
      const parts = Math.floor(Math.floor(guest / threads) / ratio) * ratio * threads;
      expect(check(guest, spread({ across, ratio })) === undefined).toBe(parts === guest);
    }),
  );
});

test('whatever the specs look like, there is an answer', () => {
  const json = fc.jsonValue();
  const hostile = fc.oneof(json, fc.constantFrom({ toString: 1, valueOf: 1 }, JSON.parse('{"__proto__":1}') as object));
  const specs = fc.oneof(json, fc.record({ cpu: fc.oneof(hostile, fc.record({ guest: hostile, preferredCPUTopology: fc.oneof(hostile, fc.constant('spread')), spreadOptions: fc.oneof(hostile, fc.record({ across: hostile, ratio: hostile })) })), preferSpreadSocketToCoreRatio: hostile }, { requiredKeys: [] }));
  fc.assert(
    fc.property(specs, specs, (a, b) => {
      expect(typeof checkSpread({ spec: a as object }, { spec: b as object })).toMatch(/undefined|object/);
    }),
    { numRuns: 2000 },
  );
});
