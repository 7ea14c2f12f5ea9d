import type { DomainLike, InstancetypeSpec, PreferenceSpec, VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import type { Cluster } from '@instancetype/defaults';
import { patchOf } from '@instancetype/draft';
import { frozen, ListReader } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { expect, test } from 'vitest';
import { expand, expandWith } from '../src/index.ts';
import { instancetypeObject, preferenceObject, resolvedOf, vmOf } from './expanded.ts';

const option = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> => fc.oneof({ weight: 3, arbitrary }, fc.constantFrom(null, undefined));
const quantity = fc.constantFrom('1Gi', '1024Mi', '2', 4, '1500m');
const names = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c') }), { maxLength: 3 });

const templates: fc.Arbitrary<VmiSpecLike> = fc.record({
  volumes: option(fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'd'), containerDisk: option(fc.record({ image: fc.constant('i') })) }), { maxLength: 3 })),
  networks: option(names),
  nodeSelector: option(fc.constantFrom(undefined, {})),
  domain: option<DomainLike>(
    fc.record({
      cpu: option(fc.record({ model: fc.constantFrom('', 'm'), cores: fc.constantFrom(0, 0, 2) })),
      memory: option(fc.record({ guest: fc.constantFrom(undefined, null, '1Gi') })),
      resources: option(fc.record({ requests: option(fc.record({ 'ephemeral-storage': quantity }) as fc.Arbitrary<object>) })),
      devices: option(fc.record({ disks: option(names), interfaces: option(names), autoattachPodInterface: option(fc.boolean()) })),
    }),
  ),
});
const instancetypes: fc.Arbitrary<InstancetypeSpec> = fc.record({
  cpu: fc.record({ guest: fc.integer({ min: 1, max: 9 }), model: option(fc.constantFrom('', 'm')) }),
  memory: fc.record({ guest: quantity, overcommitPercent: option(fc.nat(100)) }),
  annotations: option(fc.dictionary(fc.constantFrom('a', 'b/c'), fc.constantFrom('1', '2'))),
});
const preferences: fc.Arbitrary<PreferenceSpec> = fc.record({
  cpu: option(fc.record({ preferredCPUTopology: fc.constantFrom('cores', 'spread', 'any') })),
  devices: option(fc.record({ preferredDiskBus: option(fc.constantFrom('virtio')), preferredInterfaceModel: option(fc.constant('e1000')) })),
  firmware: option(fc.record({ preferredUseBios: option(fc.boolean()) })),
  annotations: option(fc.dictionary(fc.constantFrom('a', 'b/c'), fc.constantFrom('1', '2'))),
});
const clusters: fc.Arbitrary<Cluster> = fc.record({
  defaultArchitecture: option(fc.constantFrom('amd64', 'arm64')),
  configuration: option(fc.record({ cpuRequest: option(fc.constantFrom('200m')), network: option(fc.record({ defaultNetworkInterface: option(fc.constantFrom('masquerade', 'slirp')) })) })),
});

interface Case {
  readonly vm: VirtualMachineLike;
  readonly instancetype: InstancetypeSpec | undefined;
  readonly preference: PreferenceSpec | undefined;
  readonly cluster: Cluster;
}

/** Everything in a case is frozen, so that a write to it is an exception. */
const cases: fc.Arbitrary<Case> = fc
  .record({ template: templates, instancetype: fc.option(instancetypes, { nil: undefined }), preference: fc.option(preferences, { nil: undefined }), cluster: clusters, stored: fc.boolean() })
  .map(({ template, instancetype, preference, cluster, stored }) => {
    const vm = vmOf(template, { ...(instancetype && { instancetype: { name: 'it' } }), ...(preference && { preference: { name: 'pr' } }) });
    const status = { instancetypeRef: { name: 'it' }, ready: true } as VirtualMachineLike['status'];
    return frozen({ vm: stored ? { ...vm, status } : vm, instancetype, preference, cluster });
  });

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

test('for any VM: replaying the patch of the trace gives the flat VM, and the trace changes nothing', () => {
  let count = 0;
  fc.assert(
    fc.property(cases, ({ vm, instancetype, preference, cluster }) => {
      const resolved = resolvedOf(instancetype, preference);
      const outcome = expandWith(vm, resolved, { cluster, trace: true });
      const silent = expandWith(vm, resolved, { cluster });
      expect(silent).toEqual(outcome.ok ? { ...outcome, trace: [] } : outcome);
      if (!outcome.ok) return;
      count++;
      const replayed = json(vm);
      const patch = json(patchOf(outcome.trace, vm, outcome.value));
      expect(rfc6902.applyPatch(replayed, patch as never).filter(Boolean)).toEqual([]);
      expect(replayed).toEqual(json(outcome.value));
    }),
    { numRuns: 400 },
  );
  expect(count).toBeGreaterThan(100);
});

test('for any VM: the flat VM refers to nothing, and expanding it again changes nothing', () => {
  fc.assert(
    fc.property(cases, ({ vm, instancetype, preference, cluster }) => {
      const reader = new ListReader(...(instancetype ? [instancetypeObject(instancetype)] : []), ...(preference ? [preferenceObject(preference)] : []));
      const outcome = expand(vm, reader, { cluster });
      expect(expandWith(vm, resolvedOf(instancetype, preference), { cluster })).toMatchObject({ ok: outcome.ok });
      if (!outcome.ok) return;
      if (instancetype || preference) {
        expect(outcome.value.spec).not.toHaveProperty('instancetype');
        expect(outcome.value.spec).not.toHaveProperty('preference');
        expect(outcome.value.status ?? {}).not.toHaveProperty('instancetypeRef');
      }
      const again = expand(frozen(outcome.value), new ListReader(), { cluster });
      expect(again.ok && again.value).toBe(outcome.value);
    }),
    { numRuns: 300 },
  );
});

test('for any VM: putting the references back and expanding again makes no further change, but where values clash', () => {
  fc.assert(
    fc.property(cases, ({ vm, preference, cluster }) => {
      if (!preference) return;
      const once = expandWith({ ...vm, spec: { ...vm.spec, instancetype: null } }, resolvedOf(undefined, preference), { cluster });
      if (!once.ok) return;
      const referring = { ...once.value, spec: { ...once.value.spec, preference: { name: 'pr' } } };
      const twice = expandWith(frozen(referring), resolvedOf(undefined, preference), { cluster });
      expect(twice.ok && twice.value).toEqual(once.value);
    }),
    { numRuns: 200 },
  );
});
