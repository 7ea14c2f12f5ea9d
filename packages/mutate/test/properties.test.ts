import type { VirtualMachineLike } from '@instancetype/api';
import { patchOf } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { expect, test } from 'vitest';
import { mutate, mutateAsync, type MutateOptions } from '../src/index.ts';
import { claim, dataSource, preference, Shelf, uuids } from './mutated.ts';

const absent = undefined;
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null | undefined> => fc.oneof({ weight: 4, arbitrary }, fc.constantFrom(null, absent));
/** Keys that a JSON pointer has to escape, and that JavaScript has plans of its own for. */
const keys = fc.constantFrom('a', 'b/c', 'd~e', '', '0', '-', '~1', '__proto__', 'constructor');
const annotations = fc.dictionary(keys, fc.constantFrom('1', ''), { maxKeys: 3 });
const policy = maybe(fc.constantFrom('Ignore', 'Reject'));
const matcher = (name: string) =>
  fc.oneof(
    fc.record({ name: fc.constantFrom(name, 'gone'), inferFromVolumeFailurePolicy: policy }),
    fc.record({ inferFromVolume: fc.constantFrom('root', 'dv', 'bare', 'gone'), inferFromVolumeFailurePolicy: policy }),
  );
const sourceRef = fc.record({ kind: fc.constantFrom('DataSource', 'datasource'), name: fc.constantFrom('arm', 'none', 'gone'), namespace: maybe(fc.constantFrom('', 'prod')) });
const dataVolumeTemplate = fc.record({
  metadata: fc.constant({ name: 'disk-dv' }),
  spec: maybe(fc.record({ pvc: maybe(fc.record({ storageClassName: maybe(fc.constantFrom('', 'own')) })), storage: maybe(fc.constant({})), sourceRef: maybe(sourceRef) })),
});
const domain = fc.record({
  devices: fc.constant({}),
  memory: maybe(fc.record({ guest: fc.constant('1Gi') })),
  machine: maybe(fc.record({ type: maybe(fc.constantFrom('', 'q35', 'pc')) })),
  firmware: maybe(fc.record({ uuid: maybe(fc.constantFrom('', 'u')), serial: maybe(fc.constantFrom('', 's')) })),
});
const VOLUMES = [{ name: 'root', persistentVolumeClaim: { claimName: 'disk' } }, { name: 'dv', dataVolume: { name: 'disk-dv' } }, { name: 'bare', containerDisk: { image: 'x' } }];
const vms = fc
  .record({
    instancetype: maybe(matcher('u1.small')),
    preference: maybe(matcher('pr')),
    dataVolumeTemplates: maybe(fc.array(dataVolumeTemplate, { maxLength: 3 })),
    template: fc.record({
      metadata: maybe(fc.record({ annotations: maybe(annotations), labels: maybe(annotations) })),
      spec: maybe(fc.record({ architecture: maybe(fc.constantFrom('', 'amd64', 's390x')), domain: maybe(domain), volumes: fc.constant(VOLUMES) })),
    }),
  })
  // as it would arrive: JSON has no undefined
  .map((spec) => frozen(JSON.parse(JSON.stringify({ kind: 'VirtualMachine', metadata: { name: 'web', namespace: 'prod' }, spec })) as VirtualMachineLike));

const SHELF = new Shelf(
  claim('disk', 'u1.small', 'pr'),
  dataSource('arm', 'arm64'),
  dataSource('none'),
  preference({ preferredArchitecture: 'arm64', machine: { preferredMachineType: 'virt' }, volumes: { preferredStorageClassName: 'fast' } }),
);
const options = fc.record({ operation: fc.constantFrom('CREATE', 'UPDATE'), cluster: fc.constantFrom(absent, {}, { defaultArchitecture: '' }, { configuration: { machineType: 'own' } }) }) as fc.Arbitrary<MutateOptions>;

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('for any VM: the patch of the trace makes of the VM what the value is, and a second time there is nothing to patch', () => {
  let accepted = 0;
  fc.assert(
    fc.property(vms, options, (vm, how) => {
      const outcome = mutate(vm, SHELF, { ...how, trace: true, uuid: uuids() });
      if (!outcome.ok) return;
      accepted++;
      const replayed = json(vm);
      const patch = json(patchOf(outcome.trace, vm, outcome.value));
      expect(rfc6902.applyPatch(replayed, patch as never).filter(Boolean)).toEqual([]);
      expect(replayed).toEqual(json(outcome.value));

      const again = mutate(frozen(replayed), SHELF, { ...how, oldVm: vm, trace: true, uuid: uuids() });
      if (!again.ok) throw new Error(again.causes[0].message);
      expect(patchOf(again.trace, replayed, again.value)).toEqual([]);
      expect(again.value).toBe(replayed);
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test('for any VM: a reader that answers later, and a trace that is not recorded, change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(vms, options, async (vm, how) => {
      const now = mutate(vm, SHELF, { ...how, trace: true, uuid: uuids() });
      const later = await mutateAsync(vm, { get: async (ref) => SHELF.get(ref) }, { ...how, trace: true, uuid: uuids() });
      expect(later).toEqual(now);
      const silent = mutate(vm, SHELF, { ...how, uuid: uuids() });
      expect(silent).toEqual(now.ok ? { ...now, trace: [] } : now);
    }),
  );
});

test('for any VM with a value of a wrong type anywhere: an outcome, never an exception', () => {
  const wrong = fc.constantFrom<unknown>(null, 0, 1.5, true, 'text', [], [null], {}, [[]], { length: 2 });
  fc.assert(
    fc.property(vms, fc.nat(), wrong, options, (vm, place, value, how) => {
      const hostile = json(vm);
      const places = placesIn(hostile);
      const [parent, key] = places[place % places.length] ?? [];
      if (parent !== undefined && key !== undefined) (parent as Record<string, unknown>)[key] = value;
      const outcome = mutate(frozen(hostile), SHELF, { ...how, trace: true, uuid: uuids() });
      if (!outcome.ok) expect(outcome.causes.every(({ code, message }) => code !== '' && message !== '')).toBe(true);
      else expect(rfc6902.applyPatch(json(hostile), json(patchOf(outcome.trace, hostile, outcome.value)) as never).filter(Boolean)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

/** Every member of plain JSON, with the object that it is in. */
function placesIn(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[value, key] as [object, string], ...placesIn(inner)]);
}
