import { isAdmissionWarning } from '@instancetype/validate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validatePreference } from '../src/index.ts';

function findingsOf(spec: unknown) {
  return validatePreference({ spec } as Parameters<typeof validatePreference>[0]);
}

function errorsOf(spec: unknown): unknown[] {
  return findingsOf(spec)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, field, reason, pointer }) => {
      expect(reason).toBe('FieldValueInvalid');
      return [code, field, pointer];
    });
}

const TOPOLOGY = ['unknown-topology', 'spec.cpu.preferredCPUTopology', '/spec/cpu/preferredCPUTopology'];
const ACROSS = ['unknown-spread-across', 'spec.cpu.spreadOptions.across', '/spec/cpu/spreadOptions/across'];
const NOT_TWO = ['spread-ratio-not-two', 'spec.cpu.spreadOptions.ratio', '/spec/cpu/spreadOptions/ratio'];
const LEGACY_NOT_TWO = ['spread-ratio-not-two', 'spec.cpu.spreadOptions.ratio', '/spec/preferSpreadSocketToCoreRatio'];
const ZERO = ['spread-ratio-zero', 'spec.cpu.spreadOptions.ratio', '/spec/cpu/spreadOptions/ratio'];

describe('what KubeVirt refuses (BEHAVIOUR 7.3), and a ratio of 0 (Appendix B1)', () => {
  test.each<[string | null | undefined | number, object | undefined, unknown[]]>([
    [undefined, undefined, []],
    [null, undefined, []],
    ['', undefined, [TOPOLOGY]],
    ['weird', { across: 'weird' }, [TOPOLOGY]],
    ['Cores', undefined, [TOPOLOGY]],
    [7, undefined, [TOPOLOGY]],
    ['cores', { across: 'weird', ratio: 0 }, []],
    [undefined, { across: 'weird', ratio: 0 }, []],
    ['spread', undefined, []],
    ['spread', { across: 'SocketsCores', ratio: 7 }, []],
    ['spread', { across: null, ratio: null }, []],
    ['spread', { across: 'weird' }, [ACROSS]],
    ['spread', { across: '' }, [ACROSS]],
    ['preferSpread', { across: 'weird', ratio: 3 }, [ACROSS]],
    ['spread', { across: 'CoresThreads' }, []],
    ['spread', { across: 'CoresThreads', ratio: 2 }, []],
    ['spread', { across: 'CoresThreads', ratio: 3 }, [NOT_TWO]],
    ['spread', { across: 'CoresThreads', ratio: 0 }, [NOT_TWO]],
    ['spread', { across: 'SocketsCoresThreads', ratio: 3 }, []],
    ['spread', { ratio: 0 }, [ZERO]],
    ['spread', { across: 'SocketsCoresThreads', ratio: 0 }, [ZERO]],
  ])('topology %j, spread %j', (preferredCPUTopology, spreadOptions, expected) => {
    expect(errorsOf({ cpu: { preferredCPUTopology, spreadOptions } })).toEqual(expected);
  });

  test('the older ratio counts, unless the newer one is set', () => {
    const cpu = { preferredCPUTopology: 'spread', spreadOptions: { across: 'CoresThreads' } };
    expect(errorsOf({ cpu, preferSpreadSocketToCoreRatio: 4 })).toEqual([LEGACY_NOT_TWO]);
    expect(errorsOf({ cpu: { ...cpu, spreadOptions: { across: 'CoresThreads', ratio: 2 } }, preferSpreadSocketToCoreRatio: 4 })).toEqual([]);
    expect(errorsOf({ cpu, preferSpreadSocketToCoreRatio: 0 })).toEqual([]);
  });

  test.each([
    [{ preferredCPUTopology: 'Sockets' }, 'sockets'],
    [{ preferredCPUTopology: 'prefercores' }, 'cores'],
    [{ preferredCPUTopology: 'spread', spreadOptions: { across: 'SocketCores' } }, 'SocketsCores'],
  ])('%j comes with what was meant', (cpu, value) => {
    expect(findingsOf({ cpu })[0]?.suggestions?.[0]?.patch).toMatchObject([{ op: 'replace', value }]);
  });

  test('the message tells the value', () => {
    expect(findingsOf({ cpu: { preferredCPUTopology: 'weird' } })[0]?.message).toContain('"weird"');
  });
});

test.each([
  ['preferSockets', 'sockets'],
  ['preferCores', 'cores'],
  ['preferThreads', 'threads'],
  ['preferSpread', 'spread'],
  ['preferAny', 'any'],
])('%s is the deprecated name of %s: the one warning of KubeVirt, mended without a change of meaning', (name, current) => {
  const findings = findingsOf({ cpu: { preferredCPUTopology: name } });
  expect(findings).toHaveLength(1);
  expect(findings.filter(isAdmissionWarning)).toMatchObject([
    { code: 'deprecated-topology-name', severity: 'warning', fix: [{ op: 'replace', path: '/spec/cpu/preferredCPUTopology', value: current }] },
  ]);
  expect(findingsOf({ cpu: { preferredCPUTopology: current } })).toEqual([]);
});

describe('advice is never KubeVirt\'s', () => {
  test.each<[object, string[]]>([
    [{ firmware: { preferredUseEfi: true } }, ['info advice-superseded-firmware']],
    [{ firmware: { preferredUseSecureBoot: false } }, ['info advice-superseded-firmware']],
    [{ firmware: { preferredEfi: {}, preferredUseBios: false } }, []],
    [{ firmware: { preferredEfi: {}, preferredUseBios: true } }, ['warning advice-bios-and-efi']],
    [{ firmware: { preferredUseEfi: true, preferredUseBios: true } }, ['warning advice-bios-and-efi', 'info advice-superseded-firmware']],
    [{ preferSpreadSocketToCoreRatio: 4 }, ['info advice-superseded-ratio']],
    [{ preferSpreadSocketToCoreRatio: 0 }, []],
    [{ devices: { preferredVirtualGPUOptions: {} } }, ['warning advice-never-applied']],
    [{ devices: { preferredVirtualGPUOptions: null } }, []],
  ])('%j', (spec, expected) => {
    const findings = findingsOf(spec);
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
    expect(findings.filter(isAdmissionWarning)).toEqual([]);
  });

  test('the older EFI fields can be written as the newer one where that means the same', () => {
    const [finding] = findingsOf({ firmware: { preferredUseEfi: true, preferredUseSecureBoot: true } });
    expect(finding?.suggestions?.[0]?.patch).toEqual([
      { op: 'remove', path: '/spec/firmware/preferredUseEfi' },
      { op: 'remove', path: '/spec/firmware/preferredUseSecureBoot' },
      { op: 'add', path: '/spec/firmware/preferredEfi', value: { secureBoot: true } },
    ]);
    expect(findingsOf({ firmware: { preferredUseSecureBoot: true } })[0]?.suggestions).toBeUndefined();
  });

  test.each<[object, object[]]>([
    [{ preferSpreadSocketToCoreRatio: 4 }, [{ op: 'add', path: '/spec/cpu', value: { spreadOptions: { ratio: 4 } } }]],
    [{ preferSpreadSocketToCoreRatio: 4, cpu: { spreadOptions: { across: 'x' } } }, [{ op: 'add', path: '/spec/cpu/spreadOptions/ratio', value: 4 }]],
    [{ preferSpreadSocketToCoreRatio: 4, cpu: { spreadOptions: { ratio: 2 } } }, []],
  ])('the older ratio of %j moves safely', (spec, moved) => {
    expect(findingsOf(spec)[0]?.fix).toEqual([...moved, { op: 'remove', path: '/spec/preferSpreadSocketToCoreRatio' }]);
  });
});

test('whatever the object looks like, there is a list of findings and nothing changes', () => {
  const json = fc.oneof(fc.jsonValue(), fc.constantFrom({ toString: 1, valueOf: 1 }));
  const members = fc.record(
    {
      cpu: fc.oneof(json, fc.record({ preferredCPUTopology: fc.oneof(json, fc.constant('spread')), spreadOptions: fc.oneof(json, fc.record({ across: json, ratio: json })) }, { requiredKeys: [] })),
      firmware: fc.oneof(json, fc.record({ preferredUseEfi: json, preferredUseBios: json, preferredEfi: json, preferredUseSecureBoot: json })),
      devices: json,
      preferSpreadSocketToCoreRatio: json,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(json, members), (spec) => {
      const before = JSON.stringify(spec);
      for (const { code, message } of findingsOf(spec)) expect([typeof code, typeof message]).toEqual(['string', 'string']);
      expect(JSON.stringify(spec)).toBe(before);
    }),
    { numRuns: 2000 },
  );
});
