import { describe, expect, test } from 'vitest';
import { type PreferenceSpec, preferredSpread, preferredTopology, SPREAD_ACROSS_NAMES, TOPOLOGY_NAMES, topologyNamed } from '../src/index.ts';

test('the names are those of BEHAVIOUR 1.3', () => {
  expect(TOPOLOGY_NAMES).toEqual([
    'sockets', 'cores', 'threads', 'spread', 'any', 'preferSockets', 'preferCores', 'preferThreads', 'preferSpread', 'preferAny',
  ]);
  expect(SPREAD_ACROSS_NAMES).toEqual(['SocketsCores', 'CoresThreads', 'SocketsCoresThreads']);
});

test.each([
  ['preferSockets', 'sockets'],
  ['preferCores', 'cores'],
  ['preferThreads', 'threads'],
  ['preferSpread', 'spread'],
  ['preferAny', 'any'],
])('%s is the older name of %s', (older, current) => {
  expect(topologyNamed(older)).toBe(current);
  expect(topologyNamed(current)).toBe(current);
});

test.each(['', 'bogus', 'Sockets', 'prefercores', 'toString', '__proto__', 'constructor'])('"%s" names no topology', (name) => {
  expect(topologyNamed(name)).toBeUndefined();
  expect(preferredTopology({ cpu: { preferredCPUTopology: name } })).toBeUndefined();
});

test.each([[5], [true], [{}], [['cores']], [[[['cores']]]]])('%j, which is no text, names no topology', (name) => {
  expect(preferredTopology({ cpu: { preferredCPUTopology: name as unknown as string } })).toBeUndefined();
});

test.each<PreferenceSpec | null | undefined>([undefined, null, {}, { cpu: null }, { cpu: {} }, { cpu: { preferredCPUTopology: null } }])(
  'preference %j leaves vCPUs in sockets',
  (preference) => {
    expect(preferredTopology(preference)).toBe('sockets');
  },
);

const OPTIONS = 'spec.cpu.spreadOptions.ratio';
const OLDER = 'spec.preferSpreadSocketToCoreRatio';

describe('the spread (BEHAVIOUR 4.3 step 6)', () => {
  test.each<[PreferenceSpec | undefined, string, number, string]>([
    [undefined, 'SocketsCores', 2, OPTIONS],
    [{}, 'SocketsCores', 2, OPTIONS],
    [{ preferSpreadSocketToCoreRatio: 0 }, 'SocketsCores', 2, OPTIONS],
    [{ preferSpreadSocketToCoreRatio: 4 }, 'SocketsCores', 4, OLDER],
    [{ cpu: { spreadOptions: {} }, preferSpreadSocketToCoreRatio: 4 }, 'SocketsCores', 4, OLDER],
    [{ cpu: { spreadOptions: { across: 'CoresThreads' } }, preferSpreadSocketToCoreRatio: 4 }, 'CoresThreads', 4, OLDER],
    [{ cpu: { spreadOptions: { ratio: 3 } }, preferSpreadSocketToCoreRatio: 4 }, 'SocketsCores', 3, OPTIONS],
    [{ cpu: { spreadOptions: { ratio: 0 } }, preferSpreadSocketToCoreRatio: 4 }, 'SocketsCores', 0, OPTIONS],
    [{ cpu: { spreadOptions: { ratio: null, across: null } } }, 'SocketsCores', 2, OPTIONS],
    [{ cpu: { spreadOptions: { across: '' } } }, '', 2, OPTIONS],
    [{ cpu: { spreadOptions: { across: 'bogus' } } }, 'bogus', 2, OPTIONS],
  ])('of %j is across %s at %d, given by %s', (preference, across, ratio, ratioField) => {
    expect(preferredSpread(preference)).toEqual({ across, ratio, ratioField });
  });
});
