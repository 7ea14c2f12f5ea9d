import { describe, expect, test } from 'vitest';
import { planUpdate, type RolloutCluster, type RunningInstanceLike, type UpdatePlan } from '../src/index.ts';
import { instanceOf, readerOf, vmOf } from './running-vm.ts';

const CPU = { sockets: 2, cores: 1, threads: 1 };
const MIGRATING = { migrationState: { startTimestamp: '2026-01-01T00:00:00Z' } };
const CONDITIONS = [{ type: 'LiveMigratable', status: 'True' }];

/** What becomes of an instance where the VM's own template is this now. */
function plan(template: object, instance: RunningInstanceLike = instanceOf(), cluster?: RolloutCluster): UpdatePlan {
  return planUpdate({ vm: vmOf({}, template), instance }, readerOf({}), { cluster });
}

const operations = (result: UpdatePlan): unknown[] => result.patches.flatMap(({ operations: own }) => own.map((operation) => Object.values(operation).join(' ')));
const domain = (members: object): object => ({ domain: { cpu: CPU, memory: { guest: '2Gi' }, ...members } });

describe('CPU sockets', () => {
  const sockets = (number: number, more: object = {}): object => domain({ cpu: { ...CPU, sockets: number }, ...more });

  test('are plugged in', () => {
    expect(plan(sockets(3))).toEqual({
      restartRequired: undefined,
      condition: 'keep',
      errors: [],
      patches: [{ handler: 'cpu', reason: 'HotPlugCPUError', operations: [{ op: 'test', path: '/spec/domain/cpu/sockets', value: 2 }, { op: 'replace', path: '/spec/domain/cpu/sockets', value: 3 }] }],
    });
  });

  test('raise the CPU request and limit by 100m for each vCPU', () => {
    const resources = { requests: { cpu: '200m' }, limits: { cpu: '2' } };
    const instance = instanceOf({}, { domain: { cpu: { ...CPU, cores: 2, maxSockets: 8 }, memory: { guest: '2Gi' }, resources } });
    expect(operations(plan(sockets(4, { cpu: { ...CPU, sockets: 4, cores: 2 }, resources }), instance)).slice(2)).toEqual([
      'test /spec/domain/resources/requests/cpu 200m',
      'replace /spec/domain/resources/requests/cpu 600m',
      'test /spec/domain/resources/limits/cpu 2',
      'replace /spec/domain/resources/limits/cpu 2400m',
    ]);
  });

  test.each([[1, '1200m'], [3, '533m'], [2000, '200m'], [0, '300m']])('the allocation ratio %d makes of 200m for one vCPU more %s', (cpuAllocationRatio, request) => {
    const resources = { requests: { cpu: '200m' } };
    const instance = instanceOf({}, { domain: { cpu: { ...CPU, maxSockets: 8 }, resources } });
    const result = plan(sockets(3, { resources }), instance, { configuration: { developerConfiguration: { cpuAllocationRatio } } });
    expect(operations(result)[3]).toBe(`replace /spec/domain/resources/requests/cpu ${request}`);
  });

  test.each<[string, object, object, string]>([
    ['no cores and threads', { sockets: 3 }, { sockets: 2 }, '300m'],
    ['threads', { sockets: 3, threads: 2 }, { sockets: 2, threads: 2 }, '400m'],
    ['no topology on the instance', { sockets: 3 }, {}, '500m'],
  ])('of a VM with %s count as vCPUs', (_what, cpu, running, request) => {
    const resources = { requests: { cpu: '200m' } };
    const result = plan(domain({ cpu, resources }), instanceOf({}, { domain: { cpu: { ...running, maxSockets: 8 }, resources } }));
    expect(operations(result)[3]).toBe(`replace /spec/domain/resources/requests/cpu ${request}`);
  });

  test('raise no request that is 0', () => {
    const instance = instanceOf({}, { domain: { cpu: { ...CPU, maxSockets: 8 }, resources: { requests: { cpu: '200m' }, limits: { cpu: '1' } } } });
    expect(operations(plan(sockets(3, { resources: { requests: { cpu: 0 } } }), instance))).toHaveLength(2);
  });

  test('are plugged in after a migration that is over', () => {
    const status = { migrationState: { ...MIGRATING.migrationState, endTimestamp: '2026-01-01T00:01:00Z' } };
    expect(plan(sockets(3), instanceOf({}, { status }))).toMatchObject({ errors: [], patches: [{ handler: 'cpu' }] });
  });

  test.each<[string, object, RunningInstanceLike, RegExp]>([
    ['more than there is room for', sockets(9), instanceOf(), /spec\.template\.spec\.domain\.cpu\.sockets goes from 2 to 9, and the running VM was started with room for 8/],
    ['fewer', sockets(1), instanceOf(), /goes from 2 to 1, and sockets cannot be taken from a running VM/],
    ['on arm64', { architecture: 'arm64', ...sockets(3) }, instanceOf(), /cannot be added to a running arm64 VM/],
  ])('%s need a restart', (_what, template, instance, message) => {
    const result = plan(template, instance);
    expect(result).toMatchObject({ condition: 'set', patches: [], errors: [], restartRequired: { reasons: [{ handler: 'cpu', pointers: ['/spec/template/spec/domain/cpu/sockets'] }] } });
    expect(result.restartRequired?.message).toMatch(message);
  });

  test.each<[string, object, string, RegExp]>([
    ['a change that is under way', { conditions: [{ type: 'HotVCPUChange', status: 'True' }] }, 'hotplug-in-progress', /^spec\.template\.spec\.domain\.cpu\.sockets .*earlier change/],
    ['a migration', MIGRATING, 'migration-in-progress', /^spec\.template\.spec\.domain\.cpu\.sockets .*being migrated/],
  ])('wait for %s, and so does everything after them', (_what, status, code, message) => {
    const result = plan({ ...sockets(3), nodeSelector: { a: 'b' } }, instanceOf({}, { status }));
    expect(result).toMatchObject({ patches: [], restartRequired: undefined, errors: [{ reason: 'HotPlugCPUError', causes: [{ code, severity: 'error', message: expect.stringMatching(message) }] }] });
  });

  test('are left alone without a topology on either side', () => {
    expect(plan({ domain: {} })).toMatchObject({ condition: 'keep', patches: [] });
    for (const cpu of [undefined, null]) expect(plan(sockets(3), instanceOf({}, { domain: { cpu } }))).toMatchObject({ condition: 'keep', patches: [] });
  });
});

describe('node selector, affinity and tolerations', () => {
  const rest = domain({});

  test('are added, replaced and removed, each with a patch of its own, in this order', () => {
    const template = { ...rest, nodeSelector: { a: 'b' }, affinity: { nodeAffinity: {} } };
    const result = plan(template, instanceOf({ affinity: { podAffinity: {} }, tolerations: [{ key: 'k' }] }));
    expect(result.patches).toEqual([
      {
        handler: 'affinity',
        reason: 'AffinityChangeError',
        operations: [
          { op: 'test', path: '/spec/affinity', value: { podAffinity: {} } },
          { op: 'replace', path: '/spec/affinity', value: { nodeAffinity: {} } },
        ],
      },
      { handler: 'nodeSelector', reason: 'AffinityChangeError', operations: [{ op: 'add', path: '/spec/nodeSelector', value: { a: 'b' } }] },
      { handler: 'tolerations', reason: 'TolerationsChangeError', operations: [{ op: 'remove', path: '/spec/tolerations' }] },
    ]);
  });

  test('an empty one is none', () => {
    expect(plan({ ...rest, nodeSelector: {}, tolerations: [] }).patches).toEqual([]);
  });

  test.each([['nodeSelector', { a: 'b' }, 'AffinityChangeError'], ['tolerations', [{ key: 'k' }], 'TolerationsChangeError']])('%s waits for a migration', (key, value, reason) => {
    expect(plan({ ...rest, [key]: value }, instanceOf({}, { status: MIGRATING }))).toMatchObject({ patches: [], errors: [{ reason, causes: [{ code: 'migration-in-progress', pointer: `/spec/template/spec/${key}` }] }] });
  });

  test('what is changed before an error stays in the plan', () => {
    const status = { conditions: [...CONDITIONS, { type: 'HotMemoryChange', status: 'True' }], memory: { guestCurrent: '2Gi' } };
    const result = plan({ ...domain({ memory: { guest: '4Gi' } }), nodeSelector: { a: 'b' } }, instanceOf({}, { status }));
    expect(result).toMatchObject({ patches: [{ handler: 'nodeSelector' }], errors: [{ reason: 'HotPlugMemoryError' }] });
  });
});

describe('memory', () => {
  const memory = (guest: string, more: object = {}): object => domain({ memory: { guest }, ...more });

  test('is plugged in', () => {
    expect(plan(memory('4Gi'))).toMatchObject({ condition: 'keep', patches: [{ handler: 'memory', reason: 'HotPlugMemoryError' }] });
    expect(operations(plan(memory('4Gi')))).toEqual(['test /spec/domain/memory/guest 2Gi', 'replace /spec/domain/memory/guest 4Gi']);
  });

  test('raises the request and the limit by as much', () => {
    const resources = { requests: { memory: '3Gi' }, limits: { memory: '4Gi' } };
    const instance = instanceOf({}, { domain: { cpu: CPU, memory: { guest: '2Gi', maxGuest: '8Gi' }, resources } });
    expect(operations(plan(memory('4Gi', { resources }), instance)).slice(2)).toEqual([
      'test /spec/domain/resources/requests/memory 3Gi',
      'replace /spec/domain/resources/requests/memory 5Gi',
      'test /spec/domain/resources/limits/memory 4Gi',
      'replace /spec/domain/resources/limits/memory 6Gi',
    ]);
  });

  test('an overcommitted request is raised to the whole, and the limit stays (Q38)', () => {
    const resources = { requests: { memory: '1Gi' }, limits: { memory: '4Gi' } };
    const instance = instanceOf({}, { domain: { cpu: CPU, memory: { guest: '2Gi', maxGuest: '8Gi' }, resources } });
    expect(operations(plan(memory('4Gi', { resources }), instance)).slice(2)).toEqual([
      'test /spec/domain/resources/requests/memory 1Gi',
      'replace /spec/domain/resources/requests/memory 4Gi',
      'test /spec/domain/resources/limits/memory 4Gi',
      'replace /spec/domain/resources/limits/memory 4Gi',
    ]);
  });

  test('a request that comes to the whole by itself is not overcommitted, and the limit is raised', () => {
    const resources = { requests: { memory: '2Gi' }, limits: { memory: '4Gi' } };
    const instance = instanceOf({}, { domain: { cpu: CPU, memory: { guest: '2Gi', maxGuest: '8Gi' }, resources } });
    expect(operations(plan(memory('4Gi', { resources }), instance)).filter((each) => String(each).startsWith('replace')).slice(1)).toEqual([
      'replace /spec/domain/resources/requests/memory 4Gi',
      'replace /spec/domain/resources/limits/memory 6Gi',
    ]);
  });

  test('raises no request that is 0, and a limit all the same', () => {
    const resources = { requests: { memory: 0 }, limits: { memory: '4Gi' } };
    const instance = instanceOf({}, { domain: { cpu: CPU, memory: { guest: '2Gi', maxGuest: '8Gi' }, resources } });
    expect(operations(plan(memory('4Gi', { resources }), instance)).slice(2)).toEqual(['test /spec/domain/resources/limits/memory 4Gi', 'replace /spec/domain/resources/limits/memory 6Gi']);
  });

  test('raises no limit that the VM does not have', () => {
    const instance = instanceOf({}, { domain: { cpu: CPU, memory: { guest: '2Gi', maxGuest: '8Gi' }, resources: { limits: { memory: '4Gi' } } } });
    expect(operations(plan(memory('4Gi'), instance))).toHaveLength(2);
  });

  test('may be less than now, as long as it is no less than at the start', () => {
    const instance = instanceOf({}, { domain: { cpu: CPU, memory: { guest: '6Gi', maxGuest: '8Gi' } }, status: { conditions: CONDITIONS, memory: { guestAtBoot: '2Gi', guestCurrent: '6Gi' } } });
    for (const guest of ['4Gi', '2Gi']) expect(operations(plan(memory(guest), instance))[1]).toBe(`replace /spec/domain/memory/guest ${guest}`);
  });

  test.each<[string, object, RunningInstanceLike, RegExp]>([
    ['it failed before, even where nothing changed', memory('2Gi'), instanceOf({}, { status: { conditions: [{ type: 'HotMemoryChange', status: 'False' }], memory: { guestCurrent: '2Gi' } } }), /^spec\.template\.spec\.domain\.memory\.guest .*failed/],
    ['the VM cannot migrate', memory('4Gi'), instanceOf({}, { status: { conditions: [], memory: { guestCurrent: '2Gi' } } }), /LiveMigratable/],
    ['there is no maximum', memory('4Gi'), instanceOf({}, { domain: { cpu: CPU, memory: { guest: '2Gi' } } }), /without room/],
    ['it is more than the maximum', memory('16Gi'), instanceOf(), /^spec\.template\.spec\.domain\.memory\.guest goes from 2Gi to 16Gi, .*started with room for 8Gi/],
    ['it is less than at the start', memory('1Gi'), instanceOf(), /less than it was started with \(2Gi\)/],
    ['it is no multiple of 2Mi', memory('4097Mi'), instanceOf(), /no multiple of 2Mi/],
    ['it is no multiple of a huge page', memory('2560Mi', { memory: { guest: '2560Mi', hugepages: { pageSize: '1Gi' } } }), instanceOf(), /no multiple of 1Gi/],
    ['it is less than 1Gi', memory('512Mi'), instanceOf({}, { domain: { cpu: CPU, memory: { guest: '256Mi', maxGuest: '8Gi' } } }), /less than 1Gi/],
    ['the VM is a realtime one', memory('4Gi', { cpu: { ...CPU, realtime: {} } }), instanceOf(), /realtime/],
    ['the NUMA topology is passed through', memory('4Gi', { cpu: { ...CPU, numa: { guestMappingPassthrough: {} } } }), instanceOf(), /NUMA/],
    ['its launch is secured', memory('4Gi', { launchSecurity: {} }), instanceOf(), /launchSecurity/],
    ['the architecture is another', { architecture: 's390x', ...memory('4Gi') }, instanceOf(), /s390x/],
  ])('needs a restart where %s', (_what, template, instance, message) => {
    const result = plan(template, instance);
    expect(result).toMatchObject({ condition: 'set', patches: [], restartRequired: { reasons: [{ handler: 'memory' }] } });
    expect(result.restartRequired?.message).toMatch(message);
  });

  test.each<[string, object, string]>([
    ['a change that is under way', { conditions: [...CONDITIONS, { type: 'HotMemoryChange', status: 'True' }] }, 'hotplug-in-progress'],
    ['a migration', MIGRATING, 'migration-in-progress'],
  ])('waits for %s', (_what, status, code) => {
    expect(plan(memory('4Gi'), instanceOf({}, { status: { conditions: CONDITIONS, memory: { guestCurrent: '2Gi' }, ...status } }))).toMatchObject({ errors: [{ reason: 'HotPlugMemoryError', causes: [{ code }] }] });
  });

  test.each<[string, RunningInstanceLike]>([
    ['its present size is not known', instanceOf({}, { status: { conditions: CONDITIONS, memory: undefined } })],
    ['the instance has none', instanceOf({}, { domain: { cpu: CPU, memory: undefined } })],
    ['the instance is being deleted', { ...instanceOf(), metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }],
  ])('is left alone where %s', (_what, instance) => {
    expect(plan(memory('4Gi'), instance)).toEqual({ restartRequired: undefined, condition: 'keep', patches: [], errors: [] });
  });
});

test('sockets that need a restart do not keep memory from being plugged in', () => {
  expect(plan(domain({ cpu: { ...CPU, sockets: 1 }, memory: { guest: '4Gi' } }))).toMatchObject({ condition: 'set', patches: [{ handler: 'memory' }] });
});
