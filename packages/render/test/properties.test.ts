import { applyToVirtualMachine } from '@instancetype/apply';
import type { PreferenceSpec, VirtualMachineLike } from '@instancetype/api';
import { patchOf } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { expect, test } from 'vitest';
import { lastSeenSpec, planVmRevision, render } from '../src/index.ts';
import { readerOf, vmOf } from './rendered.ts';

const specs = fc.record(
  {
    volumes: fc.array(fc.record({ name: fc.constantFrom('a', 'b') }), { maxLength: 3 }),
    domain: fc.record(
      {
        cpu: fc.constantFrom({}, { model: 'm' }, { cores: 2 }),
        devices: fc.record({ autoattachInputDevice: fc.boolean(), disks: fc.constant([{ name: 'a' }]), interfaces: fc.constantFrom([], [{ name: 'x' }]) }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const preferences: fc.Arbitrary<PreferenceSpec> = fc.record(
  {
    devices: fc.record({ preferredAutoattachInputDevice: fc.boolean(), preferredAutoattachPodInterface: fc.boolean(), preferredDiskBus: fc.constantFrom('virtio', 'sata') }, { requiredKeys: [] }),
    annotations: fc.constant({ p: '1' }),
  },
  { requiredKeys: [] },
);

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('for any VM: the patch of the trace leads from its template to its instance, and the trace changes nothing', () => {
  let count = 0;
  fc.assert(
    fc.property(specs, preferences, fc.boolean(), (spec, preference, hasInstancetype) => {
      const vm = frozen(vmOf(spec, { instancetype: hasInstancetype, preference: true }));
      const reader = readerOf({ cpu: { guest: 2 }, memory: { guest: '1Gi' } }, preference);
      const outcome = render(vm, reader, { trace: true });
      const silent = render(vm, reader);
      expect(silent).toEqual(outcome.ok ? { ...outcome, trace: [] } : outcome);
      if (!outcome.ok) return;
      count++;
      const before = json({ ...vm.spec?.template, apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance' });
      const replayed = json(before);
      expect(rfc6902.applyPatch(replayed, json(patchOf(outcome.trace, before, outcome.value)) as never).filter(Boolean)).toEqual([]);
      expect(replayed).toEqual(json(outcome.value));
    }),
    { numRuns: 300 },
  );
  expect(count).toBeGreaterThan(50);
});

test('for any VM: its instance has what its instance type and preference give to its template, and a disk for each volume', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const vm = vmOf(spec, { instancetype: true, preference: true });
      const [instancetype, preference] = [{ cpu: { guest: 3 }, memory: { guest: '1Gi' }, ioThreadsPolicy: 'auto' }, { devices: { preferredDiskBus: 'virtio' } }];
      const instance = render(vm, readerOf(instancetype, preference));
      const named = <T>(own: T): { spec: T; object: { kind: string; name: string } } => ({ spec: own, object: { kind: 'K', name: 'n' } });
      const applied = applyToVirtualMachine(vm, { instancetype: named(instancetype), preference: named(preference) });
      expect(instance.ok).toBe(applied.ok);
      if (!instance.ok || !applied.ok) return;
      const [own, other] = [instance.value.spec?.domain, applied.value.spec?.template?.spec?.domain];
      expect(own).toMatchObject({ cpu: other?.cpu, memory: other?.memory, ioThreadsPolicy: 'auto' });
      expect(own?.devices?.disks?.every(({ disk }) => disk?.bus === 'virtio') ?? true).toBe(true);
      const names = new Set(own?.devices?.disks?.map(({ name }) => name));
      expect(instance.value.spec?.volumes?.every(({ name }) => names.has(name)) ?? true).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('whatever stands in a VM and in what it names: no exception, and a sentence for what is wrong', () => {
  const hostile = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(undefined, '', 0, -1, '__proto__'));
  const vms = fc.record(
    {
      kind: hostile,
      metadata: fc.oneof(hostile, fc.record({ name: hostile, namespace: hostile, uid: hostile, generation: hostile }, { requiredKeys: [] })),
      spec: fc.oneof(
        hostile,
        fc.record(
          {
            instancetype: fc.oneof(hostile, fc.constant({ name: 'it' })),
            preference: fc.oneof(hostile, fc.constant({ name: 'pr' })),
            template: fc.oneof(hostile, fc.record({ metadata: hostile, spec: fc.oneof(hostile, fc.record({ domain: hostile, volumes: hostile, networks: hostile }, { requiredKeys: [] })) }, { requiredKeys: [] })),
          },
          { requiredKeys: [] },
        ),
      ),
      status: fc.oneof(hostile, fc.record({ stateChangeRequests: hostile, memoryDumpRequest: hostile, instancetypeRef: hostile }, { requiredKeys: [] })),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(vms, hostile), hostile, (raw, object) => {
      const vm = frozen(raw) as VirtualMachineLike;
      for (const reader of [readerOf({ cpu: { guest: 1 }, memory: { guest: '1Gi' } }, { devices: { preferredDiskBus: 'virtio' } }), { get: () => frozen({ spec: object }) as object }]) {
        const outcome = render(vm, reader, { trace: true });
        for (const cause of outcome.ok ? [] : outcome.causes) expect(cause.message).toMatch(/^.{20,}$/u);
      }
      if (typeof vm !== 'object' || vm === null) return;
      lastSeenSpec(vm, [planVmRevision(vm, [object as never]).create as never]);
    }),
    { numRuns: 1000 },
  );
});
