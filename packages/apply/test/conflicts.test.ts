import type { InstancetypeSpec, TemplateLike, VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import { frozen } from '@instancetype-tools/test-values';
import rfc6902 from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { applyToVirtualMachineInstance, applyToVirtualMachine, type FieldBase } from '../src/index.ts';
import { causesOf, instancetype, it, preference } from './applied.ts';

const EVERYTHING: InstancetypeSpec = {
  nodeSelector: { zone: 'a' },
  schedulerName: 'theirs',
  cpu: { guest: 4, model: 'theirs', dedicatedCPUPlacement: true, isolateEmulatorThread: true, numa: {}, realtime: {} },
  memory: { guest: '4Gi', hugepages: { pageSize: '1Gi' }, maxGuest: '8Gi' },
  ioThreads: { supplementalPoolThreadCount: 4 },
  ioThreadsPolicy: 'auto',
  launchSecurity: { sev: {} },
  gpus: [{ name: 'theirs' }],
  hostDevices: [{ name: 'theirs' }],
  annotations: { k: 'theirs' },
};

const CLASHING: TemplateLike = {
  metadata: { annotations: { k: 'own' } },
  spec: {
    nodeSelector: { zone: 'b' },
    schedulerName: 'own',
    domain: {
      resources: { requests: { cpu: 1, memory: '1Gi' }, limits: { cpu: 1, memory: '1Gi' } },
      cpu: { sockets: 1, cores: 2, threads: 2, model: 'own', dedicatedCpuPlacement: true, isolateEmulatorThread: true, numa: {}, realtime: {} },
      memory: { guest: '1Gi', hugepages: {}, maxGuest: '1Gi' },
      ioThreads: { supplementalPoolThreadCount: 1 },
      ioThreadsPolicy: 'shared',
      launchSecurity: {},
      devices: { gpus: [{ name: 'own' }], hostDevices: [{ name: 'own' }] },
    },
  },
};

/** BEHAVIOUR 4.6. */
const ORDER = [
  'spec.nodeSelector', 'spec.schedulerName', 'spec.domain.resources.requests.cpu', 'spec.domain.resources.limits.cpu', 'spec.domain.cpu.sockets',
  'spec.domain.cpu.cores', 'spec.domain.cpu.threads', 'spec.domain.cpu.model', 'spec.domain.cpu.dedicatedCPUPlacement',
  'spec.domain.cpu.isolateEmulatorThread', 'spec.domain.cpu.numa', 'spec.domain.cpu.realtime', 'spec.domain.memory.guest',
  'spec.domain.ioThreads.supplementalPoolThreadCount', 'spec.domain.ioThreadsPolicy', 'spec.domain.launchSecurity', 'spec.domain.devices.gpus',
  'spec.domain.devices.hostDevices', 'annotations.k',
];

const vm: VirtualMachineLike = frozen({ kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'ns' }, spec: { template: CLASHING } });

function causes(base: FieldBase | undefined, one: VirtualMachineLike = vm): readonly Diagnostic[] {
  const outcome = applyToVirtualMachine(one, frozen(instancetype(EVERYTHING)), { base });
  return outcome.ok ? [] : outcome.causes;
}

describe('every possible clash at once', () => {
  test('comes in KubeVirt\'s order with base "spec"', () => {
    expect(causes('spec').map((cause) => cause.field)).toEqual(ORDER);
  });

  test.each([undefined, 'spec.template.spec' as const])('comes in the same order with base %s, annotations without any (20 Q1)', (base) => {
    expect(causes(base).map((cause) => cause.field)).toEqual(ORDER.map((field) => field.replace(/^spec\./, 'spec.template.spec.')));
  });

  test('comes in the same order for a VMI, with pointers into the VMI', () => {
    const outcome = applyToVirtualMachineInstance({}, frozen(CLASHING), frozen(instancetype(EVERYTHING)));
    const found = outcome.ok ? [] : outcome.causes;
    expect(found.map((cause) => cause.field)).toEqual(ORDER);
    expect(found[0]?.pointer).toBe('/spec/nodeSelector');
    expect(found.at(-1)?.pointer).toBe('/metadata/annotations/k');
  });

  test('leaves no trace of itself: nothing is returned but the causes (Appendix B2)', () => {
    const outcome = applyToVirtualMachine(vm, frozen({ ...instancetype(EVERYTHING), ...preference({ preferredSubdomain: 'x' }) }), { trace: true });
    expect(Object.keys(outcome)).toEqual(['ok', 'causes']);
    expect(vm.spec?.template).toEqual(CLASHING);
  });
});

describe('one clash', () => {
  const one = (): Diagnostic => {
    const [cause] = causesOf({ domain: { cpu: { sockets: 7 } } }, EVERYTHING);
    if (cause === undefined) throw new Error('no clash');
    return cause;
  };

  test('is a status cause of type FieldValueInvalid', () => {
    expect(one()).toMatchObject({
      code: 'instancetype-conflict', severity: 'error', reason: 'FieldValueInvalid', field: 'spec.domain.cpu.sockets',
      pointer: '/spec/template/spec/domain/cpu/sockets',
    });
  });

  test('has both values, and whose they are, the VM\'s first', () => {
    expect(one().claims).toEqual([
      { owner: { kind: 'VirtualMachine', name: 'vm', namespace: 'ns' }, field: 'spec.domain.cpu.sockets', value: 7 },
      { owner: { kind: 'VirtualMachineClusterInstancetype', name: 'it' }, field: 'spec.cpu.guest', value: 4 },
    ]);
  });

  test('tells a person the field, both values, whose they are and what to do', () => {
    const { message } = one();
    for (const part of ['spec.domain.cpu.sockets', '7', 'VirtualMachine "ns/vm"', 'VirtualMachineClusterInstancetype "it"', 'spec.cpu.guest', '4', 'remove']) {
      expect(message).toContain(part);
    }
  });

  test('of another value is to be mended by a person: there is no safe fix', () => {
    expect(one()).not.toHaveProperty('fix');
    expect(one().suggestions).toEqual([
      { title: 'Remove spec.domain.cpu.sockets', patch: [{ op: 'remove', path: '/spec/template/spec/domain/cpu/sockets' }] },
    ]);
  });

  test.each<[string, object, string]>([
    ['sockets that the instance type gives anyway', { cpu: { sockets: 4 } }, '/spec/template/spec/domain/cpu/sockets'],
    ['one core', { cpu: { cores: 1 } }, '/spec/template/spec/domain/cpu/cores'],
    ['the same model', { cpu: { model: 'theirs' } }, '/spec/template/spec/domain/cpu/model'],
    ['the same amount in other words', { memory: { guest: '4096Mi' } }, '/spec/template/spec/domain/memory/guest'],
    ['the same hugepages', { memory: { hugepages: { pageSize: '1Gi' } } }, '/spec/template/spec/domain/memory/hugepages'],
    ['the same devices', { devices: { gpus: [{ name: 'theirs' }] } }, '/spec/template/spec/domain/devices/gpus'],
    ['the same policy', { ioThreadsPolicy: 'auto' }, '/spec/template/spec/domain/ioThreadsPolicy'],
    ['the same launch security', { launchSecurity: { sev: {} } }, '/spec/template/spec/domain/launchSecurity'],
    ['the same dedicated placement', { cpu: { dedicatedCpuPlacement: true } }, '/spec/template/spec/domain/cpu/dedicatedCpuPlacement'],
    ['the same emulator thread', { cpu: { isolateEmulatorThread: true } }, '/spec/template/spec/domain/cpu/isolateEmulatorThread'],
    ['the same numa', { cpu: { numa: {} } }, '/spec/template/spec/domain/cpu/numa'],
    ['the same realtime', { cpu: { realtime: {} } }, '/spec/template/spec/domain/cpu/realtime'],
    ['the same greatest amount', { memory: { maxGuest: '8192Mi' } }, '/spec/template/spec/domain/memory/maxGuest'],
    ['the same host devices', { devices: { hostDevices: [{ name: 'theirs' }] } }, '/spec/template/spec/domain/devices/hostDevices'],
    ['the same number of threads', { ioThreads: { supplementalPoolThreadCount: 4 } }, '/spec/template/spec/domain/ioThreads/supplementalPoolThreadCount'],
  ])('of %s has a fix that is safe to apply unseen', (_case, domain, path) => {
    const [cause] = causesOf({ domain }, EVERYTHING);
    expect(cause).toMatchObject({ pointer: path, fix: [{ op: 'remove', path }] });
    expect(cause).not.toHaveProperty('suggestions');
  });

  test.each<[string, VmiSpecLike, string]>([
    ['node selector', { nodeSelector: { zone: 'a' } }, '/spec/template/spec/nodeSelector'],
    ['scheduler', { schedulerName: 'theirs' }, '/spec/template/spec/schedulerName'],
  ])('of the same %s, too', (_case, spec, path) => {
    expect(causesOf(spec, EVERYTHING)).toMatchObject([{ pointer: path, fix: [{ op: 'remove', path }] }]);
  });

  test('of another value has no fix, in any field', () => {
    const same = ['/numa', '/realtime', '/dedicatedCpuPlacement', '/isolateEmulatorThread'];
    const others = causes('spec').filter((cause) => !same.some((end) => cause.pointer?.endsWith(end)));
    expect(others).toHaveLength(ORDER.length - 4);
    expect(others.filter((cause) => cause.fix)).toEqual([]);
  });

  test('in a request is never said to be the same: what it reserves is more than the guest has', () => {
    const [cause] = causesOf({ domain: { resources: { requests: { cpu: 4 } } } }, EVERYTHING);
    expect(cause).not.toHaveProperty('fix');
  });
});

test.each(ORDER.map((field, index) => [field, index] as const))('removing what clashes at %s removes that clash', (_field, index) => {
  const cause = causes('spec')[index];
  const mended = structuredClone(vm);
  const patch = cause?.fix ?? cause?.suggestions?.[0]?.patch ?? [];
  expect(rfc6902.applyPatch(mended, patch as never)).toEqual([null]);
  const left = causes('spec', mended).map((each) => each.field);
  expect(left).not.toContain(cause?.field);
  // memory tells one at a time, so that another of memory's takes its place
  if (cause?.field !== 'spec.domain.memory.guest') expect(left).toEqual(ORDER.filter((field) => field !== cause?.field));
});

test('memory clashes are met one after the other until none is left', () => {
  const met: (string | undefined)[] = [];
  const mended = structuredClone(vm);
  for (let cause = causes('spec', mended)[0]; cause !== undefined && met.length < 50; cause = causes('spec', mended)[0]) {
    met.push(cause.field);
    rfc6902.applyPatch(mended, (cause.fix ?? cause.suggestions?.[0]?.patch ?? []) as never);
  }
  expect(met.filter((field) => field?.includes('memory'))).toEqual([
    'spec.domain.memory.guest', 'spec.domain.memory.hugepages', 'spec.domain.memory.maxGuest', 'spec.domain.resources.requests.memory',
    'spec.domain.resources.limits.memory',
  ]);
  expect(met).toHaveLength(ORDER.length + 4);
  expect(applyToVirtualMachine(mended, instancetype(EVERYTHING)).ok).toBe(true);
});

describe('text of a manifest cannot break out of a message', () => {
  const EVIL = 'evil\n\u001b[2J\u202ename';

  test('as a value', () => {
    const [cause] = causesOf({ schedulerName: EVIL }, it(1, { schedulerName: 'x'.repeat(5_000) }));
    expect(cause?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(cause?.message.length).toBeLessThan(600);
  });

  test('as an annotation', () => {
    const outcome = applyToVirtualMachine({ spec: { template: { metadata: { annotations: { [EVIL]: '1' } } } } }, instancetype(it(1, { annotations: { [EVIL]: EVIL } })));
    expect(outcome.ok ? '' : outcome.causes[0].message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(outcome.ok ? [] : outcome.causes).toHaveLength(1);
  });

  test('as the name and kind of the VM and of the instance type', () => {
    const object = { kind: EVIL, metadata: { name: EVIL } };
    const theirs = { instancetype: { spec: it(1), object: { kind: EVIL, name: EVIL } }, preference: { spec: { cpu: 5 } as object, object: { kind: EVIL, name: '' } } };
    const clash = applyToVirtualMachine({ ...object, spec: { template: { spec: { domain: { cpu: { cores: 1 } } } } } }, { instancetype: theirs.instancetype });
    const misfit = applyToVirtualMachine({ ...object, spec: { template: { spec: 'text' } } } as unknown as VirtualMachineLike, { instancetype: theirs.instancetype });
    const unreadable = applyToVirtualMachine({ ...object, spec: { template: {} } }, theirs);
    for (const outcome of [clash, misfit, unreadable]) {
      const messages = outcome.ok ? [] : outcome.causes.map((cause) => cause.message);
      expect(messages).toHaveLength(1);
      expect(messages[0]).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});
