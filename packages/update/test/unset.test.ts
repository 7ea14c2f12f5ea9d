import { describe, expect, test } from 'vitest';
import { planSwitch, planUpdate, type UpdatePlan } from '../src/index.ts';
import { instanceOf, readerOf, vmOf } from './running-vm.ts';

// BEHAVIOUR 0.1 and 0.2: what the types of KubeVirt cannot tell from a member that is absent, and what they can

/** A template in which one member has a value; `x[]` is a list with one element. */
function templateWith(path: string, value: unknown): object {
  const [step = '', ...rest] = path.split('.');
  const inner = rest.length === 0 ? value : templateWith(rest.join('.'), value);
  return step.endsWith('[]') ? { [step.slice(0, -2)]: [{ name: 'x', ...(inner as object) }] } : { [step]: inner };
}

/** What becomes of a VM in whose template that member came to have that value. */
function plan(path: string, from: unknown, to: unknown): UpdatePlan {
  const [before, now] = [from, to].map((value) => ({ domain: {}, ...templateWith(path, value) })) as [object, object];
  return planUpdate({ vm: vmOf({}, now), lastSeen: vmOf({}, before).spec, instance: instanceOf(before) }, readerOf({}));
}

const SWITCHES = [
  ...['cpu.dedicatedCpuPlacement', 'cpu.isolateEmulatorThread', 'features.kvm.hidden', 'features.apic.endOfInterrupt', 'resources.overcommitGuestOverhead'].map((name) => `domain.${name}`),
  ...['disableHotplug', 'disks[].disk.readonly', 'disks[].lun.readonly', 'disks[].lun.reservation'].map((name) => `domain.devices.${name}`),
  ...['persistentVolumeClaim.readOnly', 'persistentVolumeClaim.hotpluggable', 'dataVolume.hotpluggable', 'ephemeral.persistentVolumeClaim.readOnly', 'memoryDump.readOnly', 'memoryDump.hotpluggable'].map((name) => `volumes[].${name}`),
];
const NUMBERS = [
  ...['cpu.cores', 'cpu.sockets', 'cpu.threads', 'cpu.maxSockets'].map((name) => `domain.${name}`),
  ...['disks[].blockSize.custom.logical', 'disks[].blockSize.custom.physical', 'interfaces[].ports[].port', 'interfaces[].acpiIndex'].map((name) => `domain.devices.${name}`),
  ...['topologySpreadConstraints[].maxSkew', 'livenessProbe.periodSeconds', 'readinessProbe.failureThreshold'],
];
const POINTERS_TO_TEXT = [
  ...['evictionStrategy', 'startStrategy', 'domain.ioThreadsPolicy', 'domain.clock.timezone', 'domain.rebootPolicy', 'domain.devices.panicDevices[].model', 'domain.devices.disks[].errorPolicy'],
  ...['resourceClaims[].resourceClaimName', 'resourceClaims[].resourceClaimTemplateName', 'topologySpreadConstraints[].nodeAffinityPolicy', 'topologySpreadConstraints[].nodeTaintsPolicy'],
];
const CONTAINERS = ['domain.devices', 'domain.resources', 'domain.resources.requests', 'domain.resources.limits', 'domain.features.acpi', 'nodeSelector', 'topologySpreadConstraints[].labelSelector.matchLabels'];
const TEXTS = ['schedulerName', 'domain.machine.type', 'volumes[].containerDisk.path'];

describe('a member that is as good as absent needs no restart', () => {
  const nothing = [...SWITCHES.map((path) => [path, false]), ...NUMBERS.map((path) => [path, 0]), ...TEXTS.map((path) => [path, '']), ...CONTAINERS.map((path) => [path, {}])] as const;
  test.each(nothing as [string, unknown][])('%s: %j', (path, value) => {
    for (const [from, to] of [[undefined, value], [value, undefined], [value, null]]) expect(plan(path, from, to)).toMatchObject({ condition: 'remove', patches: [], restartRequired: undefined });
  });
});

describe('a member that says something needs one', () => {
  const something = [
    ...SWITCHES.filter((path) => !path.endsWith('hotpluggable')).map((path) => [path, true]),
    ...NUMBERS.filter((path) => path !== 'domain.cpu.sockets').map((path) => [path, 1]),
    ...POINTERS_TO_TEXT.map((path) => [path, '']),
    ...['domain.devices.rng', 'domain.features.kvm', 'domain.clock.utc'].map((path) => [path, {}]),
    ['topologySpreadConstraints[].labelSelector.matchLabels.a', ''],
    ['livenessProbe.tcpSocket.port', 0],
  ];
  test.each(something as [string, unknown][])('%s: %j', (path, value) => {
    for (const [from, to] of [[undefined, value], [value, undefined]]) expect(plan(path, from, to)).toMatchObject({ condition: 'set', patches: [] });
  });
});

describe('an amount is compared as a number', () => {
  test.each(['domain.memory.maxGuest', 'domain.resources.requests.memory', 'domain.resources.limits.memory', 'volumes[].emptyDisk.capacity'])('%s', (path) => {
    expect(plan(path, '2Gi', '2048Mi').condition).toBe('remove');
    for (const other of ['2049Mi', undefined]) {
      expect(plan(path, '2Gi', other).condition).toBe('set');
      expect(plan(path, other, '2Gi').condition).toBe('set');
    }
    expect(plan(path, undefined, '0').condition).toBe('set');
    expect(plan(path, '0', undefined).condition).toBe('set');
  });
});

test('any other text is compared as a text', () => {
  expect(plan('hostname', '1k', '1000').condition).toBe('set');
});

describe('in what a running VM takes', () => {
  const preferred = 'affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[].weight';

  test('an empty text of a node selector is a value, and a weight of 0 is none', () => {
    expect(plan('nodeSelector.a', undefined, '').patches).toMatchObject([{ handler: 'nodeSelector' }]);
    expect(plan(preferred, undefined, 0).patches).toEqual([]);
    expect(plan(preferred, undefined, 1).patches).toMatchObject([{ handler: 'affinity' }]);
  });

  test('an empty text of an annotation is a value', () => {
    const reader = readerOf({ none: { cpu: { guest: 1 }, memory: { guest: '1Gi' } }, empty: { cpu: { guest: 1 }, memory: { guest: '1Gi' }, annotations: { a: '' } } });
    const outcome = planSwitch(vmOf({ instancetype: { name: 'none' } }), { instancetype: { name: 'empty' } }, reader);
    expect(outcome.ok && outcome.value.changes).toMatchObject([{ path: '/spec/template/metadata/annotations/a', from: undefined, to: '', effect: 'restart' }]);
  });
});
