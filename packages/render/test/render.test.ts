import { createHash } from 'node:crypto';
import type { VirtualMachineLike } from '@instancetype/api';
import { ListReader, type Stored } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { render, renderAsync, stableUuid } from '../src/index.ts';
import { readerOf, rendered, vmOf } from './rendered.ts';

const INSTANCETYPE = { cpu: { guest: 2 }, memory: { guest: '4Gi' } };

describe('the instance of a VM', () => {
  test('has its name, its owner, its finalizer and its generation, and the labels of the template', () => {
    const vm = vmOf({ domain: {} });
    const template = { metadata: { labels: { of: 'template' }, annotations: { a: '1' }, generateName: 'x-', ownerReferences: [{ name: 'other' }], finalizers: ['f'] }, spec: { domain: {} } };
    const instance = rendered({ ...vm, spec: { template } } as VirtualMachineLike, readerOf(), { revisionName: 'rev' });
    expect(instance).toMatchObject({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachineInstance', status: { virtualMachineRevisionName: 'rev' } });
    expect(instance.metadata).toEqual({
      name: 'web',
      namespace: 'ns',
      labels: { of: 'template' },
      annotations: { a: '1', 'kubevirt.io/vm-generation': '7' },
      finalizers: ['f', 'kubevirt.io/virtualMachineControllerFinalize'],
      ownerReferences: [{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'web', uid: 'u-1', controller: true, blockOwnerDeletion: true }],
    });
  });

  test('has its finalizer once', () => {
    const finalizers = ['kubevirt.io/virtualMachineControllerFinalize', 'f'];
    expect(rendered({ ...vmOf({}), spec: { template: { metadata: { finalizers } } } } as VirtualMachineLike, readerOf()).metadata?.finalizers).toEqual(finalizers);
  });

  test('has no status without a revision, and no namespace and generation 0 where its VM has neither', () => {
    for (const namespace of [undefined, null, '']) {
      const instance = rendered({ metadata: { name: 'web', namespace }, spec: { template: { metadata: { namespace: 'other' } } } } as VirtualMachineLike, readerOf());
      expect(instance).not.toHaveProperty('status');
      expect(instance.metadata).not.toHaveProperty('namespace');
      expect(instance.metadata?.annotations).toEqual({ 'kubevirt.io/vm-generation': '0' });
    }
  });

  test('has the values and the annotations of its instance type and its preference', () => {
    const vm = { ...vmOf({ domain: { devices: {} } }), spec: { instancetype: { name: 'it', kind: 'virtualmachineinstancetypes' }, preference: { name: 'pr' }, template: { spec: { domain: {} } } } };
    const reader = new ListReader(
      { kind: 'VirtualMachineInstancetype', metadata: { name: 'it', namespace: 'ns' }, spec: INSTANCETYPE },
      { kind: 'VirtualMachineClusterPreference', metadata: { name: 'pr' }, spec: { annotations: { p: '1' }, cpu: { preferredCPUTopology: 'cores' } } },
    );
    const { metadata, spec } = rendered(vm, reader);
    expect(metadata?.annotations).toEqual({ 'kubevirt.io/vm-generation': '7', 'kubevirt.io/instancetype-name': 'it', 'kubevirt.io/cluster-preference-name': 'pr', p: '1' });
    expect(spec?.domain).toMatchObject({ cpu: { cores: 2, sockets: 1, threads: 1 }, memory: { guest: '4Gi' } });
  });

  test('of a VM without either has no annotations of them, and none of the defaults that a webhook sets later', () => {
    const { metadata, spec } = rendered(vmOf({ domain: {} }), readerOf());
    expect(Object.keys(metadata?.annotations ?? {})).toEqual(['kubevirt.io/vm-generation']);
    expect(spec?.domain).not.toHaveProperty('cpu');
    expect(spec).not.toHaveProperty('architecture');
  });

  test('starts paused where the first request asks for it, and only then', () => {
    const asking = (...requests: object[]): VirtualMachineLike => ({ ...vmOf({}), status: { stateChangeRequests: requests } as VirtualMachineLike['status'] });
    const paused = { action: 'Start', data: { paused: 'true' } };
    expect(rendered(asking(paused), readerOf()).spec?.startStrategy).toBe('Paused');
    for (const first of [{ action: 'Stop' }, { ...paused, action: 'Stop' }, { action: 'Start' }, { action: 'Start', data: { paused: 'false' } }]) {
      expect(rendered(asking(first, paused), readerOf()).spec?.startStrategy).toBeUndefined();
    }
  });

  test.each([['Completed', ['root']], ['Associating', ['root', 'dump']], ['InProgress', ['root', 'dump']]])('has the volume of a memory dump while that is being taken: %s', (phase, names) => {
    const vm = { ...vmOf({ volumes: [{ name: 'root' }, { name: 'dump' }] }), status: { memoryDumpRequest: { claimName: 'dump', phase } } } as VirtualMachineLike;
    expect(rendered(vm, readerOf()).spec?.volumes?.map(({ name }) => name)).toEqual(names);
  });
});

describe('the firmware UUID', () => {
  // around the lengths at which the padding of the hash takes one more block
  const lengths = [38, 39, 40, 47, 48, 49].map((length) => 'n'.repeat(length));

  test.each(['', 'web', ...lengths, 'a-name-that-is-longer-than-a-block-of-the-hash-function-0123456789', 'größe €🙂', 'half \ud83d'])('of %j is the version 5 UUID of the name', (name) => {
    const hash = createHash('sha1').update(Buffer.from('6a1a24a1406146078bf4a3963d0c5895', 'hex')).update(name).digest();
    hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
    hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
    expect(stableUuid(name).replaceAll('-', '')).toBe(hash.subarray(0, 16).toString('hex'));
    expect(stableUuid(name)).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  test('is the VM\'s own where it has one', () => {
    expect(rendered(vmOf({ domain: { firmware: { uuid: 'mine', serial: 's' } } }), readerOf()).spec?.domain?.firmware).toEqual({ uuid: 'mine', serial: 's' });
    expect(rendered(vmOf({ domain: { firmware: { uuid: '' } } }), readerOf()).spec?.domain?.firmware).toEqual({ uuid: stableUuid('web') });
  });
});

describe('the order of the steps (Q32, Q33)', () => {
  test('a preferred autoattachPodInterface: false prevents the default interface, unlike in an expanded VM', () => {
    const { spec } = rendered(vmOf({ domain: {} }, { preference: true }), readerOf(undefined, { devices: { preferredAutoattachPodInterface: false } }));
    expect(spec?.domain?.devices).toEqual({ autoattachPodInterface: false });
    expect(spec).not.toHaveProperty('networks');
  });

  test('a preferred input device is attached, with the bus and the type that are preferred', () => {
    const devices = { preferredAutoattachInputDevice: true, preferredInputBus: 'virtio', preferredInputType: 'tablet' };
    const { spec } = rendered(vmOf({ domain: {} }, { preference: true }), readerOf(undefined, { devices }));
    expect(spec?.domain?.devices?.inputs).toEqual([{ name: 'default-0', bus: 'virtio', type: 'tablet' }]);
  });

  test('an input device of the VM stays the only one', () => {
    const { spec } = rendered(vmOf({ domain: { devices: { autoattachInputDevice: true, inputs: [{ name: 'mouse' }] } } }), readerOf());
    expect(spec?.domain?.devices?.inputs).toEqual([{ name: 'mouse' }]);
  });

  test('the default interface is bound before masquerade can be preferred', () => {
    const { spec } = rendered(vmOf({ domain: {} }, { preference: true }), readerOf(undefined, { devices: { preferredInterfaceMasquerade: {}, preferredInterfaceModel: 'e1000' } }));
    expect(spec?.domain?.devices?.interfaces).toEqual([{ name: 'default', bridge: {}, model: 'e1000' }]);
  });

  test('a disk that is added for a volume gets the preferred bus', () => {
    const { spec } = rendered(vmOf({ domain: {}, volumes: [{ name: 'root' }] }, { preference: true }), readerOf(undefined, { devices: { preferredDiskBus: 'virtio' } }));
    expect(spec?.domain?.devices?.disks).toEqual([{ name: 'root', disk: { bus: 'virtio' } }]);
  });

  test('the cluster decides which interface', () => {
    const cluster = { configuration: { network: { defaultNetworkInterface: 'masquerade' } } };
    expect(rendered(vmOf({ domain: {} }), readerOf(), { cluster }).spec?.domain?.devices?.interfaces).toEqual([{ name: 'default', masquerade: {} }]);
  });
});

describe('a VM that cannot start', () => {
  test('names the preference before the interface, and the interface before the instance type', () => {
    const vm = vmOf({ domain: {} }, { instancetype: true, preference: true });
    const cluster = { configuration: { network: { defaultNetworkInterface: 'slirp' } } };
    const codesOf = (outcome: ReturnType<typeof render>): string[] => (outcome.ok ? [] : outcome.causes.map(({ code }) => code));
    expect(render(vm, readerOf(undefined, {}), { cluster }).ok).toBe(false);
    expect(codesOf(render(vm, readerOf(), { cluster }))).toEqual(['preference-not-found']);
    expect(codesOf(render(vm, readerOf(undefined, {}), { cluster }))).toEqual(['slirp-not-supported']);
    expect(codesOf(render(vm, readerOf(undefined, {})))).toEqual(['instancetype-not-found']);
  });

  test('has its conflicts at the paths of the instance', () => {
    const outcome = render(vmOf({ domain: { cpu: { cores: 2 } } }, { instancetype: true }), readerOf(INSTANCETYPE));
    expect(outcome.ok ? [] : outcome.causes.map(({ field }) => field)).toEqual(['spec.domain.cpu.cores']);
  });

  test.each([undefined, null])('without a template is told so: %j', (template) => {
    const claims = [{ owner: { kind: 'VirtualMachine', name: 'web' } }];
    expect(render({ metadata: { name: 'web' }, spec: { template } } as VirtualMachineLike, readerOf())).toMatchObject({ ok: false, causes: [{ code: 'template-missing', claims }] });
  });

  test.each([['text', '/spec'], [['a'], '/spec'], [{ spec: { domain: 'text' } }, '/spec/domain'], [{ metadata: 1 }, '/metadata']])('has no template such as %j', (template, pointer) => {
    const message = expect.stringContaining('VirtualMachineInstance');
    expect(render({ ...vmOf({}), spec: { template } } as VirtualMachineLike, readerOf())).toMatchObject({ ok: false, causes: [{ code: 'wrong-type', pointer, message }] });
  });
});

test('the trace names who wants what: the VM, its preference, its instance type or the cluster', () => {
  const status = { stateChangeRequests: [{ action: 'Start', data: { paused: 'true' } }], memoryDumpRequest: { claimName: 'dump', phase: 'Completed' } };
  const vm = { ...vmOf({ domain: { devices: {} }, volumes: [{ name: 'root' }, { name: 'dump' }] }, { instancetype: true, preference: true }), status } as VirtualMachineLike;
  const outcome = render(vm, readerOf(INSTANCETYPE, { devices: { preferredAutoattachInputDevice: true } }), { trace: true, revisionName: 'rev' });
  const told = outcome.ok ? outcome.trace.map(({ rule, path, origin, source: { kind, name, field } }) => [rule, path, origin, kind, name, field].join(' ').trimEnd()) : [];
  const own = 'derived VirtualMachine web';
  expect(told).toEqual(expect.arrayContaining([
    `instance-metadata /metadata/name ${own} metadata`,
    `instance-metadata /metadata/ownerReferences ${own} metadata`,
    `instance-metadata /metadata/finalizers ${own} metadata`,
    `start-paused /spec/startStrategy ${own} status.stateChangeRequests`,
    `memory-dump-completed /spec/volumes ${own} status.memoryDumpRequest`,
    `stable-firmware-uuid /spec/domain/firmware/uuid ${own} metadata.name`,
    'default-volume-disk /spec/domain/devices/disks default KubeVirt',
    `vm-revision /status/virtualMachineRevisionName ${own}`,
    `vm-generation /metadata/annotations/kubevirt.io~1vm-generation ${own} metadata.generation`,
    'preferred-autoattach /spec/domain/devices/autoattachInputDevice preference VirtualMachineClusterPreference pr spec.devices.preferredAutoattachInputDevice',
    `autoattach-input-device /spec/domain/devices/inputs ${own} spec.template.spec.domain.devices.autoattachInputDevice`,
    'default-network-interface /spec/networks default KubeVirt  spec.configuration.network.defaultNetworkInterface',
    `name-annotation /metadata/annotations/kubevirt.io~1cluster-instancetype-name ${own} spec.instancetype.name`,
    'instancetype-memory /spec/domain/memory/guest instancetype VirtualMachineClusterInstancetype it spec.memory.guest',
  ]));
});

test('warnings about both of the objects that are used are passed on', () => {
  const foreign = (kind: string, name: string): Stored => {
    const metadata = { name: `rev-${name}`, namespace: 'ns', labels: { 'instancetype.kubevirt.io/object-name': name }, ownerReferences: [{ kind: 'VirtualMachine', name: 'other', uid: 'u-2', controller: true }] };
    const spec = kind.endsWith('Preference') ? {} : INSTANCETYPE;
    return { kind: 'ControllerRevision', metadata, spec: {}, data: { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind, metadata: { name }, spec } } as Stored;
  };
  const vm = { ...vmOf({ domain: {} }), spec: { instancetype: { name: 'it', revisionName: 'rev-it' }, preference: { name: 'pr', revisionName: 'rev-pr' }, template: { spec: { domain: {} } } } };
  const outcome = render(vm, new ListReader(foreign('VirtualMachineClusterInstancetype', 'it'), foreign('VirtualMachineClusterPreference', 'pr')));
  expect(outcome).toMatchObject({ ok: true, notes: [{ code: 'revision-of-another-owner' }, { code: 'revision-of-another-owner' }] });
});

test('a reader that answers later gives the same', async () => {
  const reader = readerOf(INSTANCETYPE, { devices: { preferredDiskBus: 'virtio' } });
  const vm = vmOf({ domain: {}, volumes: [{ name: 'root' }] }, { instancetype: true, preference: true });
  const later = { get: (ref: Parameters<ListReader['get']>[0]) => Promise.resolve(reader.get(ref)) };
  expect(await renderAsync(vm, later, { trace: true })).toEqual(render(vm, reader, { trace: true }));
  for (const refused of [undefined, {}, vmOf({}, { preference: true, instancetype: true })] as VirtualMachineLike[]) expect(await renderAsync(refused, { get: () => Promise.resolve(undefined) })).toEqual(render(refused, readerOf()));
  await expect(renderAsync(vm, { get: () => Promise.reject(new Error('down')) })).rejects.toThrow('down');
});
