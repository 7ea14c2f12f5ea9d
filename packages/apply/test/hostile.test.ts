import type { InstancetypeSpec, PreferenceSpec, TemplateLike, VirtualMachineInstanceLike, VirtualMachineLike } from '@instancetype/api';
import { frozen, HOSTILE } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { applyToVirtualMachineInstance, applyToVirtualMachine } from '../src/index.ts';
import { instancetype, it, preference } from './applied.ts';

const INSTANCETYPE: InstancetypeSpec = {
  nodeSelector: { a: 'b' },
  schedulerName: 's',
  cpu: { guest: 4, model: 'm', dedicatedCPUPlacement: true, isolateEmulatorThread: true, numa: {}, realtime: {}, maxSockets: 8 },
  memory: { guest: '4Gi', hugepages: { pageSize: '2Mi' }, overcommitPercent: 10, maxGuest: '8Gi' },
  ioThreads: { supplementalPoolThreadCount: 4 },
  ioThreadsPolicy: 'auto',
  launchSecurity: { sev: {} },
  gpus: [{ name: 'g' }],
  hostDevices: [{ name: 'h' }],
  annotations: { a: '1' },
};

const PREFERENCE: PreferenceSpec = {
  cpu: { preferredCPUTopology: 'spread', spreadOptions: { across: 'SocketsCores', ratio: 2 }, preferredCPUFeatures: [{ name: 'vmx' }] },
  clock: { preferredClockOffset: { utc: {} } },
  devices: { preferredDiskBus: 'virtio' },
  features: { preferredHyperv: { vapic: {} } },
  firmware: { preferredEfi: {} },
  machine: { preferredMachineType: 'q35' },
  requirements: { cpu: { guest: 1 }, memory: { guest: '1Gi' } },
  annotations: { b: '2' },
  preferSpreadSocketToCoreRatio: 4,
};

/** A template in which every place that an instance type reads holds something; some of it clashes. */
const TEMPLATE: TemplateLike = {
  metadata: { annotations: { a: '2' } },
  spec: {
    nodeSelector: { c: 'd' },
    schedulerName: 'own',
    domain: {
      cpu: { sockets: 1, cores: 1, threads: 1, maxSockets: 1, model: 'o', dedicatedCpuPlacement: true, isolateEmulatorThread: true, numa: {}, realtime: {} },
      memory: { guest: '1Gi', hugepages: {}, maxGuest: '1Gi' },
      resources: { requests: { cpu: 1, memory: 1 }, limits: { cpu: 1, memory: 1 } },
      ioThreads: { supplementalPoolThreadCount: 1 },
      ioThreadsPolicy: 'shared',
      launchSecurity: {},
      devices: { gpus: [{ name: 'own' }], hostDevices: [{ name: 'own' }] },
    },
  },
};

/** Paths to every place in plain JSON. */
function places(value: unknown, path: readonly string[] = []): (readonly [string, readonly string[]])[] {
  const own = [path.join('/') || 'the whole', path] as const;
  if (typeof value !== 'object' || value === null) return [own];
  return [own, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

/** A copy with another value in one place. */
function replaced<T>(value: T, [key, ...rest]: readonly string[], by: unknown): T {
  if (key === undefined) return by as T;
  if (Array.isArray(value)) return value.map((inner, index) => (index === Number(key) ? replaced(inner, rest, by) : inner)) as T;
  return { ...value, [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

/** What a hostile case may end in: a result, or causes that say where what is wrong. */
function expectSense(vm: VirtualMachineLike, resolved: Parameters<typeof applyToVirtualMachine>[1]): void {
  frozen(resolved);
  for (const outcome of [
    applyToVirtualMachine(frozen(vm), resolved, { trace: true }),
    applyToVirtualMachineInstance(vm, frozen(vm.spec?.template ?? {}) as VirtualMachineInstanceLike, resolved, { trace: true }),
  ]) {
    if (outcome.ok) continue;
    for (const cause of outcome.causes) {
      expect(['wrong-type', 'instancetype-conflict', 'spread-ratio-zero', 'bad-quantity', 'template-missing']).toContain(cause.code);
      expect(cause.message).toMatch(/^.{20,900}$/u);
    }
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
}

const applied = { ...instancetype(INSTANCETYPE), ...preference(PREFERENCE) };

describe.each(HOSTILE)('%s in place of', (_what, hostile) => {
  test.each(places(TEMPLATE))('%s of a template', (_name, path) => {
    expectSense({ spec: { template: replaced(TEMPLATE, path, hostile) } }, applied);
    expectSense({ spec: { template: replaced(TEMPLATE, path, hostile) } }, preference(PREFERENCE));
  });

  test.each(places(INSTANCETYPE))('%s of an instance type', (_name, path) => {
    expectSense({ spec: { template: {} } }, { ...instancetype(replaced(INSTANCETYPE, path, hostile)), ...preference(PREFERENCE) });
    expectSense({ spec: { template: TEMPLATE } }, instancetype(replaced(INSTANCETYPE, path, hostile)));
  });

  test.each(places(PREFERENCE))('%s of a preference', (_name, path) => {
    expectSense({ spec: { template: {} } }, { ...instancetype(INSTANCETYPE), ...preference(replaced(PREFERENCE, path, hostile)) });
    expectSense({ spec: { template: {} } }, preference(replaced(PREFERENCE, path, hostile)));
  });

  test('a VM, its spec, its matchers, its metadata and a VMI', () => {
    expectSense({ spec: hostile } as VirtualMachineLike, applied);
    expectSense({ metadata: hostile, spec: { template: {}, instancetype: hostile, preference: hostile } } as VirtualMachineLike, applied);
    expectSense({ spec: { template: {}, instancetype: { name: hostile, kind: hostile } } } as VirtualMachineLike, applied);
    expect(() => applyToVirtualMachine(hostile as VirtualMachineLike, applied)).not.toThrow();
    expect(() => applyToVirtualMachineInstance({}, hostile as VirtualMachineInstanceLike, applied)).not.toThrow();
  });
});

describe('a member of the wrong type', () => {
  const causes = (vm: unknown, resolved: Parameters<typeof applyToVirtualMachine>[1]): unknown => {
    const outcome = applyToVirtualMachine(vm as VirtualMachineLike, resolved);
    return outcome.ok ? [] : outcome.causes;
  };

  test('of the VM is told with its place in the VM', () => {
    const vm = { metadata: { name: 'vm' }, spec: { template: { spec: { domain: { cpu: 'fast', devices: { disks: { name: 'd' } } } } } } };
    const claim = { owner: { kind: 'VirtualMachine', name: 'vm' } };
    expect(causes(vm, { ...instancetype(it(1)), ...preference({ devices: {} }) })).toMatchObject([
      {
        code: 'wrong-type', severity: 'error', reason: 'FieldValueInvalid', field: 'spec.template.spec.domain.cpu', pointer: '/spec/template/spec/domain/cpu',
        message: 'spec.template.spec.domain.cpu of VirtualMachine "vm" is "fast", but must be an object', claims: [{ ...claim, value: 'fast' }],
      },
      { code: 'wrong-type', field: 'spec.template.spec.domain.devices.disks', message: expect.stringContaining('must be a list') },
    ]);
  });

  test.each([[5], ['text'], [null], [undefined]])('a VM that is %j is told so', (vm) => {
    expect(causes(vm, instancetype(it(1)))).toMatchObject([{ code: 'wrong-type', field: '' }]);
  });

  test.each([[5], ['text'], [null], [undefined]])('a VMI that is %j is told so', (vmi) => {
    const outcome = applyToVirtualMachineInstance({}, vmi as unknown as VirtualMachineInstanceLike, instancetype(it(1)));
    expect(outcome.ok ? [] : outcome.causes).toMatchObject([{ code: 'wrong-type', field: '', message: expect.stringContaining('VirtualMachineInstance') }]);
  });

  test('of the instance type and the preference are told, all of them, before anything is applied', () => {
    const theirs = { ...it(1), cpu: { guest: '4' }, gpus: 'g' } as unknown as InstancetypeSpec;
    const preferred = { devices: [] } as unknown as PreferenceSpec;
    const vm = { spec: { template: { spec: { domain: { memory: { guest: 1 } } } } } };
    const found = causes(vm, { ...instancetype(theirs), ...preference(preferred) });
    expect(found).toMatchObject([
      { code: 'wrong-type', field: 'spec.cpu.guest', claims: [{ owner: { name: 'it' }, value: '4' }] },
      { code: 'wrong-type', field: 'spec.gpus', claims: [{ owner: { name: 'it' } }] },
      { code: 'wrong-type', field: 'spec.devices', claims: [{ owner: { name: 'pr' } }] },
    ]);
    expect(found).toHaveLength(3);
  });

 
});

test('10,000 GPUs, annotations, disks and features take linear time', () => {
  const many = <T>(make: (index: number) => T): T[] => Array.from({ length: 10_000 }, (_, index) => make(index));
  const annotations = Object.fromEntries(many((index) => [`k${index}`, 'v']));
  const spec: TemplateLike = { metadata: { annotations }, spec: { domain: { devices: { disks: many((index) => ({ name: `d${index}` })) } } } };
  const theirs = it(1, { gpus: many((index) => ({ name: `g${index}` })), annotations: Object.fromEntries(many((index) => [`k${index}`, 'w'])) });
  const started = Date.now();
  const clash = applyToVirtualMachine({ spec: { template: spec } }, instancetype(theirs), { trace: true });
  expect(clash.ok ? 0 : clash.causes.length).toBe(10_000);
  const fine = applyToVirtualMachine(
    { spec: { template: { spec: spec.spec } } },
    { ...instancetype(theirs), ...preference({ devices: { preferredDiskBus: 'virtio' }, cpu: { preferredCPUFeatures: many((index) => ({ name: `f${index}` })) } }) },
    { trace: true },
  );
  expect(fine.ok && fine.value.spec?.template?.spec?.domain?.devices?.gpus).toHaveLength(10_000);
  expect(Date.now() - started).toBeLessThan(1_000);
});
