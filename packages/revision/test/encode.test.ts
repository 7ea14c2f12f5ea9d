import { describe, expect, test } from 'vitest';
import { encodeRevision, revisionName } from '../src/index.ts';

const vm = { metadata: { name: 'my-vm', namespace: 'prod', uid: 'vm-uid' } };

const u1 = {
  apiVersion: 'instancetype.kubevirt.io/v1beta1',
  kind: 'VirtualMachineClusterInstancetype',
  metadata: { name: 'u1.small', uid: 'it-uid', generation: 3 },
  spec: { cpu: { guest: 1 }, memory: { guest: '2.25Gi' } },
};

function encoded(object: object, kind?: string): ReturnType<typeof valueOf> {
  return valueOf(encodeRevision(vm, object, ...(kind === undefined ? [] : [kind])));
}

function valueOf(outcome: ReturnType<typeof encodeRevision>) {
  if (!outcome.ok) throw new Error(outcome.causes[0].message);
  return outcome.value;
}

function specOf(spec: object, kind = u1.kind): unknown {
  return (encoded({ metadata: u1.metadata, spec }, kind).data as { readonly spec: unknown }).spec;
}

test('a revision is what KubeVirt creates for the VM', () => {
  expect(encoded(u1)).toEqual({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: 'my-vm-u1.small-v1beta1-it-uid-3',
      namespace: 'prod',
      labels: {
        'instancetype.kubevirt.io/object-generation': '3',
        'instancetype.kubevirt.io/object-kind': 'VirtualMachineClusterInstancetype',
        'instancetype.kubevirt.io/object-name': 'u1.small',
        'instancetype.kubevirt.io/object-uid': 'it-uid',
        'instancetype.kubevirt.io/object-version': 'v1beta1',
      },
      ownerReferences: [
        { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'my-vm', uid: 'vm-uid', controller: true, blockOwnerDeletion: true },
      ],
    },
    data: {
      apiVersion: 'instancetype.kubevirt.io/v1beta1',
      kind: 'VirtualMachineClusterInstancetype',
      metadata: { name: 'u1.small', uid: 'it-uid', generation: 3 },
      spec: { cpu: { guest: 1 }, memory: { guest: '2304Mi' } },
    },
    revision: 0,
  });
});

test('an object out of a list has no kind of its own; the caller gives it', () => {
  const { kind, apiVersion, ...listed } = u1;
  expect(encoded(listed, kind).data).toMatchObject({ kind, apiVersion });
});

test('the name tells a recreated object from the old one', () => {
  expect(revisionName(vm, u1)).toBe('my-vm-u1.small-v1beta1-it-uid-3');
  expect(revisionName(vm, { metadata: { ...u1.metadata, uid: 'other' } })).not.toBe(revisionName(vm, u1));
  // a converted object of the oldest form has neither UID nor generation
  expect(revisionName(vm, { metadata: { name: 'old' } })).toBe('my-vm-old-v1beta1--0');
});

test('of the metadata, what belongs to the live object alone is not stored', () => {
  const metadata = {
    ...u1.metadata,
    namespace: 'prod',
    resourceVersion: '17',
    creationTimestamp: '2026-01-01T00:00:00Z',
    deletionTimestamp: '2026-01-02T00:00:00Z',
    deletionGracePeriodSeconds: 0,
    labels: { a: 'b' },
    annotations: { a: 'b' },
    finalizers: ['x'],
    ownerReferences: [{ name: 'y' }],
    managedFields: [{}],
  };
  expect((encoded({ ...u1, metadata }).data as { metadata: unknown }).metadata).toEqual({
    name: 'u1.small',
    uid: 'it-uid',
    generation: 3,
    namespace: 'prod',
    resourceVersion: '17',
    creationTimestamp: '2026-01-01T00:00:00Z',
    deletionTimestamp: '2026-01-02T00:00:00Z',
    deletionGracePeriodSeconds: 0,
  });
});

describe('members that say nothing are left out, as Go prints them', () => {
  test('an instance type', () => {
    const spec = {
      nodeSelector: {},
      schedulerName: '',
      cpu: { guest: 2, model: '', dedicatedCPUPlacement: false, numa: {}, realtime: null, maxSockets: 0 },
      memory: { guest: '1Gi', overcommitPercent: 0, maxGuest: '1.5Gi', hugepages: { pageSize: '' } },
      gpus: [],
      hostDevices: [{ name: '', deviceName: 'a/b', tag: '' }],
      annotations: {},
      unknown: 1,
    };
    expect(specOf(spec)).toEqual({
      cpu: { guest: 2, model: '', dedicatedCPUPlacement: false, numa: {}, maxSockets: 0 },
      memory: { guest: '1Gi', maxGuest: '1536Mi', hugepages: {} },
      hostDevices: [{ name: '', deviceName: 'a/b' }],
    });
  });

  test('what an instance type always has is printed even where it is missing', () => {
    expect(specOf({})).toEqual({ cpu: { guest: 0 }, memory: { guest: '0' } });
  });

  test('a preference', () => {
    const spec = {
      cpu: { preferredCPUTopology: '', preferredCPUFeatures: [] },
      devices: { preferredDiskBus: '', preferredPanicDeviceModel: '', preferredDisableHotplug: false },
      features: {},
      requirements: { memory: { guest: '1024Mi' }, cpu: {} },
      preferSpreadSocketToCoreRatio: 0,
      annotations: {},
    };
    expect(specOf(spec, 'VirtualMachinePreference')).toEqual({
      cpu: { preferredCPUTopology: '' },
      devices: { preferredPanicDeviceModel: '', preferredDisableHotplug: false },
      features: {},
      requirements: { memory: { guest: '1Gi' }, cpu: { guest: 0 } },
    });
  });
});

test.each(['VirtualMachine', '', undefined, 'virtualmachineinstancetype'])('kind %j is not stored', (kind) => {
  const outcome = encodeRevision(vm, { metadata: u1.metadata, spec: u1.spec }, kind);
  expect(outcome).toMatchObject({ ok: false, causes: [{ code: 'revision-not-encodable', pointer: '/kind' }] });
});

test('a spec that KubeVirt could not read back is not stored, and the message names the field', () => {
  const outcome = encodeRevision(vm, { ...u1, spec: { cpu: { guest: 1 }, memory: { guest: '1GiB' } } });
  expect(outcome).toMatchObject({ ok: false, causes: [{ code: 'revision-not-encodable', pointer: '/spec/memory/guest' }] });
  expect(outcome.ok ? '' : outcome.causes[0].message).toMatch(/u1\.small.*spec\.memory\.guest.*1GiB/);
});

test('names that a cluster will refuse are noted', () => {
  const name = 'n'.repeat(240);
  const outcome = encodeRevision(vm, { ...u1, metadata: { ...u1.metadata, name } });
  expect(outcome.ok && outcome.notes.map((note) => note.code)).toEqual(['revision-name-too-long', 'revision-label-too-long']);
  const fine = encodeRevision(vm, { ...u1, metadata: { ...u1.metadata, name: 'n'.repeat(63) } });
  expect(fine).toMatchObject({ ok: true, notes: [] });
});
