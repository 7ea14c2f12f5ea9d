import type { InstancetypeSpec, PreferenceSpec, VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import rfc6902 from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { admit, admitAsync } from '../src/index.ts';
import { agrees, causesOf, readerOf, statusCauses, verdict, vmOf } from './verdict.ts';

const it = (guest: number, more: InstancetypeSpec = {}): InstancetypeSpec => ({ memory: { guest: '1Gi' }, ...more, cpu: { guest, ...more.cpu } });
const spread = (spreadOptions?: { across?: string; ratio?: number }, more: PreferenceSpec = {}): PreferenceSpec => ({
  ...more,
  cpu: { preferredCPUTopology: 'spread', ...(spreadOptions && { spreadOptions }) },
});

// BEHAVIOUR 14.3 steps 2 to 4
describe('a VM that is allowed', () => {
  test('is the value, as further checks would see it: applied, with defaults, its references kept', () => {
    const outcome = verdict({ volumes: [{ name: 'v' }] }, it(2), { machine: { preferredMachineType: 'pc' } });
    expect(outcome).toMatchObject({ ok: true, notes: [] });
    expect(outcome.ok && outcome.value.spec).toMatchObject({
      instancetype: { name: 'it' },
      preference: { name: 'pr' },
      template: { spec: { domain: { cpu: { sockets: 2 }, machine: { type: 'pc' }, devices: { disks: [{ name: 'v' }] } }, architecture: 'amd64' } },
    });
  });

  test('without an instance type and a preference gets its defaults', () => {
    const outcome = verdict({});
    expect(outcome.ok && outcome.value.spec?.template?.spec?.domain).toMatchObject({ cpu: { sockets: 1 }, machine: { type: 'q35' } });
  });

  test('gets its disks and its interface after the preference: they have none of its settings', () => {
    const outcome = verdict({ volumes: [{ name: 'v' }] }, undefined, { devices: { preferredDiskBus: 'virtio', preferredAutoattachPodInterface: false } });
    const spec = outcome.ok ? outcome.value.spec?.template?.spec : undefined;
    expect(spec?.domain?.devices).toEqual({ autoattachPodInterface: false, disks: [{ name: 'v' }] });
    expect(spec).not.toHaveProperty('networks');
  });

  test('has a trace where one is asked for', () => {
    const outcome = verdict({}, it(2), undefined, { trace: true });
    expect(outcome.ok && new Set(outcome.trace.map((entry) => entry.origin))).toEqual(new Set(['instancetype', 'default']));
    const silent = verdict({}, it(2));
    expect(silent.ok && silent.trace).toEqual([]);
  });
});

describe('what cannot be found', () => {
  test.each<[string, object, string[]]>([
    ['an instance type', { instancetype: { name: 'gone' } }, ['instancetype-not-found']],
    ['a preference', { preference: { name: 'gone' } }, ['preference-not-found']],
    ['both', { instancetype: { name: 'gone' }, preference: { name: 'gone' } }, ['instancetype-not-found', 'preference-not-found']],
    ['an unknown kind', { instancetype: { name: 'it', kind: 'bogus' } }, ['unknown-kind']],
  ])('%s counts as none, and is a warning (20 Q18)', async (_case, matchers, codes) => {
    const vm = frozen<VirtualMachineLike>({ spec: { ...matchers, template: { spec: {} } } });
    const outcome = admit(vm, readerOf());
    expect(outcome.ok && outcome.notes.map((note) => note.code)).toEqual(codes);
    expect(outcome.ok && outcome.notes.every((note) => note.severity === 'warning')).toBe(true);
    expect(await agrees(vm, readerOf())).toBe(true);
  });

  test('does not keep the other from being checked', () => {
    const vm = frozen<VirtualMachineLike>({ spec: { instancetype: { name: 'gone' }, preference: { name: 'pr' }, template: { spec: {} } } });
    const outcome = admit(vm, readerOf(undefined, { requirements: { cpu: { guest: 8 } } }));
    expect(outcome.ok ? [] : outcome.causes.map((cause) => cause.field)).toEqual(['spec.template.spec.domain.cpu.sockets']);
  });
});

// BEHAVIOUR 7.4
describe('spread', () => {
  const REFUSED = ['FieldValueInvalid instancetype.spec.cpu.guest'];
  test.each<[number, PreferenceSpec, readonly string[]]>([
    [4, spread(), []],
    [3, spread(), REFUSED],
    // applying it would work (20 Q9)
    [1, spread(), REFUSED],
    [12, spread({ across: 'CoresThreads', ratio: 5 }), REFUSED],
    [12, spread({ across: 'CoresThreads', ratio: 4 }), []],
    [12, spread({ across: 'SocketsCoresThreads', ratio: 3 }), []],
    [12, spread({ across: 'SocketsCoresThreads', ratio: 4 }), REFUSED],
    [7, spread({ across: 'SocketsCoresThreads', ratio: 1 }), REFUSED],
    [7, spread({ across: 'bogus' }), []],
    [12, spread(undefined, { preferSpreadSocketToCoreRatio: 5 }), REFUSED],
    [7, { cpu: { preferredCPUTopology: 'cores' } }, []],
    [7, { cpu: { preferredCPUTopology: 'preferSpread' } }, REFUSED],
  ])('of %d vCPUs by %j: %j (20 Q29)', (guest, preference, causes) => {
    expect(statusCauses({}, it(guest), preference)).toEqual(causes);
  });

  test('is checked before conflicts', () => {
    expect(statusCauses({ domain: { cpu: { sockets: 3 } } }, it(3), spread())).toEqual(REFUSED);
  });

  test('by a ratio of 0 is refused, on which KubeVirt crashes (Appendix B1)', () => {
    expect(causesOf({}, it(4), spread({ ratio: 0 }))).toMatchObject([{ code: 'spread-ratio-zero', reason: 'FieldValueInvalid', field: 'spec.cpu.spreadOptions.ratio' }]);
  });

  test('is not checked without an instance type', () => {
    expect(statusCauses({ domain: { cpu: { sockets: 3 } } }, undefined, spread())).toEqual([]);
  });
});

test('conflicts are status causes with the webhooks\' base path (14.3 step 2d)', () => {
  const own: VmiSpecLike = { nodeSelector: {}, domain: { cpu: { dedicatedCpuPlacement: true }, resources: { requests: { memory: 1 } } } };
  const theirs = it(2, { nodeSelector: { a: 'b' }, cpu: { dedicatedCPUPlacement: true } });
  expect(statusCauses(own, theirs)).toEqual([
    'FieldValueInvalid spec.template.spec.nodeSelector',
    'FieldValueInvalid spec.template.spec.domain.cpu.dedicatedCPUPlacement',
    'FieldValueInvalid spec.template.spec.domain.resources.requests.memory',
  ]);
});

test.each(['slirp', 'bridge'])('a default interface of %s that cannot be had is a bare error, no status cause (14.3 step 3)', (defaultNetworkInterface) => {
  const cluster = { configuration: { network: { defaultNetworkInterface, permitBridgeInterfaceOnPodNetwork: false } } };
  const causes = causesOf({}, it(1), undefined, { cluster });
  expect(causes).toHaveLength(1);
  expect(causes[0]).not.toHaveProperty('reason');
});

// BEHAVIOUR 8
describe('requirements', () => {
  const P = 'FieldValueNotFound spec.template.spec.';
  test.each<[string, VmiSpecLike, InstancetypeSpec | undefined, PreferenceSpec, readonly string[]]>([
    ['vCPUs of the instance type', {}, it(2), { requirements: { cpu: { guest: 4 } } }, ['FieldValueNotFound spec.instancetype']],
    ['vCPUs of the instance type, enough', {}, it(4), { requirements: { cpu: { guest: 4 } } }, []],
    ['vCPUs of the VM, by default its sockets', { domain: { cpu: { cores: 8 } } }, undefined, { requirements: { cpu: { guest: 4 } } }, [`${P}domain.cpu.sockets`]],
    ['vCPUs that KubeVirt gives by default', {}, undefined, { requirements: { cpu: { guest: 1 } } }, []],
    ['vCPUs of any kind', { domain: { cpu: { cores: 4 } } }, undefined, { cpu: { preferredCPUTopology: 'any' }, requirements: { cpu: { guest: 4 } } }, [
      `${P}domain.cpu.cores, spec.template.spec.domain.cpu.sockets, spec.template.spec.domain.cpu.threads`,
    ]],
    ['vCPUs of an unknown topology', {}, undefined, { cpu: { preferredCPUTopology: 'bogus' }, requirements: { cpu: { guest: 64 } } }, []],
    ['memory of the instance type (20 Q28)', {}, it(1), { requirements: { memory: { guest: '2Gi' } } }, ['FieldValueNotFound spec.instancetype']],
    ['memory of the VM', { domain: { memory: { guest: '1Gi' } } }, undefined, { requirements: { memory: { guest: '2Gi' } } }, [`${P}domain.memory`]],
    ['memory that follows from the VM\'s request', { domain: { resources: { requests: { memory: '2Gi' } } } }, undefined, { requirements: { memory: { guest: '2Gi' } } }, []],
    ['no memory', {}, undefined, { requirements: { memory: { guest: '2Gi' } } }, [`${P}domain.memory`]],
    ['the architecture', {}, it(1), { requirements: { architecture: 'arm64' } }, [`${P}architecture`]],
    ['the architecture that the preference brings', {}, it(1), { preferredArchitecture: 'arm64', requirements: { architecture: 'arm64' } }, []],
    ['vCPUs before memory and architecture', {}, it(1), { requirements: { cpu: { guest: 2 }, memory: { guest: '8Gi' }, architecture: 'x' } }, ['FieldValueNotFound spec.instancetype']],
  ])('of %s', (_case, spec, instancetype, preference, causes) => {
    expect(statusCauses(spec, instancetype, preference)).toEqual(causes);
  });

  test('are looked at after conflicts', () => {
    expect(statusCauses({ domain: { cpu: { cores: 1 } } }, it(1), { requirements: { cpu: { guest: 4 } } })).toEqual(['FieldValueInvalid spec.template.spec.domain.cpu.cores']);
  });

  test.each<[VmiSpecLike, PreferenceSpec]>([
    [{}, { requirements: { cpu: { guest: 4 } } }],
    [{ domain: { cpu: { sockets: 1, cores: 2, threads: 1 } } }, { cpu: { preferredCPUTopology: 'any' }, requirements: { cpu: { guest: 4 } } }],
    [{ domain: { memory: { guest: '1Gi' } } }, { requirements: { memory: { guest: '2Gi' } } }],
    [{}, { requirements: { architecture: 'arm64' } }],
  ])('that %j does not meet come with a suggestion that meets %j', (spec, preference) => {
    const vm = vmOf(spec, undefined, preference);
    const outcome = admit(vm, readerOf(undefined, preference));
    const patch = outcome.ok ? [] : outcome.causes[0].suggestions?.[0]?.patch;
    const mended = structuredClone(vm);
    expect(rfc6902.applyPatch(mended, patch as never).filter(Boolean)).toEqual([]);
    expect(admit(mended, readerOf(undefined, preference)).ok).toBe(true);
  });
});

describe('what is no VM', () => {
  test.each([[5], ['text'], [null], [undefined]])('%j is refused', async (vm) => {
    const outcome = admit(vm as unknown as VirtualMachineLike, readerOf());
    expect(outcome.ok ? [] : outcome.causes.map((cause) => cause.code)).toEqual(['wrong-type']);
    expect((await admitAsync(vm as unknown as VirtualMachineLike, readerOf())).ok).toBe(false);
  });

  test.each<VirtualMachineLike>([{}, { spec: {} }, { spec: { template: null, instancetype: { name: 'it' } } }])('%j has no template (Appendix B1)', (vm) => {
    const outcome = admit(vm, readerOf(it(1)));
    expect(outcome.ok ? [] : outcome.causes.map((cause) => cause.code)).toEqual(['template-missing']);
  });

  test('members of the wrong type are told', () => {
    expect(causesOf({ domain: 'text' } as unknown as VmiSpecLike, it(1))).toMatchObject([{ code: 'wrong-type', field: 'spec.template.spec.domain' }]);
    expect(causesOf({}, { cpu: { guest: '4' } } as unknown as InstancetypeSpec)).toMatchObject([{ code: 'wrong-type', field: 'spec.cpu.guest' }]);
    expect(causesOf({}, it(1), { requirements: { cpu: 5 } } as unknown as PreferenceSpec)).toMatchObject([{ code: 'wrong-type', field: 'spec.requirements.cpu' }]);
  });
});

test('what a reader throws passes through', async () => {
  const fault = new Error('connection refused');
  const get = (): never => {
    throw fault;
  };
  const vm = vmOf({}, true, undefined);
  expect(() => admit(vm, { get })).toThrow(fault);
  await expect(admitAsync(vm, { get })).rejects.toBe(fault);
});

test.each<[string, InstancetypeSpec, PreferenceSpec]>([
  ['allowed', it(4), spread()],
  ['refused for its spread', it(3), spread()],
  ['refused for its requirements', it(1), { requirements: { cpu: { guest: 2 } } }],
])('a VM that is %s is so for a reader that answers later, too', async (_case, instancetype, preference) => {
  expect(await agrees(vmOf({}, instancetype, preference), readerOf(instancetype, preference))).toBe(true);
});
