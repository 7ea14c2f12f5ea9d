import { type PreferenceSpec, preferredSpread, preferredTopology } from '@instancetype/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut } from '../src/index.ts';
import { causesOf, domainWith, it } from './applied.ts';

/** sockets/cores/threads, as BEHAVIOUR's Appendix A prints them. */
function laidOut(guest: number, preferred?: PreferenceSpec): string {
  const { sockets, cores, threads } = domainWith({}, it(guest), preferred)?.cpu ?? {};
  return `${sockets}/${cores}/${threads}`;
}

const topology = (preferredCPUTopology: string, more: PreferenceSpec = {}): PreferenceSpec => ({ ...more, cpu: { preferredCPUTopology, ...more.cpu } });
const spread = (across: string | null, ratio: number | null, more: PreferenceSpec = {}): PreferenceSpec =>
  topology('spread', { ...more, cpu: { preferredCPUTopology: 'spread', spreadOptions: { across, ratio } } });

describe('vCPUs as sockets/cores/threads', () => {
  test.each<[number, PreferenceSpec | undefined, string]>([
    // Appendix A
    [2, undefined, '2/1/1'],
    [6, topology('cores'), '1/6/1'],
    [6, topology('threads'), '1/1/6'],
    [6, topology('any'), '6/1/1'],
    [6, topology('spread'), '3/2/1'],
    [6, topology('bogus'), '1/1/1'],
    [6, topology(''), '1/1/1'],
    [12, spread('CoresThreads', 2), '1/6/2'],
    [12, spread('CoresThreads', 3), '1/4/3'],
    [12, spread('SocketsCoresThreads', 1), '6/1/2'],
    [12, spread('SocketsCoresThreads', 2), '3/2/2'],
    [12, spread('SocketsCoresThreads', 3), '2/3/2'],
    [12, spread('SocketsCoresThreads', 4), '1/4/2'],
    [12, topology('spread', { preferSpreadSocketToCoreRatio: 4 }), '3/4/1'],
    // 4.3 step 5
    [1, topology('cores'), '1/1/1'],
    [1, topology('bogus'), '1/1/1'],
    [1, spread('SocketsCores', 0), '1/1/1'],
    [6, {}, '6/1/1'],
    [6, { cpu: null }, '6/1/1'],
    [6, { cpu: {} }, '6/1/1'],
    [6, { cpu: { preferredCPUTopology: null } }, '6/1/1'],
    [6, topology('sockets'), '6/1/1'],
    [6, topology('preferSockets'), '6/1/1'],
    [6, topology('preferCores'), '1/6/1'],
    [6, topology('preferThreads'), '1/1/6'],
    [6, topology('preferAny'), '6/1/1'],
    [6, topology('preferSpread'), '3/2/1'],
    [6, topology('Cores'), '1/1/1'],
    [0, undefined, '0/1/1'],
    // 4.3 step 6
    [12, spread('SocketsCores', 3), '4/3/1'],
    [12, spread(null, 3), '4/3/1'],
    [12, spread('CoresThreads', null), '1/6/2'],
    [12, spread('CoresThreads', null, { preferSpreadSocketToCoreRatio: 4 }), '1/3/4'],
    [12, spread('SocketsCores', 3, { preferSpreadSocketToCoreRatio: 4 }), '4/3/1'],
    [12, spread('bogus', 2), '1/1/1'],
    [12, spread('', 2), '1/1/1'],
    [12, spread('bogus', 0), '1/1/1'],
    // no divisibility check here (20 Q9)
    [3, spread('SocketsCores', 2), '1/2/1'],
    [2, spread('SocketsCoresThreads', 2), '0/2/2'],
    [7, spread('CoresThreads', 2), '1/3/2'],
    [15, spread('SocketsCoresThreads', 2), '3/2/2'],
  ])('of %d with %j are %s', (guest, preferred, result) => {
    expect(laidOut(guest, preferred)).toBe(result);
  });
});

describe('a ratio of 0, on which KubeVirt crashes (Appendix B1)', () => {
  test.each(['SocketsCores', 'CoresThreads', 'SocketsCoresThreads'])('across %s is refused at its own field', (across) => {
    expect(causesOf({}, it(12), spread(across, 0))).toMatchObject([
      { code: 'spread-ratio-zero', severity: 'error', reason: 'FieldValueInvalid', field: 'spec.cpu.spreadOptions.ratio', pointer: '/spec/preference' },
    ]);
  });

  test('says whose it is', () => {
    const [cause] = causesOf({}, it(12), spread('SocketsCores', 0));
    expect(cause?.message).toContain('VirtualMachineClusterPreference "pr"');
    expect(cause?.claims).toEqual([{ owner: { kind: 'VirtualMachineClusterPreference', name: 'pr' }, field: 'spec.cpu.spreadOptions.ratio', value: 0 }]);
  });

  test('comes after the cpu\'s conflicts', () => {
    expect(causesOf({ domain: { cpu: { sockets: 1 }, memory: { guest: 1 } } }, it(12), spread('SocketsCores', 0)).map((cause) => cause.field)).toEqual([
      'spec.domain.cpu.sockets', 'spec.cpu.spreadOptions.ratio', 'spec.domain.memory.guest',
    ]);
  });

  test('of the older field means unset', () => {
    expect(laidOut(12, topology('spread', { preferSpreadSocketToCoreRatio: 0 }))).toBe('6/2/1');
  });
});

test('for any vCPUs and spread: never more than asked for, and all of them where they divide', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 4096 }), fc.constantFrom('SocketsCores', 'CoresThreads', 'SocketsCoresThreads'), fc.integer({ min: 1, max: 16 }), (guest, across, ratio) => {
      const preferred = spread(across, ratio);
      const layout = layOut(guest, preferredTopology(preferred), () => preferredSpread(preferred));
      const total = (layout?.sockets ?? 0) * (layout?.cores ?? 0) * (layout?.threads ?? 0);
      const divisor = across === 'SocketsCoresThreads' ? 2 * ratio : ratio;
      expect(total).toBe(guest - (guest % divisor));
    }),
  );
});

test('for any vCPUs without a spread: all of them are in one part', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4096 }), fc.constantFrom('sockets' as const, 'cores' as const, 'threads' as const, 'any' as const), (guest, name) => {
      const never = (): never => {
        throw new Error('no spread is asked for');
      };
      expect(layOut(guest, name, never)).toEqual({ sockets: 1, cores: 1, threads: 1, [name === 'any' ? 'sockets' : name]: guest });
    }),
  );
});
