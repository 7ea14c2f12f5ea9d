import type { VirtualMachineLike } from '@instancetype/api';
import { patchOf, provenanceOf } from '@instancetype/draft';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inferInstancetype, inferInstancetypeAsync } from '../src/index.ts';
import { Cluster, INSTANCETYPE, thing, vmWith } from './cluster.ts';

const CLAIM = { persistentVolumeClaim: { claimName: 'claim' } };
const LABELLED = thing('PersistentVolumeClaim', 'claim', { [INSTANCETYPE]: 'u1.small' });
const UNLABELLED = thing('PersistentVolumeClaim', 'claim');

const withMatcher = (matcher: object): VirtualMachineLike => vmWith(CLAIM, { instancetype: { inferFromVolume: 'root', ...matcher } });

describe('the failure policy', () => {
  test('Ignore drops the whole memory of the template when an instance type was found (Q26)', () => {
    const outcome = inferInstancetype(withMatcher({ inferFromVolumeFailurePolicy: 'Ignore' }), new Cluster(LABELLED));
    expect(outcome.ok && outcome.value.spec?.instancetype).toEqual({ name: 'u1.small' });
    expect(outcome.ok && outcome.value.spec?.template?.spec?.domain).toEqual({});
  });

  test('Ignore removes the matcher when a label is missing, and leaves memory alone', () => {
    const outcome = inferInstancetype(withMatcher({ inferFromVolumeFailurePolicy: 'Ignore' }), new Cluster(UNLABELLED));
    expect(outcome.ok && outcome.value.spec).not.toHaveProperty('instancetype');
    expect(outcome.ok && outcome.value.spec?.template?.spec?.domain?.memory).toEqual({ guest: '1Gi', hugepages: { pageSize: '2Mi' } });
  });

  test('Ignore does not cover a missing object', () => {
    const outcome = inferInstancetype(withMatcher({ inferFromVolumeFailurePolicy: 'Ignore' }), new Cluster());
    expect(outcome).toMatchObject({ ok: false, causes: [{ code: 'inference-object-not-found' }] });
  });

  test.each([undefined, null, 'Reject'])('%s keeps memory and refuses what cannot be inferred', (policy) => {
    const vm = withMatcher({ inferFromVolumeFailurePolicy: policy });
    const found = inferInstancetype(vm, new Cluster(LABELLED));
    expect(found.ok && found.value.spec?.template?.spec?.domain?.memory).toEqual({ guest: '1Gi', hugepages: { pageSize: '2Mi' } });
    expect(inferInstancetype(vm, new Cluster(UNLABELLED))).toMatchObject({ ok: false, causes: [{ code: 'inference-label-missing' }] });
  });
});

test('a new matcher has name and kind only', () => {
  const outcome = inferInstancetype(withMatcher({ revisionName: 'old', inferFromVolumeFailurePolicy: 'Reject' }), new Cluster(LABELLED));
  expect(outcome.ok && outcome.value.spec?.instancetype).toEqual({ name: 'u1.small' });
});

test('a VM that asks for nothing comes back itself, and nothing is looked up', () => {
  const cluster = new Cluster();
  for (const matcher of [undefined, null, {}, { name: 'u1.small' }, { inferFromVolume: '' }, { inferFromVolume: 7 }]) {
    const vm = vmWith(CLAIM, { instancetype: matcher });
    const outcome = inferInstancetype(vm, cluster);
    expect(outcome.ok && outcome.value).toBe(vm);
  }
  expect(cluster.asked).toEqual([]);
});

test('the trace tells from whose label the matcher comes, and gives the smallest patch', () => {
  const vm = withMatcher({ inferFromVolumeFailurePolicy: 'Ignore' });
  const outcome = inferInstancetype(vm, new Cluster(LABELLED), { trace: true });
  if (!outcome.ok) throw new Error('expected an instance type');
  expect(patchOf(outcome.trace, vm, outcome.value)).toEqual([
    { op: 'replace', path: '/spec/instancetype', value: { name: 'u1.small' } },
    { op: 'remove', path: '/spec/template/spec/domain/memory' },
  ]);
  expect(provenanceOf(outcome.trace).writerOf('/spec/instancetype/name')).toMatchObject({ source: { kind: 'PersistentVolumeClaim', name: 'claim', field: `metadata.labels[${INSTANCETYPE}]` } });
});

test('a reader that answers later gets the same result; what it rejects with passes through', async () => {
  const cluster = new Cluster(LABELLED);
  const later = await inferInstancetypeAsync(withMatcher({}), { get: (ref) => Promise.resolve(cluster.get(ref)) });
  expect(later).toEqual(inferInstancetype(withMatcher({}), cluster));
  const fault = Object.assign(new Error('no answer'), { code: 'unavailable' });
  await expect(inferInstancetypeAsync(withMatcher({}), { get: () => Promise.reject(fault) })).rejects.toBe(fault);
  expect(() => inferInstancetype(withMatcher({}), { get: () => { throw fault; } })).toThrow(fault);
});

test('whatever stands where an object should be, there is an answer and nothing is changed', () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  const volume = fc.record({ name: fc.constantFrom('root', 'x'), persistentVolumeClaim: json, dataVolume: fc.oneof(json, fc.constant({ name: 'dv' })) }, { requiredKeys: [] });
  const vms = fc.record({ metadata: json, spec: fc.record({ instancetype: fc.oneof(json, fc.constant({ inferFromVolume: 'root', inferFromVolumeFailurePolicy: 'Ignore' })), template: fc.oneof(json, fc.record({ spec: fc.record({ volumes: fc.oneof(json, fc.array(fc.oneof(volume, json))), domain: json }) })), dataVolumeTemplates: json }, { requiredKeys: [] }) });
  fc.assert(
    fc.property(vms, json, (vm, object) => {
      const before = JSON.stringify(vm);
      const outcome = inferInstancetype(vm as VirtualMachineLike, { get: () => object as object });
      expect(typeof outcome.ok).toBe('boolean');
      expect(JSON.stringify(vm)).toBe(before);
    }),
    { numRuns: 2000 },
  );
});
