import type { InstancetypeSpec } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { planUpdate, planUpdateAsync, type RolloutCluster, type UpdatePlan } from '../src/index.ts';
import { instanceOf, readerOf, vmOf } from './running-vm.ts';

const SMALL: InstancetypeSpec = { cpu: { guest: 2 }, memory: { guest: '2Gi' } };
const STAGE: RolloutCluster = { configuration: { vmRolloutStrategy: 'Stage' } };

/** What becomes of a VM that ran with `small` and names something else now. */
function afterSwitch(other: InstancetypeSpec, cluster?: RolloutCluster): UpdatePlan {
  const reader = readerOf({ small: SMALL, other }, { cores: { cpu: { preferredCPUTopology: 'cores' } } });
  const [before, now] = [vmOf({ instancetype: { name: 'small' } }), vmOf({ instancetype: { name: 'other' } })];
  return planUpdate({ vm: now, lastSeen: before.spec, instance: instanceOf() }, reader, { cluster });
}

const template = (before: object, now: object, vm: object = {}): UpdatePlan =>
  planUpdate({ vm: vmOf(vm, { domain: {}, ...now }), lastSeen: vmOf(vm, { domain: {}, ...before }).spec, instance: instanceOf({ domain: {} }) }, readerOf({}));

describe('a switch of the instance type needs no restart', () => {
  test.each<[string, InstancetypeSpec]>([
    ['for more vCPUs', { ...SMALL, cpu: { guest: 4 } }],
    ['for more memory', { ...SMALL, memory: { guest: '4Gi' } }],
    ['for a node selector', { ...SMALL, nodeSelector: { a: 'b' } }],
    ['for annotations, which are not compared', { ...SMALL, annotations: { a: 'b' } }],
    ['for memory that is written otherwise', { ...SMALL, memory: { guest: '2048Mi' } }],
    ['for what says nothing', { ...SMALL, cpu: { guest: 2, dedicatedCPUPlacement: false, model: '' }, gpus: [] }],
  ])('%s', (_what, other) => {
    expect(afterSwitch(other)).toMatchObject({ condition: 'remove', restartRequired: undefined, errors: [] });
  });
});

describe('a switch of the instance type needs a restart', () => {
  test.each<[string, InstancetypeSpec, string]>([
    ['for a model', { ...SMALL, cpu: { guest: 2, model: 'm' } }, '/domain/cpu/model'],
    ['for maxSockets', { ...SMALL, cpu: { guest: 2, maxSockets: 4 } }, '/domain/cpu/maxSockets'],
    ['for hugepages', { ...SMALL, memory: { guest: '2Gi', hugepages: { pageSize: '2Mi' } } }, '/domain/memory/hugepages'],
    ['for GPUs', { ...SMALL, gpus: [{ name: 'g', deviceName: 'd' }] }, '/domain/devices/gpus'],
    ['for an empty pointer', { ...SMALL, cpu: { guest: 2, realtime: {} } }, '/domain/cpu/realtime'],
    ['for overcommitted memory, which changes the request', { ...SMALL, memory: { guest: '2Gi', overcommitPercent: 50 } }, '/domain/resources/requests/memory'],
  ])('%s', (_what, other, pointer) => {
    const { condition, restartRequired, patches } = afterSwitch({ ...other, nodeSelector: { a: 'b' } });
    expect(condition).toBe('set');
    expect(restartRequired?.reasons).toMatchObject([{ handler: 'template', pointers: [`/spec/template/spec${pointer}`] }]);
    expect(restartRequired?.message).toContain(pointer.slice(1).replaceAll('/', '.'));
    // nothing is changed while a restart is due
    expect(patches).toEqual([]);
  });

  test('for more vCPUs as cores', () => {
    const reader = readerOf({ small: SMALL, big: { ...SMALL, cpu: { guest: 4 } } }, { cores: { cpu: { preferredCPUTopology: 'cores' } } });
    const vm = (name: string): ReturnType<typeof vmOf> => vmOf({ instancetype: { name }, preference: { name: 'cores' } });
    const plan = planUpdate({ vm: vm('big'), lastSeen: vm('small').spec, instance: instanceOf() }, reader);
    expect(plan.restartRequired?.reasons[0]?.pointers).toEqual(['/spec/template/spec/domain/cpu/cores']);
  });

  test('for everything where the cluster changes no running VM', () => {
    for (const other of [{ ...SMALL, cpu: { guest: 4 } }, { ...SMALL, memory: { guest: '4Gi' } }, { ...SMALL, nodeSelector: { a: 'b' } }]) {
      expect(afterSwitch(other, STAGE)).toMatchObject({ condition: 'set', patches: [] });
    }
    expect(afterSwitch(SMALL, STAGE)).toMatchObject({ condition: 'remove', patches: [] });
    // not even where it runs with something else
    const vm = vmOf({ instancetype: { name: 'small' } });
    expect(planUpdate({ vm, lastSeen: vm.spec, instance: instanceOf({ nodeSelector: { a: 'b' } }) }, readerOf({ small: SMALL }), { cluster: STAGE })).toMatchObject({ condition: 'remove', patches: [], errors: [] });
  });
});

// BEHAVIOUR 0.1: what Go cannot tell from unset
describe('of a template, nothing that says nothing needs a restart', () => {
  const domain = (more: object): object => ({ domain: more });
  test.each<[string, object, object]>([
    ['a switch', domain({ features: { acpi: {}, kvm: {}, apic: {} } }), domain({ features: { acpi: {}, kvm: { hidden: false }, apic: { endOfInterrupt: false } } })],
    ['a text', domain({ features: { hyperv: { vendorid: {} } }, cpu: { realtime: {} } }), domain({ features: { hyperv: { vendorid: { vendorid: '' } } }, cpu: { realtime: { mask: '' } } })],
    ['a text in a list', domain({ devices: { gpus: [{ name: 'g', deviceName: 'd' }] } }), domain({ devices: { gpus: [{ name: 'g', deviceName: 'd', tag: '', claimName: '' }] } })],
    ['a text of a volume', { volumes: [{ name: 'v', containerDisk: { image: 'i' } }] }, { volumes: [{ name: 'v', containerDisk: { image: 'i', imagePullPolicy: '', path: '' } }] }],
    ['a policy of a timer', domain({ clock: { utc: {}, timer: { rtc: {} } } }), domain({ clock: { utc: {}, timer: { rtc: { tickPolicy: '', track: '' } } } })],
    ['a number of a probe', { readinessProbe: { tcpSocket: { port: 22 } } }, { readinessProbe: { tcpSocket: { port: 22 }, initialDelaySeconds: 0, timeoutSeconds: 0 } }],
    ['a network', { networks: [{ name: 'n', pod: {} }] }, { networks: [{ name: 'n', pod: { vmNetworkCIDR: '' } }] }],
  ])('%s', (_what, before, now) => {
    expect(template(before, now)).toMatchObject({ condition: 'remove', patches: [] });
    expect(template(now, before)).toMatchObject({ condition: 'remove', patches: [] });
  });

  test.each<[string, object, object, string]>([
    ['a pointer to a text', {}, domain({ ioThreadsPolicy: '' }), '/domain/ioThreadsPolicy'],
    ['a pointer to a switch', domain({ devices: {} }), domain({ devices: { autoattachSerialConsole: false } }), '/domain/devices/autoattachSerialConsole'],
    ['a pointer to a number', {}, { terminationGracePeriodSeconds: 0 }, '/terminationGracePeriodSeconds'],
    ['an empty object', domain({ features: { acpi: {} } }), domain({ features: { acpi: {}, kvm: {} } }), '/domain/features/kvm'],
  ])('but %s does', (_what, before, now, pointer) => {
    expect(template(before, now).restartRequired?.reasons).toMatchObject([{ handler: 'template', pointers: [`/spec/template/spec${pointer}`] }]);
  });
});

test('five changes are named, and the rest is counted', () => {
  const now = Object.fromEntries(['schedulerName', 'hostname', 'subdomain', 'priorityClassName', 'dnsPolicy', 'evictionStrategy', 'startStrategy'].map((key) => [key, 'x']));
  expect(template({}, now).restartRequired?.message).toMatch(/: (spec\.template\.spec\.\w+, ){4}spec\.template\.spec\.\w+ and 2 more\. /);
  for (const names of [['hostname'], ['schedulerName', 'hostname', 'subdomain', 'priorityClassName', 'dnsPolicy']]) {
    expect(template({}, Object.fromEntries(names.map((key) => [key, 'x']))).restartRequired?.message).not.toMatch(/ more/);
  }
});

describe('nothing can be told', () => {
  const vm = vmOf({ instancetype: { name: 'small' } });

  test.each([undefined, null, 'text'])('without an instance: %j', async (instance) => {
    const [input, nothing] = [{ vm, lastSeen: vm.spec, instance: instance as never }, { restartRequired: undefined, condition: 'keep', patches: [], errors: [] }];
    expect(planUpdate(input, readerOf({}))).toEqual(nothing);
    expect(await planUpdateAsync(input, { get: () => Promise.resolve(undefined) })).toEqual(nothing);
  });

  test('where an instance type conflicts: the first handler says so, with the paths of the VM controller', () => {
    const reader = readerOf({ small: SMALL });
    const plan = planUpdate({ vm: vmOf({ instancetype: { name: 'small' } }, { domain: { cpu: { sockets: 1 } } }), instance: instanceOf() }, reader);
    expect(plan).toMatchObject({ condition: 'keep', errors: [{ reason: 'HotPlugCPUError', causes: [{ code: 'instancetype-conflict', field: 'spec.domain.cpu.sockets' }] }] });
  });

  test('without a spec that was last seen, and what can change while it runs changes', () => {
    expect(planUpdate({ vm, instance: instanceOf() }, readerOf({ small: { ...SMALL, cpu: { guest: 4 } } }))).toMatchObject({ condition: 'keep', patches: [{ handler: 'cpu' }] });
  });

  test('where an instance type is missing: the first handler says so', () => {
    const plan = planUpdate({ vm, lastSeen: vm.spec, instance: instanceOf() }, readerOf({}));
    expect(plan).toMatchObject({ condition: 'keep', restartRequired: undefined, errors: [{ reason: 'HotPlugCPUError', causes: [{ code: 'instancetype-not-found' }] }] });
  });

  test('and the VM waits for a restart already: nothing changes', () => {
    const waiting = { ...vm, status: { conditions: [{ type: 'RestartRequired', status: 'True' }] } } as typeof vm;
    const reader = readerOf({ small: { ...SMALL, cpu: { guest: 4 } } });
    expect(planUpdate({ vm: waiting, instance: instanceOf() }, reader)).toMatchObject({ condition: 'keep', patches: [] });
    // but where it turns out that none is needed, the condition goes
    expect(planUpdate({ vm: waiting, lastSeen: vm.spec, instance: instanceOf() }, reader)).toMatchObject({ condition: 'remove', patches: [{ handler: 'cpu' }] });
  });
});

test('the status of the VM does not decide what it was started from, the revision in its last seen spec does', () => {
  const asked: string[] = [];
  const reader = { get: ({ kind, name }: { kind: string; name: string }) => (asked.push(`${kind} ${name}`), undefined) };
  const vm = { ...vmOf({ instancetype: { name: 'small' } }), status: { instancetypeRef: { name: 'small', controllerRevisionRef: { name: 'rev-now' } } } };
  planUpdate({ vm, lastSeen: { ...vm.spec, instancetype: { name: 'small', revisionName: 'rev-then' } }, instance: instanceOf() }, reader);
  planUpdate({ vm, lastSeen: vm.spec, instance: instanceOf() }, reader);
  expect(asked).toEqual(expect.arrayContaining(['ControllerRevision rev-then', 'ControllerRevision rev-now', 'VirtualMachineClusterInstancetype small']));
});

test('what a VM was started from is looked up in its namespace', () => {
  const kind = 'VirtualMachineInstancetype';
  const reader = { get: ({ name, namespace }: { name: string; namespace?: string }) => (namespace === 'ns' ? { kind, metadata: { name, namespace }, spec: name === 'small' ? SMALL : { ...SMALL, cpu: { guest: 4 } } } : undefined) };
  const vm = (name: string): ReturnType<typeof vmOf> => vmOf({ instancetype: { kind, name } });
  expect(planUpdate({ vm: vm('other'), lastSeen: vm('small').spec, instance: instanceOf() }, reader as never)).toMatchObject({ condition: 'remove', patches: [{ handler: 'cpu' }] });
});

test('a reader that answers later gives the same', async () => {
  const reader = readerOf({ small: SMALL, other: { ...SMALL, cpu: { guest: 4 } } });
  const input = { vm: vmOf({ instancetype: { name: 'other' } }), lastSeen: vmOf({ instancetype: { name: 'small' } }).spec, instance: instanceOf() };
  const later = { get: (ref: Parameters<typeof reader.get>[0]) => Promise.resolve(reader.get(ref)) };
  for (const each of [input, { ...input, lastSeen: undefined }, { ...input, vm: null as never }]) expect(await planUpdateAsync(each, later)).toEqual(planUpdate(each, reader));
});
