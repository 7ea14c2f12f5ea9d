import type { InstancetypeSpec, VirtualMachineLike } from '@instancetype/api';
import { applyToVirtualMachine } from '@instancetype/apply';
import { findInstancetype } from '@instancetype/find';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { expect, test } from 'vitest';
import { planSwitch, planUpdate, type RunningInstanceLike } from '../src/index.ts';
import { readerOf, vmOf } from './running-vm.ts';

const specs: fc.Arbitrary<InstancetypeSpec> = fc
  .record(
    {
      vcpus: fc.integer({ min: 1, max: 6 }),
      guest: fc.constantFrom('1Gi', '1024Mi', '2Gi', '3Gi', '6Gi', '1025Mi'),
      maxSockets: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, 6),
      overcommitPercent: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, 50),
      nodeSelector: fc.constantFrom(undefined, { a: 'b' }, { a: 'c' }),
      annotations: fc.constantFrom(undefined, { a: 'b' }),
    },
  )
  .map(({ vcpus, guest, maxSockets, overcommitPercent, ...rest }) => ({ cpu: { guest: vcpus, maxSockets }, memory: { guest, overcommitPercent }, ...rest }));

interface Case {
  readonly reader: ReturnType<typeof readerOf>;
  readonly vm: (name: string) => VirtualMachineLike;
}

const cases: fc.Arbitrary<Case> = fc
  .record({ one: specs, two: specs, preference: fc.constantFrom({}, { cpu: { preferredCPUTopology: 'cores' } }, { devices: { preferredDiskBus: 'virtio' } }) })
  .map(({ one, two, preference }) => ({
    reader: readerOf({ one, two }, { pr: preference }),
    vm: (name) => vmOf({ instancetype: { name }, preference: { name: 'pr' } }, { domain: { devices: { disks: [{ name: 'd' }] } }, volumes: [{ name: 'd' }] }),
  }));

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** The instance that runs of a VM, and the same once it has what was sent to it. */
function sent(instance: RunningInstanceLike, patches: readonly { readonly operations: readonly object[] }[]): RunningInstanceLike {
  const after = json(instance) as { spec: { domain?: { memory?: { guest?: string } } }; status: { memory: object } };
  for (const { operations } of patches) expect(rfc6902.applyPatch(after, json(operations) as never).filter(Boolean)).toEqual([]);
  after.status.memory = { ...after.status.memory, guestCurrent: after.spec.domain?.memory?.guest };
  return after as RunningInstanceLike;
}

/** The instance that runs of a VM whose preference says nothing about CPU and memory. */
function running(vm: VirtualMachineLike, reader: Case['reader']): RunningInstanceLike {
  const instancetype = findInstancetype(vm, reader);
  const applied = instancetype.ok ? applyToVirtualMachine(vm, { instancetype: instancetype.value }) : instancetype;
  if (!applied.ok) throw new Error(JSON.stringify(applied.causes));
  const spec = json(applied.value.spec?.template?.spec ?? {});
  const guest = spec.domain?.memory?.guest;
  return {
    spec: { ...spec, domain: { ...spec.domain, cpu: { ...spec.domain?.cpu, maxSockets: 6 }, memory: { guest, maxGuest: '6Gi' } } },
    status: { conditions: [{ type: 'LiveMigratable', status: 'True' }], memory: { guestAtBoot: guest, guestCurrent: guest } },
  };
}

test('for any VM: a switch to what it names changes nothing', () => {
  fc.assert(
    fc.property(cases, ({ reader, vm }) => {
      const outcome = planSwitch(vm('one'), { instancetype: { name: 'one' }, preference: { name: 'pr' } }, reader);
      expect(outcome.ok && { ...outcome.value, refusals: [], assumptions: [] }).toEqual({ vm: vm('one'), patch: [], refusals: [], changes: [], restartRequired: false, patches: [], errors: [], assumptions: [] });
    }),
    { numRuns: 100 },
  );
});

test('for any switch: the VM of the plan is the VM with its patch, and a switch back changes the same fields back', () => {
  fc.assert(
    fc.property(cases, ({ reader, vm }) => {
      const there = planSwitch(vm('one'), { instancetype: { name: 'two' } }, reader);
      const back = planSwitch(vm('two'), { instancetype: { name: 'one' } }, reader);
      if (!there.ok || !back.ok) throw new Error('both must be planned');
      const replayed = json(vm('one'));
      expect(rfc6902.applyPatch(replayed, json(there.value.patch) as never).filter(Boolean)).toEqual([]);
      expect(replayed).toEqual(json(there.value.vm));
      const ways = (plan: typeof there.value, isBack: boolean): unknown => plan.changes.map(({ path, from, to }) => (isBack ? [path, to, from] : [path, from, to])).sort();
      expect(ways(back.value, true)).toEqual(ways(there.value, false));
    }),
    { numRuns: 200 },
  );
});

test('for any switch: KubeVirt marks the VM if and only if a field of its spec waits for a restart', () => {
  let [live, marked] = [0, 0];
  fc.assert(
    fc.property(cases, ({ reader, vm }) => {
      const outcome = planSwitch(vm('one'), { instancetype: { name: 'two' } }, reader);
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.causes));
      const { changes, restartRequired, patches } = outcome.value;
      const inSpec = changes.filter(({ path }) => path.startsWith('/spec/template/spec'));
      expect(inSpec.some(({ effect }) => effect === 'restart')).toBe(restartRequired);
      // each change that the running VM takes is one patch
      expect(patches.length).toBe(new Set(inSpec.filter(({ effect }) => effect === 'live').map(({ path }) => path.split('/').slice(0, path.includes('/domain/') ? 6 : 5).join('/'))).size);
      if (restartRequired) marked++;
      else live++;
    }),
    { numRuns: 400 },
  );
  // dozens of either
  expect(Math.min(live, marked)).toBeGreaterThan(10);
});

test('for any VM that changed: once its instance has what was sent, there is nothing more to send', () => {
  let count = 0;
  fc.assert(
    fc.property(cases, ({ reader, vm }) => {
      const instance = running(vm('one'), reader);
      const input = { vm: vm('two'), lastSeen: vm('one').spec, instance: frozen(instance) };
      const plan = planUpdate(input, reader);
      if (plan.patches.length === 0) return;
      count++;
      const again = planUpdate({ ...input, instance: sent(instance, plan.patches) }, reader);
      expect(again.patches).toEqual([]);
      expect(again.errors).toEqual([]);
    }),
    { numRuns: 300 },
  );
  expect(count).toBeGreaterThan(20);
});

test('whatever stands in a VM, an instance, a last seen spec and a cluster: no exception, and a sentence for what is wrong', () => {
  const hostile = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(undefined, '', 0, -1, 1e300, '__proto__', '1e999', '-1Gi'));
  const domain = fc.record(
    {
      cpu: fc.oneof(hostile, fc.record({ sockets: hostile, cores: hostile, maxSockets: hostile }, { requiredKeys: [] })),
      memory: fc.oneof(hostile, fc.record({ guest: hostile, maxGuest: hostile, hugepages: hostile }, { requiredKeys: [] })),
      resources: fc.oneof(hostile, fc.record({ requests: fc.record({ cpu: hostile, memory: hostile }), limits: hostile }, { requiredKeys: [] })),
      devices: fc.oneof(hostile, fc.record({ disks: hostile, interfaces: hostile }, { requiredKeys: [] })),
      firmware: hostile,
    },
    { requiredKeys: [] },
  );
  const spec = fc.oneof(hostile, fc.record({ domain: fc.oneof(hostile, domain), volumes: hostile, networks: hostile, nodeSelector: hostile, tolerations: hostile }, { requiredKeys: [] }));
  const vmSpec = fc.oneof(hostile, fc.record({ instancetype: fc.oneof(hostile, fc.constant({ name: 'one' })), template: fc.oneof(hostile, fc.record({ metadata: hostile, spec })) }, { requiredKeys: [] }));
  const vms = fc.oneof(hostile, fc.record({ metadata: hostile, spec: vmSpec, status: hostile }, { requiredKeys: [] }));
  const instances = fc.oneof(hostile, fc.record({ metadata: hostile, spec, status: fc.oneof(hostile, fc.record({ conditions: hostile, memory: fc.record({ guestCurrent: hostile, guestAtBoot: hostile }), migrationState: hostile })) }));
  const clusters = fc.record({ configuration: fc.oneof(hostile, fc.record({ liveUpdateConfiguration: fc.record({ maxCpuSockets: hostile, maxGuest: hostile, maxHotplugRatio: hostile }), developerConfiguration: hostile })) });
  const reader = readerOf({ one: { cpu: { guest: 2 }, memory: { guest: '2Gi' } } });
  fc.assert(
    fc.property(vms, instances, vmSpec, clusters, (vm, instance, lastSeen, cluster) => {
      const options = frozen({ cluster }) as never;
      const plan = planUpdate(frozen({ vm, instance, lastSeen }) as never, reader, options);
      for (const { causes } of plan.errors) for (const { message } of causes) expect(message).toMatch(/^.{20,}$/u);
      for (const own of [undefined, instance]) {
        const outcome = planSwitch(frozen(vm) as never, { instancetype: { name: 'one' }, preference: null }, reader, frozen({ cluster, instance: own }) as never);
        for (const { message } of outcome.ok ? outcome.value.refusals : outcome.causes) expect(message).toMatch(/^.{20,}$/u);
      }
    }),
    { numRuns: 1500 },
  );
});

test('templates that are nested a hundred thousand levels deep are told to differ', () => {
  const deep = (leaf: unknown): object => {
    let value: unknown = leaf;
    for (let depth = 0; depth < 100_000; depth++) value = { inner: value };
    return { domain: {}, dnsConfig: value, affinity: value };
  };
  const [one, two] = [{ spec: { template: { spec: deep(1) } } }, { spec: { template: { spec: deep(2) } } }] as VirtualMachineLike[];
  expect(planUpdate({ vm: one as VirtualMachineLike, lastSeen: two?.spec, instance: { spec: {} } }, readerOf({})).condition).toBe('set');
});
