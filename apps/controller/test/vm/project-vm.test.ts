import type { VirtualMachineLike } from '@instancetype/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runSyncSteps, syncSteps } from '@instancetype/sync';
import { projectVm } from '../../src/vm/project-vm.ts';
import { instancetype, type Json, preference } from '../support/objects.ts';

const ref = fc.constantFrom(undefined, null, {}, { name: 'small' }, { name: 'other', controllerRevisionRef: { name: 'r' } });
const condition = fc.constantFrom({ type: 'Ready', status: 'False', message: 'x' }, { type: 'Failure', status: 'True', reason: 'FailedCreate', message: 'y' }, { type: 'Paused', status: 'True' }, null, 'odd');
const volume = fc.constantFrom({ name: 'a', persistentVolumeClaim: { claimName: 'a' } }, { name: 'b', cloudInitNoCloud: { userData: 'secret' } }, { name: 'c', dataVolume: { name: 'c' } }, null);
const anyVm = fc
  .record({
    instancetype: fc.constantFrom(undefined, null, { name: 'small' }, { inferFromVolume: 'a' }, { name: 'missing' }),
    preference: fc.constantFrom(undefined, { name: 'linux' }, { name: 'linux', kind: 'odd' }),
    domain: fc.constantFrom({}, { memory: { guest: '1Gi' } }, { devices: { disks: [{ name: 'a' }] } }),
    volumes: fc.option(fc.array(volume, { maxLength: 4 }), { nil: undefined }),
    status: fc.option(fc.record({ instancetypeRef: ref, preferenceRef: ref, conditions: fc.option(fc.array(condition, { maxLength: 4 }), { nil: undefined }), printableStatus: fc.constant('Stopped') }), { nil: undefined }),
    template: fc.constantFrom('whole', 'none', 'null'),
  })
  .map(({ template, domain, volumes, status, ...spec }) => {
    const made = { none: undefined, null: null, whole: { metadata: { annotations: { a: 'b' } }, spec: { domain, volumes } } }[template];
    const metadata = { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '7', generation: 2, managedFields: [{}], labels: { a: 'b' } };
    return JSON.parse(JSON.stringify({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata, spec: { runStrategy: 'Always', ...spec, template: made }, status })) as Json;
  });

/** Every call of a pass, as it would be sent. */
function callsOf(vm: Json, policy: string): unknown[] {
  const calls: unknown[] = [];
  const things = [{ ...instancetype('small'), metadata: { name: 'small', uid: 'i', generation: 1 } }, { ...preference('linux'), metadata: { name: 'linux', uid: 'p', generation: 1 } }];
  const note = (call: string, ...of: unknown[]): object => (calls.push([call, ...of]), {});
  const outcome = runSyncSteps(syncSteps(vm as VirtualMachineLike, { cluster: { configuration: { instancetype: { referencePolicy: policy } } }, now: () => new Date(0) }), {
    get: ({ kind, name }) => things.find((each) => each['kind'] === kind && each.metadata.name === name),
    create: (revision) => note('create', revision),
    delete: (revision) => note('delete', revision),
    patchStatus: (_vm, operations) => note('patch', operations),
    update: () => note('update'),
  });
  return [calls, outcome.error?.message, outcome.retry, outcome.condition];
}

describe('what a cache keeps of a VM', () => {
  test('is enough: a pass over it sends what a pass over the whole VM would send', () => {
    fc.assert(
      fc.property(anyVm, fc.constantFrom('reference', 'expand', 'expandAll'), (vm, policy) => {
        expect(callsOf(projectVm(vm as never) as Json, policy)).toEqual(callsOf(vm, policy));
      }),
      { numRuns: 1000 },
    );
  });

  test('has no secrets, and leaves the VM as it was', () => {
    fc.assert(
      fc.property(anyVm, (vm) => {
        const before = JSON.stringify(vm);
        const kept = JSON.stringify(projectVm(vm as never));
        expect(JSON.stringify(vm)).toBe(before);
        expect(kept).not.toContain('secret');
        expect(kept.length).toBeLessThanOrEqual(before.length);
      }),
    );
  });

  test('has what a volume comes from only while something is inferred', () => {
    const templates = [{ metadata: { name: 'root' }, spec: { source: { blank: {} } } }];
    const keptOf = (matcher: Json): Json => projectVm({ spec: { instancetype: matcher, dataVolumeTemplates: templates } } as never)['spec'] as Json;
    expect(keptOf({ name: 'small' })['dataVolumeTemplates']).toBeUndefined();
    expect(keptOf({ inferFromVolume: 'root' })['dataVolumeTemplates']).toBe(templates);
  });
});
