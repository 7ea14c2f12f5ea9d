import type { VmiSpecLike } from '@instancetype/api';
import { openDraft } from '@instancetype/draft';
import { frozen, HOSTILE } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { applyDefaultsTo, type Cluster } from '../src/index.ts';

const SPEC: VmiSpecLike = {
  architecture: '',
  evictionStrategy: 'None',
  networks: [{ name: 'n', pod: {} }],
  volumes: [{ name: 'v', containerDisk: { image: 'i', imagePullPolicy: '' } }],
  domain: {
    cpu: { sockets: 0, cores: 0, threads: 0, dedicatedCpuPlacement: false },
    memory: { guest: '1Gi', hugepages: { pageSize: '1Gi' } },
    machine: { type: '' },
    resources: { requests: { cpu: 1, memory: 1 }, limits: { cpu: 1, memory: 1 } },
    devices: { autoattachPodInterface: true, disks: [{ name: 'd' }], filesystems: [{ name: 'f' }], interfaces: [{ name: 'n' }] },
  },
};

const CLUSTER: Cluster = {
  defaultArchitecture: 'amd64',
  configuration: {
    machineType: '',
    architectureConfiguration: { amd64: { machineType: 'q35' } },
    cpuRequest: '200m',
    evictionStrategy: 'None',
    network: { defaultNetworkInterface: 'bridge', permitBridgeInterfaceOnPodNetwork: true },
  },
};

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

/** A result or findings, and never an exception, also where parts that would hide a place are missing. */
function expectSense(spec: VmiSpecLike, cluster: Cluster): void {
  const { memory: _memory, ...domain } = Object(spec?.domain) as NonNullable<VmiSpecLike['domain']>;
  for (const one of [spec, { ...spec, domain }, { ...spec, networks: [] }]) {
    const draft = openDraft<{ spec: VmiSpecLike }>(frozen({ spec: one }), { trace: true });
    for (const cause of applyDefaultsTo(draft.at('spec'), frozen(cluster)) ?? []) expect(cause.message).toMatch(/^.{20,600}$/u);
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
}

describe.each(HOSTILE)('%s in place of', (_what, hostile) => {
  test.each(places(SPEC))('%s of a VMI\'s spec', (_name, path) => {
    expectSense(replaced(SPEC, path, hostile), CLUSTER);
  });

  test.each(places(CLUSTER).filter(([, path]) => path.length > 0))('%s of a cluster', (_name, path) => {
    expectSense({}, replaced(CLUSTER, path, hostile));
  });
});

test.each(['/domain', '/domain/memory', '/domain/resources/requests', '/domain/devices', '/volumes', '/networks'])('what is not of the right type at %s is a misfit', (pointer) => {
  const draft = openDraft<VmiSpecLike>(replaced(SPEC, pointer.split('/').slice(1), 'text'));
  applyDefaultsTo(draft, {});
  expect(draft.misfits.map((misfit) => misfit.pointer)).toEqual([pointer]);
});
