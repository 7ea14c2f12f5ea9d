import type { InstancetypeSpec, PreferenceSpec, VirtualMachineLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { planSwitch, planSwitchAsync, type RolloutCluster, type SwitchOptions, type SwitchPlan, type SwitchTarget } from '../src/index.ts';
import { instanceOf, readerOf, vmOf } from './running-vm.ts';

const INSTANCETYPES: Readonly<Record<string, InstancetypeSpec>> = {
  small: { cpu: { guest: 1 }, memory: { guest: '2Gi' } },
  large: { cpu: { guest: 2 }, memory: { guest: '8Gi' } },
  huge: { cpu: { guest: 32 }, memory: { guest: '128Gi' } },
  dedicated: { cpu: { guest: 2, dedicatedCPUPlacement: true }, memory: { guest: '2Gi' } },
  annotated: { cpu: { guest: 1 }, memory: { guest: '2Gi' }, annotations: { a: 'b' } },
  placed: { cpu: { guest: 1 }, memory: { guest: '2Gi' }, nodeSelector: { a: 'b' } },
  narrow: { cpu: { guest: 4, maxSockets: 2 }, memory: { guest: '2Gi' } },
};
const PREFERENCES: Readonly<Record<string, PreferenceSpec>> = {
  plain: {},
  virtio: { devices: { preferredDiskBus: 'virtio' }, machine: { preferredMachineType: 'pc' }, preferredArchitecture: 'arm64' },
  spread: { cpu: { preferredCPUTopology: 'spread' } },
  demanding: { requirements: { cpu: { guest: 8 } } },
};
const reader = readerOf(INSTANCETYPES, PREFERENCES);
const SMALL = vmOf({ instancetype: { name: 'small' }, preference: { name: 'plain' } });

function planned(target: SwitchTarget, vm: VirtualMachineLike = SMALL, options?: SwitchOptions): SwitchPlan {
  const outcome = planSwitch(vm, target, reader, options);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
  return outcome.value;
}

const to = (name: string): SwitchTarget => ({ instancetype: { name } });
const told = ({ changes }: SwitchPlan): string[] =>
  changes.map(({ field, from, to: then, effect }) => `${field.replace(/^spec\.template\.(spec\.)?/, '')}: ${JSON.stringify(from)} ${JSON.stringify(then)} ${effect}`);

describe('a switch', () => {
  test('to more of the same changes the running VM', () => {
    const plan = planned(to('large'));
    expect(told(plan)).toEqual(['domain.cpu.sockets: 1 2 live', 'domain.memory.guest: "2Gi" "8Gi" live']);
    expect(plan).toMatchObject({ restartRequired: false, refusals: [], errors: [], patches: [{ handler: 'cpu' }, { handler: 'memory' }] });
    expect(plan.vm.spec?.instancetype).toEqual({ name: 'large' });
    expect(plan.patch).toEqual([{ op: 'replace', path: '/spec/instancetype', value: { name: 'large' } }]);
  });

  test('says how the running VM gets it', () => {
    expect(planned(to('large')).changes.map(({ why }) => why)).toEqual([expect.stringMatching(/CPU sockets/), expect.stringMatching(/memory .*migration/)]);
    expect(planned(to('placed')).changes[0]?.why).toMatch(/^KubeVirt changes it/);
  });

  test('to nodes of another kind changes where the running VM may be', () => {
    expect(told(planned(to('placed')))).toEqual(['nodeSelector.a: undefined "b" live']);
  });

  test('to more than there is room for needs a restart, and says why', () => {
    const { changes, restartRequired } = planned(to('huge'));
    expect(restartRequired).toBe(true);
    expect(changes.map(({ effect }) => effect)).toEqual(['restart', 'restart']);
    expect(changes.map(({ why }) => why)).toEqual([expect.stringContaining('room for 4'), expect.stringContaining('room for 8Gi')]);
  });

  test('to another kind of CPU holds back what could change', () => {
    const plan = planned(to('dedicated'));
    expect(told(plan)).toEqual(['domain.cpu.sockets: 1 2 restart', 'domain.cpu.dedicatedCpuPlacement: undefined true restart']);
    expect(plan.changes[0]?.why).toContain('spec.template.spec.domain.cpu.dedicatedCpuPlacement');
    expect(plan.changes[1]?.why).not.toContain('another');
    expect(plan.patches).toEqual([]);
  });

  test('to other annotations takes effect with the next start, for which KubeVirt does not ask', () => {
    const plan = planned(to('annotated'));
    expect(told(plan)).toEqual(['metadata.annotations.a: undefined "b" restart']);
    expect(plan.restartRequired).toBe(false);
  });

  test('of the preference changes devices with a restart, but neither architecture nor machine type, which the VM has for good', () => {
    const vm: VirtualMachineLike = { kind: 'VirtualMachine', metadata: { name: 'web' }, spec: { ...SMALL.spec, template: { spec: { domain: { devices: { disks: [{ name: 'root' }] } } } } } };
    expect(told(planned({ preference: { name: 'virtio' } }, vm))).toEqual(['domain.devices.disks[0].disk: undefined {"bus":"virtio"} restart']);
  });

  test('away from the instance type takes its values away', () => {
    const plan = planned({ instancetype: null });
    expect(told(plan)).toEqual(['domain.cpu: {"sockets":1,"cores":1,"threads":1} undefined restart', 'domain.memory: {"guest":"2Gi"} undefined restart']);
    expect(plan.patch).toEqual([{ op: 'remove', path: '/spec/instancetype' }]);
    expect(plan.changes.filter(({ why }) => why.includes('another'))).toEqual([]);
  });

  test('drops the revision of the old one, in the spec and in the status', () => {
    const vm: VirtualMachineLike = {
      ...SMALL,
      spec: { ...SMALL.spec, instancetype: { name: 'small', revisionName: 'rev' } },
      status: { instancetypeRef: { name: 'large', controllerRevisionRef: { name: 'gone' } } },
    };
    const revision = { metadata: { name: 'rev' }, data: { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'small' }, spec: INSTANCETYPES['small'] } };
    const outcome = planSwitch(vm, to('large'), { get: (ref) => (ref.name === 'rev' ? revision : reader.get(ref)) });
    expect(outcome.ok && told(outcome.value)).toHaveLength(2);
    expect(outcome.ok && outcome.value.vm.spec?.instancetype).toEqual({ name: 'large' });
  });

  // else the reference of the status would go on to count (BEHAVIOUR 10.2 step 5, Q24)
  test('to the cluster\'s object of the same name names its kind', () => {
    const own = { kind: 'VirtualMachineInstancetype', metadata: { name: 'large', namespace: 'ns' }, spec: INSTANCETYPES['small'] };
    const vm = vmOf({ instancetype: { name: 'large', kind: 'VirtualMachineInstancetype' }, preference: { name: 'plain' } });
    const outcome = planSwitch(vm, to('large'), { get: (ref) => (ref.kind === own.kind ? own : reader.get(ref)) });
    expect(outcome.ok && outcome.value.vm.spec?.instancetype).toEqual({ name: 'large', kind: 'VirtualMachineClusterInstancetype' });
    expect(outcome.ok && told(outcome.value)).toEqual(['domain.cpu.sockets: 1 2 live', 'domain.memory.guest: "2Gi" "8Gi" live']);
  });

  test.each(['VirtualMachineInstancetype', 'VirtualMachineClusterInstancetype'])('to an object of the same name that is named with its kind, %s, names it so', (kind) => {
    const other = kind === 'VirtualMachineInstancetype' ? 'VirtualMachineClusterInstancetype' : 'VirtualMachineInstancetype';
    const outcome = planSwitch(vmOf({ instancetype: { name: 'large', kind: other } }), { instancetype: { name: 'large', kind } }, { get: (ref) => ({ ...ref, metadata: { name: ref.name, namespace: ref.namespace }, spec: INSTANCETYPES['small'] }) });
    expect(outcome.ok && outcome.value.vm.spec?.instancetype).toEqual({ name: 'large', kind });
  });

  test('to an object of another name does not keep the kind', () => {
    expect(planned(to('large'), vmOf({ instancetype: { name: 'small', kind: 'VirtualMachineClusterInstancetype' } })).vm.spec?.instancetype).toEqual({ name: 'large' });
  });

  test.each<[SwitchTarget]>([[{}], [to('small')], [{ instancetype: { name: 'small', kind: 'virtualmachineclusterinstancetypes' }, preference: { name: 'plain' } }]])('to what it has already changes nothing: %j', (target) => {
    expect(planned(target)).toMatchObject({ changes: [], patch: [], patches: [], refusals: [], restartRequired: false });
    expect(planned(target).vm).toBe(SMALL);
  });
});

describe('the cluster', () => {
  const in_ = (configuration: RolloutCluster['configuration']): SwitchOptions => ({ cluster: { configuration } });

  test('that changes no running VM needs a restart for everything', () => {
    const plan = planned(to('large'), SMALL, in_({ vmRolloutStrategy: 'Stage' }));
    expect(plan.restartRequired).toBe(true);
    expect(plan.changes.map(({ effect, why }) => [effect, why.includes('Stage')])).toEqual([['restart', true], ['restart', true]]);
    const whyOf = (name: string): boolean[] => planned(to(name), SMALL, in_({ vmRolloutStrategy: 'Stage' })).changes.map(({ why }) => why.includes('Stage'));
    expect(whyOf('placed')).toEqual([true]);
    expect(whyOf('dedicated')).toEqual([true, false]);
    // also where what runs is not what the VM says
    expect(planned(to('annotated'), SMALL, { ...in_({ vmRolloutStrategy: 'Stage' }), instance: instanceOf({}, { domain: { cpu: { sockets: 0, maxSockets: 8 } } }) }).patches).toEqual([]);
  });

  test('says how far a VM may grow', () => {
    const effects = (configuration: RolloutCluster['configuration'], name: string): string[] => planned(to(name), SMALL, in_(configuration)).changes.map(({ effect }) => effect);
    expect(effects({ liveUpdateConfiguration: { maxHotplugRatio: 2 } }, 'large')).toEqual(['live', 'restart']);
    expect(effects({ liveUpdateConfiguration: { maxGuest: '256Gi' } }, 'huge')).toEqual(['restart', 'live']);
    expect(effects({ liveUpdateConfiguration: { maxCpuSockets: 64, maxGuest: '256Gi' } }, 'huge')).toEqual(['live', 'live']);
  });
});

describe('a real instance', () => {
  test('is taken for what it is', () => {
    const instance = instanceOf({}, { domain: { cpu: { sockets: 1, cores: 1, threads: 1, maxSockets: 1 }, memory: { guest: '2Gi', maxGuest: '8Gi' } } });
    const plan = planned(to('large'), SMALL, { instance });
    expect(told(plan)).toEqual(['domain.cpu.sockets: 1 2 restart', 'domain.memory.guest: "2Gi" "8Gi" live']);
    expect(plan.assumptions).toEqual([]);
    expect(planned(to('large')).assumptions).toHaveLength(2);
  });

  test('that is being migrated takes its changes later', () => {
    const status = { conditions: [{ type: 'LiveMigratable', status: 'True' }], memory: { guestCurrent: '2Gi' }, migrationState: { startTimestamp: '2026-01-01T00:00:00Z' } };
    const plan = planned(to('placed'), SMALL, { instance: instanceOf({}, { domain: { cpu: { sockets: 1, cores: 1, threads: 1 } }, status }) });
    expect(plan).toMatchObject({ errors: [{ reason: 'AffinityChangeError' }], changes: [{ effect: 'live', why: expect.stringContaining('wait') as string }] });
    const larger = planned(to('large'), SMALL, { instance: instanceOf({}, { domain: { cpu: { sockets: 1, cores: 1, threads: 1 } }, status }) });
    expect(larger.changes.map(({ why }) => why.includes('wait'))).toEqual([true, false]);
  });
});

describe('what KubeVirt refuses', () => {
  const codes = (target: SwitchTarget, vm?: VirtualMachineLike): string[] => planned(target, vm).refusals.map(({ code }) => code);

  test('a conflict, with what mends it', () => {
    const vm = vmOf({ instancetype: { name: 'small' } }, { domain: {}, nodeSelector: { zone: 'a' } });
    const plan = planned(to('placed'), vm);
    expect(plan).toMatchObject({ changes: [], restartRequired: false, patches: [], errors: [], assumptions: [] });
    expect(plan.refusals).toMatchObject([{ code: 'instancetype-conflict', field: 'spec.template.spec.nodeSelector', pointer: '/spec/template/spec/nodeSelector' }]);
    expect(plan.refusals[0]?.fix ?? plan.refusals[0]?.suggestions).toBeDefined();
  });

  test('a spread that leaves a rest, a requirement that is not met, sockets beyond the maximum', () => {
    expect(codes({ preference: { name: 'spread' } })).toEqual(['spread-not-divisible']);
    expect(codes({ preference: { name: 'demanding' } })).toEqual(['requirement-cpu']);
    expect(codes({ preference: { name: 'demanding' } }, vmOf({}, { domain: { cpu: { sockets: 8 } } }))).toEqual([]);
    expect(codes(to('narrow'))).toEqual(['sockets-above-maximum']);
    expect(planned(to('narrow'), SMALL, { cluster: { configuration: { vmRolloutStrategy: 'Stage' } } }).refusals).toEqual([]);
    const both = { instancetype: { name: 'placed' }, preference: { name: 'spread' } };
    expect(codes(both, vmOf({ instancetype: { name: 'small' } }, { domain: {}, nodeSelector: { zone: 'a' } }))).toEqual(['spread-not-divisible', 'instancetype-conflict']);
  });

  test('it is told what would change all the same where that can be told', () => {
    expect(planned({ preference: { name: 'demanding' }, instancetype: { name: 'large' } }).changes).toHaveLength(2);
  });
});

describe('what cannot be planned', () => {
  const causes = (vm: VirtualMachineLike, target: SwitchTarget): unknown => {
    const outcome = planSwitch(vm, target, reader);
    return outcome.ok ? undefined : outcome.causes.map(({ code, pointer }) => [code, pointer]);
  };

  test('a switch to what does not exist', () => {
    expect(causes(SMALL, to('tiny'))).toEqual([['instancetype-not-found', '/spec/instancetype/name']]);
  });

  test('a switch of a VM that cannot run as it is', () => {
    const vm = vmOf({ instancetype: { name: 'placed' } }, { domain: {}, nodeSelector: { zone: 'a' } });
    expect(causes(vm, to('small'))).toEqual([['instancetype-conflict', expect.any(String)]]);
    expect(causes(vmOf({ instancetype: { name: 'gone' } }), to('small'))).toEqual([['instancetype-not-found', '/spec/instancetype/name']]);
  });
});

test('a reader that answers later gives the same', async () => {
  for (const vm of [SMALL, null as never]) expect(await planSwitchAsync(vm, to('large'), { get: (ref) => Promise.resolve(reader.get(ref)) })).toEqual(planSwitch(vm, to('large'), reader));
});
