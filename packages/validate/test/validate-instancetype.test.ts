import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAdmissionWarning, validateInstancetype } from '../src/index.ts';

const cpu = { guest: 2 };
const memory = { guest: '2Gi' };

function findingsOf(spec: unknown) {
  return validateInstancetype({ kind: 'VirtualMachineInstancetype', metadata: { name: 'it', namespace: 'prod' }, spec } as Parameters<typeof validateInstancetype>[0]);
}

function errorsOf(spec: unknown): unknown[] {
  return findingsOf(spec)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, reason, field, pointer }) => [code, reason, field, pointer]);
}

const OUT_OF_RANGE = ['overcommit-out-of-range', 'FieldValueInvalid', 'spec.memory.overcommitPercent', '/spec/memory/overcommitPercent'];
const WITH_HUGEPAGES = ['overcommit-with-hugepages', 'FieldValueInvalid', 'spec.memory.overcommitPercent', '/spec/memory/overcommitPercent'];

describe('what KubeVirt refuses (BEHAVIOUR 7.2)', () => {
  test.each([
    [{}, []],
    [{ overcommitPercent: 0 }, []],
    [{ overcommitPercent: 15 }, []],
    [{ overcommitPercent: 100 }, []],
    [{ overcommitPercent: 101 }, [OUT_OF_RANGE]],
    [{ overcommitPercent: -1 }, [OUT_OF_RANGE]],
    [{ overcommitPercent: 0, hugepages: { pageSize: '2Mi' } }, []],
    [{ overcommitPercent: 15, hugepages: {} }, [WITH_HUGEPAGES]],
    [{ overcommitPercent: 15, hugepages: null }, []],
    [{ overcommitPercent: 101, hugepages: {} }, [OUT_OF_RANGE, WITH_HUGEPAGES]],
    [{ overcommitPercent: null, hugepages: {} }, []],
  ])('memory %j', (members, expected) => {
    expect(errorsOf({ cpu, memory: { ...memory, ...members } })).toEqual(expected);
  });

  test('a percentage out of range can be set to the nearest bound', () => {
    const [finding] = findingsOf({ cpu, memory: { ...memory, overcommitPercent: -20 } });
    expect(finding?.message).toContain('-20');
    expect(finding?.suggestions?.[0]?.patch).toEqual([{ op: 'replace', path: '/spec/memory/overcommitPercent', value: 0 }]);
  });

  test('of overcommit and hugepages either can go, and both are told', () => {
    const [finding] = findingsOf({ cpu, memory: { ...memory, overcommitPercent: 15, hugepages: { pageSize: '1Gi' } } });
    const owner = { kind: 'VirtualMachineInstancetype', name: 'it', namespace: 'prod' };
    expect(finding?.claims).toEqual([
      { owner, field: 'spec.memory.overcommitPercent', value: 15 },
      { owner, field: 'spec.memory.hugepages', value: { pageSize: '1Gi' } },
    ]);
    expect(finding?.suggestions?.map(({ patch }) => patch)).toEqual([
      [{ op: 'remove', path: '/spec/memory/overcommitPercent' }],
      [{ op: 'remove', path: '/spec/memory/hugepages' }],
    ]);
  });
});

test.each([[{ sev: {} }], [{}]])('launchSecurity %j is deprecated: the one warning of KubeVirt', (launchSecurity) => {
  const findings = findingsOf({ cpu, memory, launchSecurity });
  expect(findings.filter(isAdmissionWarning).map(({ code, pointer }) => [code, pointer])).toEqual([['deprecated-launch-security', '/spec/launchSecurity']]);
});

describe('advice', () => {
  test.each<[object, string[]]>([
    [{ cpu, memory }, []],
    [{ cpu: { guest: 0 }, memory }, ['advice-no-vcpus']],
    [{ cpu: { guest: 4, maxSockets: 2 }, memory }, ['advice-max-sockets']],
    [{ cpu: { guest: 4, maxSockets: 4 }, memory }, []],
    [{ cpu: { guest: 4, maxSockets: 0 }, memory }, []],
    [{ cpu, memory: { guest: '2Gi', overcommitPercent: 100 } }, ['advice-full-overcommit']],
    [{ cpu, memory, ioThreadsPolicy: 'auto' }, []],
    [{ cpu, memory, ioThreadsPolicy: 'Auto' }, ['advice-io-threads-policy']],
    [{ cpu, memory, launchSecurity: null }, []],
  ])('%j', (spec, expected) => {
    const findings = findingsOf(spec);
    expect(findings.map(({ code }) => code)).toEqual(expected);
    for (const finding of findings) expect([finding.severity, finding.reason, isAdmissionWarning(finding)]).toEqual(['warning', undefined, false]);
  });

  test.each(['0', '-1Gi', '-0', '0Gi', '00', '0.0Mi', '0e5', ' 0 ', 0, -5, '-.5Gi'])('memory %j is not positive', (guest) => {
    expect(findingsOf({ cpu, memory: { guest } }).map(({ code, pointer }) => [code, pointer])).toEqual([['advice-memory-not-positive', '/spec/memory/guest']]);
  });

  test.each(['1', '0.5Gi', '01Gi', '+1Gi', '.5Gi', '10', 1, 'no quantity', null, undefined, {}])('memory %j is', (guest) => {
    expect(findingsOf({ cpu, memory: { guest } })).toEqual([]);
  });

  test('a policy in another letter case comes with what was meant', () => {
    expect(findingsOf({ cpu, memory, ioThreadsPolicy: 'Auto' })[0]?.suggestions?.[0]?.patch).toEqual([{ op: 'replace', path: '/spec/ioThreadsPolicy', value: 'auto' }]);
  });
});

test('whatever the object looks like, there is a list of findings and nothing changes', () => {
  const json = fc.jsonValue();
  const specs = fc.oneof(json, fc.record({ cpu: fc.oneof(json, fc.record({ guest: json, maxSockets: json })), memory: fc.oneof(json, fc.record({ guest: json, overcommitPercent: json, hugepages: json })), ioThreadsPolicy: json, launchSecurity: json }, { requiredKeys: [] }));
  const objects = fc.record({ kind: json, metadata: fc.oneof(json, fc.record({ name: json, namespace: json })), spec: specs }, { requiredKeys: [] });
  fc.assert(
    fc.property(objects, (object) => {
      const before = JSON.stringify(object);
      for (const { code, message } of validateInstancetype(object as object)) expect([typeof code, typeof message]).toEqual(['string', 'string']);
      expect(JSON.stringify(object)).toBe(before);
    }),
    { numRuns: 1000 },
  );
});
