import type { VirtualMachineLike, VmiSpecLike } from '@instancetype/api';
import { provenanceOf } from '@instancetype/draft';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { expandWith } from '../src/index.ts';
import { expanded, resolvedOf, specOf, vmOf } from './expanded.ts';

const TWO = { cpu: { guest: 2 }, memory: { guest: '1024Mi' } };

// BEHAVIOUR 12.6 (measured); quantities keep their spelling here
describe('a VM with volumes d and ci', () => {
  const VOLUMES: VmiSpecLike = { volumes: [{ name: 'd', containerDisk: { image: 'foo:latest' } }, { name: 'ci' }] };
  const COMMON = {
    architecture: 'amd64',
    evictionStrategy: 'None',
    networks: [{ name: 'default', pod: {} }],
    volumes: [{ name: 'd', containerDisk: { image: 'foo:latest', imagePullPolicy: 'Always' } }, { name: 'ci' }],
  };
  const INTERFACES = [{ name: 'default', bridge: {} }];

  test('with an instance type and an empty preference', () => {
    expect(specOf(VOLUMES, TWO, {})).toEqual({
      ...COMMON,
      domain: {
        cpu: { sockets: 2, cores: 1, threads: 1 },
        memory: { guest: '1024Mi' },
        machine: { type: 'q35' },
        devices: { disks: [{ name: 'd' }, { name: 'ci' }], interfaces: INTERFACES },
      },
    });
  });

  test('with a preferred disk bus alone: its own disks get it, too', () => {
    expect(specOf(VOLUMES, undefined, { devices: { preferredDiskBus: 'virtio' } })).toEqual({
      ...COMMON,
      domain: {
        cpu: { sockets: 1, cores: 1, threads: 1 },
        memory: {},
        machine: { type: 'q35' },
        devices: { disks: [{ name: 'd', disk: { bus: 'virtio' } }, { name: 'ci', disk: { bus: 'virtio' } }], interfaces: INTERFACES },
      },
    });
  });
});

describe('the default interface is added before the preference is looked at', () => {
  test('so that autoattachPodInterface false comes too late (20 Q32, 12.6)', () => {
    expect(specOf({}, undefined, { devices: { preferredAutoattachPodInterface: false } })).toMatchObject({
      networks: [{ name: 'default', pod: {} }],
      domain: { devices: { autoattachPodInterface: false, interfaces: [{ name: 'default', bridge: {} }] } },
    });
  });

  test('and so does a preferred masquerade, for it has a binding (20 Q33)', () => {
    const preference = { devices: { preferredInterfaceMasquerade: {}, preferredInterfaceModel: 'e1000' } };
    expect(specOf({}, undefined, preference)?.domain?.devices?.interfaces).toEqual([{ name: 'default', bridge: {}, model: 'e1000' }]);
  });

  test('no input device is added (20 Q32)', () => {
    expect(specOf({}, undefined, { devices: { preferredAutoattachInputDevice: true } })?.domain?.devices).not.toHaveProperty('inputs');
  });
});

test.each<[VmiSpecLike, object]>([
  [
    { domain: { resources: { requests: { cpu: '1500m', memory: '1024Mi' }, limits: { cpu: '2500m' } } } },
    { cpu: { sockets: 3, cores: 1, threads: 1 }, memory: { guest: '1024Mi' }, resources: { requests: { cpu: '1500m' } } },
  ],
  [
    { domain: { cpu: { cores: 2 }, resources: { limits: { cpu: '2500m', memory: '2048Mi' } } } },
    { cpu: { cores: 2 }, memory: { guest: '2048Mi' }, resources: { requests: { cpu: '2500m' } } },
  ],
])('defaults follow from what a VM with a preference says itself: %j (12.6)', (template, domain) => {
  const spec = specOf(template, undefined, {});
  expect(spec?.domain).toMatchObject(domain);
  if (template.domain?.cpu) expect(spec?.domain?.cpu).toEqual(template.domain.cpu);
});

test('the order is interface, instance type, preference, defaults (12.1)', () => {
  const outcome = expanded({ volumes: [{ name: 'v' }] }, TWO, { machine: { preferredMachineType: 'pc' } });
  const origins = (outcome.ok ? outcome.trace : []).map((entry) => entry.origin);
  expect(origins.filter((origin, index) => origin !== origins[index - 1])).toEqual(['default', 'instancetype', 'preference', 'default', 'derived']);
});

test('the storage class that a preference wants is not given to templates (20 Q34)', () => {
  const vm = frozen({ spec: { preference: { name: 'pr' }, dataVolumeTemplates: [{ spec: { storage: {} } }], template: {} } });
  const outcome = expandWith(vm, resolvedOf(undefined, { volumes: { preferredStorageClassName: 'fast' } }));
  expect(outcome.ok && outcome.value.spec.dataVolumeTemplates).toBe(vm.spec.dataVolumeTemplates);
});

describe('references', () => {
  const vm = frozen({
    kind: 'VirtualMachine',
    spec: { instancetype: { name: 'it' }, preference: { name: 'pr' }, runStrategy: 'Always', template: { spec: {} } },
    status: { instancetypeRef: { name: 'it' }, preferenceRef: { name: 'pr' }, ready: true, printableStatus: 'Running' },
  });
  const outcome = expandWith(vm, resolvedOf(TWO, {}), { trace: true });

  test('are dropped, and nothing else of the spec and the status (12.1 step 8)', () => {
    expect(outcome.ok && { ...outcome.value, spec: { ...outcome.value.spec, template: {} } }).toEqual({
      kind: 'VirtualMachine',
      spec: { runStrategy: 'Always', template: {} },
      status: { ready: true, printableStatus: 'Running' },
    });
  });

  test('are removals in the trace', () => {
    const removed = (outcome.ok ? outcome.trace : []).filter((entry) => entry.action === 'remove').map((entry) => entry.path);
    expect(removed).toEqual(['/spec/instancetype', '/spec/preference', '/status/instancetypeRef', '/status/preferenceRef']);
  });

  test('of null are dropped as well', () => {
    const one = expandWith(frozen({ spec: { instancetype: { name: 'it' }, preference: null, template: {} }, status: null }), resolvedOf(TWO, undefined));
    expect(one.ok && one.value.spec).not.toHaveProperty('preference');
  });

  test('in the status stay where there are none in the spec: such a VM is not expanded', () => {
    const stored = { spec: { template: {} }, status: { instancetypeRef: { name: 'it' } } };
    const one = expandWith(stored, {});
    expect(one.ok && one.value).toBe(stored);
  });
});

describe('a VM without matchers', () => {
  test.each<VirtualMachineLike>([
    {},
    { spec: null },
    { spec: { instancetype: null, preference: null, template: { spec: { volumes: [{ name: 'v' }] } } } },
    vmOf({ domain: {} }),
  ])('%j is the result itself, without defaults (20 Q31)', (vm) => {
    const outcome = expandWith(frozen(vm), {}, { trace: true });
    expect(outcome).toMatchObject({ ok: true, notes: [], trace: [] });
    expect(outcome.ok && outcome.value).toBe(vm);
  });
});

describe('a VM of which the matcher found nothing', () => {
  test('still gets the cluster\'s defaults (20 Q31)', () => {
    const outcome = expandWith(frozen(vmOf({}, { preference: { name: 'pr' } })), {}, { cluster: { defaultArchitecture: 'arm64' } });
    expect(outcome.ok && outcome.value.spec?.template?.spec).toMatchObject({ architecture: 'arm64', domain: { machine: { type: 'virt' } } });
  });
});

test('conflicts are the causes, with the webhooks\' base path', () => {
  const outcome = expanded({ domain: { cpu: { cores: 4 }, memory: { guest: '1Gi' } } }, TWO);
  expect(outcome.ok ? [] : outcome.causes.map((cause) => cause.field)).toEqual([
    'spec.template.spec.domain.cpu.cores', 'spec.template.spec.domain.memory.guest',
  ]);
});

describe('the cluster', () => {
  test('decides the defaults', () => {
    const cluster = { configuration: { evictionStrategy: 'LiveMigrate', network: { defaultNetworkInterface: 'masquerade' }, machineType: 'pc' } };
    expect(specOf({}, TWO, undefined, cluster)).toMatchObject({
      evictionStrategy: 'LiveMigrate',
      domain: { machine: { type: 'pc' }, devices: { interfaces: [{ name: 'default', masquerade: {} }] } },
    });
  });

  test('may refuse its own default interface, before conflicts are looked for (12.1 step 5)', () => {
    const cluster = { configuration: { network: { defaultNetworkInterface: 'slirp' } } };
    const outcome = expanded({ domain: { cpu: { cores: 4 } } }, TWO, undefined, cluster);
    expect(outcome.ok ? [] : outcome.causes).toMatchObject([{ code: 'slirp-not-supported', pointer: '/spec/template/spec/domain/devices/interfaces' }]);
  });

  test('may have quantities refused, with their place in the VM', () => {
    const outcome = expanded({ domain: { resources: { limits: { memory: 'much' } } } }, undefined, {});
    expect(outcome.ok ? [] : outcome.causes).toMatchObject([
      { code: 'bad-quantity', field: 'spec.template.spec.domain.resources.limits.memory', pointer: '/spec/template/spec/domain/resources/limits/memory' },
    ]);
  });
});

test.each<VirtualMachineLike>([
  { spec: { instancetype: { name: 'it' } } },
  { spec: { instancetype: { name: 'it' }, template: null } },
])('a VM without a template, %j, is told so (Appendix B1)', (vm) => {
  const outcome = expandWith(frozen(vm), resolvedOf(TWO, undefined));
  expect(outcome.ok ? [] : outcome.causes).toMatchObject([{ code: 'template-missing', reason: 'FieldValueRequired', field: 'spec.template' }]);
});

test('every field of the result is somebody\'s: the author\'s, or one that the trace names', () => {
  const outcome = expanded({ volumes: [{ name: 'v' }], domain: { cpu: { model: 'own' } } }, TWO, { devices: { preferredDiskBus: 'sata' } });
  const { writerOf } = provenanceOf(outcome.ok ? outcome.trace : []);
  const at = (path: string): string | undefined => writerOf(`/spec/template/spec/${path}`)?.origin;
  expect([at('domain/cpu/sockets'), at('domain/cpu/model'), at('domain/devices/disks/0/disk/bus'), at('domain/devices/disks/0/name'), at('volumes/0/name')]).toEqual([
    'instancetype', undefined, 'preference', 'default', undefined,
  ]);
});
