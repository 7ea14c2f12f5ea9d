import type { PreferenceSpec, TemplateLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { apply, specWith } from './applied.ts';

test.each<PreferenceSpec>([
  {},
  { clock: null, cpu: null, devices: null, features: null, firmware: null, machine: null, annotations: null, preferredSubdomain: null },
  { cpu: {}, machine: {}, volumes: {}, requirements: {} },
  { cpu: { preferredCPUTopology: 'spread', spreadOptions: { ratio: 4 } }, preferSpreadSocketToCoreRatio: 2 },
  // read by others: 20 Q15, Q34 and BEHAVIOUR 8
  { volumes: { preferredStorageClassName: 'fast' } },
  { requirements: { cpu: { guest: 4 }, memory: { guest: '4Gi' }, architecture: 'arm64' } },
])('preference %j changes nothing: the template itself is the result', (preference) => {
  const template: TemplateLike = { metadata: { labels: { a: 'b' } }, spec: { domain: { devices: { disks: [{ name: 'd' }] } } } };
  const { value, trace } = apply(template, preference);
  expect(value).toBe(template);
  expect(trace).toEqual([]);
});

test('preferredVirtualGPUOptions is never applied (20 Q15)', () => {
  const spec = { domain: { devices: { gpus: [{ name: 'g' }] } } };
  expect(specWith(spec, { devices: { preferredVirtualGPUOptions: { display: { enabled: true } } } })).toBe(spec);
});

describe('a preference of everything', () => {
  const preference: PreferenceSpec = {
    annotations: { a: '1' },
    clock: { preferredTimer: { pit: {} } },
    cpu: { preferredCPUFeatures: [{ name: 'vmx' }] },
    devices: { preferredRng: {}, preferredPanicDeviceModel: 'hyperv' },
    features: { preferredAcpi: {} },
    firmware: { preferredUseBios: true },
    machine: { preferredMachineType: 'q35' },
    preferredArchitecture: 'amd64',
    preferredLaunchSecurity: { tdx: {} },
    preferredSubdomain: 'net',
    preferredTerminationGracePeriodSeconds: 0,
  };

  test('is applied in the order of BEHAVIOUR 5.1', () => {
    const paths = apply({ metadata: { annotations: {} }, spec: { domain: {} } }, preference).trace.map((entry) => entry.path);
    const sections = paths.map((path) => path.replace('/spec/domain/', '').replace('/spec/', '').replace(/^\/metadata/, 'metadata').split('/')[0]);
    expect([...new Set(sections)]).toEqual([
      'cpu', 'devices', 'features', 'firmware', 'machine', 'clock', 'subdomain', 'terminationGracePeriodSeconds', 'architecture', 'metadata',
      'launchSecurity',
    ]);
  });

  test('gives an empty template all of it', () => {
    expect(apply({}, preference).value).toEqual({
      metadata: { annotations: { a: '1' } },
      spec: {
        architecture: 'amd64',
        subdomain: 'net',
        terminationGracePeriodSeconds: 0,
        domain: {
          clock: { timer: { pit: {} } },
          cpu: { features: [{ name: 'vmx' }] },
          devices: { rng: {}, panicDevices: [{ model: 'hyperv' }] },
          features: { acpi: {} },
          firmware: { bootloader: { bios: {} } },
          launchSecurity: { tdx: {} },
          machine: { type: 'q35' },
        },
      },
    });
  });

  test('applied twice is applied once', () => {
    const once = apply({}, preference).value ?? {};
    const twice = apply(frozen(once), preference).value;
    expect(twice).toEqual(once);
  });

  test('says in the trace which field of whose spec wrote what', () => {
    const { trace } = apply({ spec: { subdomain: 'mine' } }, preference);
    const source = { kind: 'VirtualMachineClusterPreference', name: 'p' };
    expect(trace.every((entry) => entry.origin === 'preference' && entry.source.name === 'p')).toBe(true);
    expect(trace).toContainEqual({
      action: 'set', path: '/spec/domain/machine/type', value: 'q35', origin: 'preference', rule: 'preferred-machine',
      source: { ...source, field: 'spec.machine.preferredMachineType' },
    });
    expect(trace).toContainEqual({
      action: 'keep', path: '/spec/subdomain', value: 'net', origin: 'preference', rule: 'preferred-subdomain',
      source: { ...source, field: 'spec.preferredSubdomain' },
    });
  });
});

test('what is not written is shared with the input, and what is preferred with the preference', () => {
  const template: TemplateLike = {
    metadata: { labels: { a: 'b' } },
    spec: { volumes: [{ name: 'v' }], domain: { cpu: { cores: 2 }, devices: { disks: [{ name: 'a', disk: { bus: 'sata' } }, { name: 'b' }] } } },
  };
  const preference: PreferenceSpec = { devices: { preferredDiskBus: 'virtio', preferredTPM: { persistent: true } } };
  const { value } = apply(template, preference);
  expect(value?.metadata).toBe(template.metadata);
  expect(value?.spec?.volumes).toBe(template.spec?.volumes);
  expect(value?.spec?.domain?.cpu).toBe(template.spec?.domain?.cpu);
  expect(value?.spec?.domain?.devices?.disks?.[0]).toBe(template.spec?.domain?.devices?.disks?.[0]);
  expect(value?.spec?.domain?.devices?.disks?.[1]).toEqual({ name: 'b', disk: { bus: 'virtio' } });
  expect(value?.spec?.domain?.devices?.tpm).toBe(preference.devices?.preferredTPM);
});
