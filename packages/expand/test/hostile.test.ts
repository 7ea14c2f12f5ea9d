import type { VirtualMachineLike } from '@instancetype/api';
import type { Resolved } from '@instancetype/apply';
import type { Cluster } from '@instancetype/defaults';
import type { TracedOutcome } from '@instancetype/draft';
import { frozen, HOSTILE, ListReader } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { expand, expandWith } from '../src/index.ts';
import { instancetypeObject, preferenceObject, resolvedOf } from './expanded.ts';

const VM: VirtualMachineLike = {
  kind: 'VirtualMachine',
  metadata: { name: 'vm', namespace: 'ns' },
  spec: {
    instancetype: { name: 'it', kind: 'VirtualMachineClusterInstancetype' },
    preference: { name: 'pr', kind: 'VirtualMachineClusterPreference' },
    template: {
      metadata: { annotations: { a: '1' } },
      spec: {
        networks: [{ name: 'n', pod: {} }],
        volumes: [{ name: 'v', containerDisk: { image: 'i' } }],
        domain: {
          cpu: { features: [{ name: 'f' }] },
          memory: {},
          machine: { type: '' },
          resources: { requests: {}, limits: {} },
          devices: { disks: [{ name: 'd', disk: { bus: '' } }], filesystems: [{ name: 'fs' }], interfaces: [{ name: 'n' }], inputs: [{ name: 'i' }] },
        },
      },
    },
  },
  status: { instancetypeRef: { name: 'it', controllerRevisionRef: { name: '' } }, preferenceRef: { name: 'pr' } },
};
const INSTANCETYPE = { cpu: { guest: 4 }, memory: { guest: '4Gi' }, annotations: { b: '2' }, gpus: [{ name: 'g' }] };
const PREFERENCE = {
  cpu: { preferredCPUTopology: 'spread', preferredCPUFeatures: [{ name: 'vmx' }] },
  devices: { preferredDiskBus: 'virtio', preferredInputBus: 'usb' },
  annotations: { c: '3' },
};
const CLUSTER: Cluster = { defaultArchitecture: 'amd64', configuration: { cpuRequest: '200m', network: { defaultNetworkInterface: 'bridge' } } };
const reader = new ListReader(instancetypeObject(INSTANCETYPE), preferenceObject(PREFERENCE));
const resolved: Resolved = resolvedOf(INSTANCETYPE, PREFERENCE);

/** Paths to every place in plain JSON. */
function places(value: unknown, path: readonly string[] = []): (readonly [string, readonly string[]])[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[path.join('/') || 'the whole', path], ...inner.flatMap(([key, each]) => places(each, [...path, key]))];
}

/** A copy with another value in one place. */
function replaced<T>(value: T, [key, ...rest]: readonly string[], by: unknown): T {
  if (key === undefined) return by as T;
  if (Array.isArray(value)) return value.map((inner, index) => (index === Number(key) ? replaced(inner, rest, by) : inner)) as T;
  return { ...value, [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
}

function expectSense(outcome: TracedOutcome<unknown>): void {
  for (const cause of outcome.ok ? [] : outcome.causes) expect(cause.message).toMatch(/^.{20,600}$/u);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
}

describe.each(HOSTILE)('%s in place of', (_what, hostile) => {
  test.each(places(VM))('%s of a VM', (_name, path) => {
    const vm = frozen(replaced(VM, path, hostile));
    expectSense(expandWith(vm, resolved, { trace: true }));
    expectSense(expand(vm, reader, { trace: true }));
    expectSense(expand(vm, new ListReader()));
  });

  test.each(places(CLUSTER))('%s of a cluster', (_name, path) => {
    expectSense(expandWith(VM, resolved, { cluster: frozen(replaced(CLUSTER, path, hostile)) }));
  });

  test('what is looked up by, where there is nothing', () => {
    for (const matcher of [{ name: 'it', kind: 'VirtualMachineInstancetype' }, { name: 'it', revisionName: 'rev' }, { name: hostile }, { kind: hostile }, { revisionName: hostile }]) {
      const vm = { metadata: { name: hostile, namespace: hostile }, spec: { instancetype: matcher, template: {} } } as VirtualMachineLike;
      expectSense(expand(frozen(vm), new ListReader()));
      expectSense(expand(frozen({ ...vm, status: { instancetypeRef: { controllerRevisionRef: { name: hostile } } } }) as VirtualMachineLike, new ListReader()));
    }
  });

  test('an object that is looked up, and its spec', () => {
    for (const object of [hostile, { spec: hostile }, { metadata: hostile, kind: hostile, spec: hostile }]) {
      expectSense(expand(VM, { get: () => frozen(object) as object }));
    }
  });
});

describe('a VM that cannot be read', () => {
  test.each([[5], ['text'], [null], [undefined], [true]])('%j is no object', (vm) => {
    const outcome = expandWith(vm as unknown as VirtualMachineLike, resolved);
    expect(outcome.ok ? [] : outcome.causes).toMatchObject([{ code: 'wrong-type', field: '' }]);
  });

  test.each<[string, readonly string[]]>([
    ['spec.template', ['spec', 'template']],
    ['spec.template.spec', ['spec', 'template', 'spec']],
    ['spec.template.spec.domain', ['spec', 'template', 'spec', 'domain']],
    ['spec.template.spec.volumes', ['spec', 'template', 'spec', 'volumes']],
    ['spec.template.spec.domain.devices.disks[0]', ['spec', 'template', 'spec', 'domain', 'devices', 'disks', '0']],
    ['spec.template.metadata', ['spec', 'template', 'metadata']],
  ])('is told where: %s', (field, path) => {
    const outcome = expandWith(replaced(VM, path, 'text'), resolved);
    expect(outcome.ok ? [] : outcome.causes).toMatchObject([{ code: 'wrong-type', severity: 'error', field, pointer: `/${path.join('/')}` }]);
  });
});

test('10,000 volumes, disks, interfaces and networks take linear time', () => {
  const many = <T>(make: (index: number) => T): T[] => Array.from({ length: 10_000 }, (_, index) => make(index));
  const vm: VirtualMachineLike = {
    spec: {
      instancetype: { name: 'it' },
      template: {
        spec: {
          volumes: many((index) => ({ name: `v${index}`, containerDisk: { image: 'i' } })),
          networks: many((index) => ({ name: `n${index}`, pod: {} })),
          domain: { devices: { disks: many((index) => ({ name: `d${index}` })), interfaces: many((index) => ({ name: `n${index}` })) } },
        },
      },
    },
  };
  const started = Date.now();
  const outcome = expandWith(frozen(vm), resolved, { trace: true });
  expect(outcome.ok && outcome.value.spec?.template?.spec?.domain?.devices?.disks).toHaveLength(20_000);
  expect(Date.now() - started).toBeLessThan(2_000);
});
