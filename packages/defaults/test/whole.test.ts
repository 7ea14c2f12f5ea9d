import type { DomainLike, VmiSpecLike } from '@instancetype/api';
import { openDraft, patchOf } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { describe, expect, test } from 'vitest';
import { addDefaultDevices, applyDefaultsTo, applyDefaultValuesTo, type Cluster, DEFAULTS_AUTHOR } from '../src/index.ts';
import { defaults } from './defaulted.ts';

const BUILT_IN: VmiSpecLike = {
  architecture: 'amd64',
  evictionStrategy: 'None',
  networks: [{ name: 'default', pod: {} }],
  domain: {
    cpu: { sockets: 1, cores: 1, threads: 1 },
    memory: {},
    machine: { type: 'q35' },
    devices: { interfaces: [{ name: 'default', bridge: {} }] },
  },
};

// BEHAVIOUR 12.4
test.each<VmiSpecLike>([{}, { domain: null }, { domain: {} }, { domain: { cpu: null, memory: null, machine: null, devices: null, resources: null } }])(
  'a VM of %j gets KubeVirt\'s built-in defaults',
  (spec) => {
    const { spec: result, causes } = defaults(spec);
    expect(causes).toEqual([]);
    expect(result).toMatchObject(BUILT_IN);
  },
);

describe('the eviction strategy (row 7)', () => {
  test.each<[VmiSpecLike, Cluster, string]>([
    [{}, {}, 'None'],
    [{ evictionStrategy: null }, {}, 'None'],
    [{}, { configuration: { evictionStrategy: 'LiveMigrate' } }, 'LiveMigrate'],
    [{}, { configuration: { evictionStrategy: null } }, 'None'],
    [{ evictionStrategy: 'External' }, { configuration: { evictionStrategy: 'LiveMigrate' } }, 'External'],
    [{ evictionStrategy: '' }, {}, ''],
  ])('of %j in a cluster with %j is %s', (spec, cluster, strategy) => {
    expect(defaults(spec, cluster).spec.evictionStrategy).toBe(strategy);
  });
});

test('the trace says that they are KubeVirt\'s, in KubeVirt\'s order', () => {
  const { trace } = defaults({ domain: {}, volumes: [{ name: 'v', containerDisk: { image: 'i' } }] }, { configuration: { cpuRequest: '200m' } });
  expect(trace.every((entry) => entry.origin === 'default' && entry.source.kind === 'KubeVirt')).toBe(true);
  expect([...new Set(trace.map((entry) => entry.rule))]).toEqual([
    'default-architecture', 'default-machine-type', 'default-cpu-request', 'default-memory', 'default-cpu-topology', 'default-image-pull-policy',
    'default-eviction-strategy', 'default-network-interface', 'default-volume-disk',
  ]);
  expect(DEFAULTS_AUTHOR).toEqual({ origin: 'default', kind: 'KubeVirt' });
});

test('all that is wrong is told at once, in KubeVirt\'s order', () => {
  const { causes } = defaults(
    { domain: { resources: { requests: { memory: 'x' }, limits: { cpu: 'y' } } } },
    { configuration: { network: { defaultNetworkInterface: 'slirp' } } },
  );
  expect([...new Set(causes.map((cause) => cause.code))]).toEqual(['bad-quantity', 'slirp-not-supported']);
  expect(causes[0]?.pointer).toBe('/domain/resources/limits/cpu');
});

const option = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> => fc.oneof({ weight: 4, arbitrary }, fc.constantFrom(null, undefined));
const quantity = option(fc.constantFrom('0', 1, '1500m', '1Gi', '2'));
const names = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c') }), { maxLength: 3 });
const specs: fc.Arbitrary<VmiSpecLike> = fc.record({
  architecture: option(fc.constantFrom('', 'arm64')),
  evictionStrategy: option(fc.constant('None')),
  networks: option(names),
  volumes: option(fc.array(fc.record({ name: fc.constantFrom('a', 'b'), containerDisk: option(fc.record({ image: option(fc.constantFrom('i', 'i:1')) })) }), { maxLength: 3 })),
  domain: option<DomainLike>(
    fc.record({
      cpu: option(fc.record({ cores: option(fc.nat(2)), dedicatedCpuPlacement: option(fc.boolean()) })),
      memory: option(fc.record({ guest: quantity, hugepages: option(fc.record({ pageSize: option(fc.constantFrom('', '1Gi', 'x')) })) })),
      machine: option(fc.record({ type: option(fc.constantFrom('', 'pc')) })),
      resources: option(fc.record({ requests: option(fc.record({ cpu: quantity, memory: quantity })), limits: option(fc.record({ cpu: quantity, memory: quantity })) })),
      devices: option(fc.record({ disks: option(names), interfaces: option(names), autoattachPodInterface: option(fc.boolean()) })),
    }),
  ),
});
const clusters: fc.Arbitrary<Cluster> = fc.record({
  defaultArchitecture: option(fc.constantFrom('', 'arm64')),
  configuration: option(
    fc.record({
      machineType: option(fc.constantFrom('', 'mine')),
      cpuRequest: option(fc.constantFrom('100m', '200m', 'x')),
      network: option(fc.record({ defaultNetworkInterface: option(fc.constantFrom('bridge', 'masquerade', '')) })),
    }),
  ),
});
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

test('for any VM and cluster: the patch of the trace gives the result, and so does a draft without a trace', () => {
  fc.assert(
    fc.property(specs, clusters, (raw, cluster) => {
      const spec = json(raw) as VmiSpecLike;
      const { spec: result, trace } = defaults(spec, cluster);
      const replayed = json(spec);
      expect(rfc6902.applyPatch(replayed, json(patchOf(trace, spec, result)) as never).filter(Boolean)).toEqual([]);
      expect(replayed).toEqual(json(result));
      const silent = openDraft<VmiSpecLike>(spec);
      applyDefaultsTo(silent, cluster);
      expect(silent.value).toEqual(result);
    }),
    { numRuns: 300 },
  );
});

test('for any VM and cluster: a VM that has its defaults keeps them, with nothing added', () => {
  fc.assert(
    fc.property(specs, clusters, (raw, cluster) => {
      const once = defaults(json(raw) as VmiSpecLike, cluster);
      expect(once.causes).toEqual([]);
      expect(defaults(frozen(once.spec), cluster).spec).toEqual(once.spec);
    }),
    { numRuns: 300 },
  );
});

test('for any VM and cluster: after the default devices the rest of the defaults is all that is left of them', () => {
  fc.assert(
    fc.property(specs, clusters, (raw, cluster) => {
      const [whole, inTwo] = [openDraft<VmiSpecLike>(frozen(json(raw) as VmiSpecLike)), openDraft<VmiSpecLike>(frozen(json(raw) as VmiSpecLike))];
      addDefaultDevices(whole, cluster);
      addDefaultDevices(inTwo, cluster);
      expect(applyDefaultValuesTo(inTwo, cluster)).toEqual(applyDefaultsTo(whole, cluster));
      expect(inTwo.value).toEqual(whole.value);
    }),
    { numRuns: 300 },
  );
});

test('for any VM: what is set and not empty stays', () => {
  const leaves = (value: unknown, path: string): [string, unknown][] => {
    if (value === null || value === undefined || value === '' || value === 0 || value === '0') return [];
    if (typeof value !== 'object') return [[path, value]];
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${key}`));
  };
  fc.assert(
    fc.property(specs, clusters, (raw, cluster) => {
      const spec = json(raw) as VmiSpecLike;
      const result = new Map(leaves(defaults(spec, cluster).spec, ''));
      for (const [path, value] of leaves(spec, '')) expect([path, result.get(path)]).toEqual([path, value]);
    }),
    { numRuns: 300 },
  );
});
