import type { InstancetypeSpec, ObjectRef, VirtualMachineLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vmiInfo, vmInfo, vmResources, vmResourcesWith } from '../src/index.ts';

const VENDOR = 'instancetype.kubevirt.io/vendor';
const METADATA = { name: 'shop', namespace: 'web' };

interface Thing {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly spec?: object;
  readonly data?: object;
}

function cacheOf(...things: readonly Thing[]): { get(ref: ObjectRef): object | undefined } {
  return { get: ({ kind, name, namespace }) => things.find((each) => each.kind === kind && each.metadata.name === name && each.metadata.namespace === namespace) };
}

const vendor = (by: string): { readonly labels: Record<string, string> } => ({ labels: { [VENDOR]: by } });
const CACHE = cacheOf(
  { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'u1', ...vendor('kubevirt.io') } },
  { kind: 'VirtualMachineInstancetype', metadata: { name: 'mine', namespace: 'web', ...vendor('redhat.com') } },
  { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'theirs', ...vendor('example.com') } },
  { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'bare' } },
  { kind: 'VirtualMachineClusterPreference', metadata: { name: 'fedora', ...vendor('kubevirt.io') } },
  { kind: 'VirtualMachinePreference', metadata: { name: 'fedora', namespace: 'web', ...vendor('me') } },
);

describe('kubevirt_vm_info', () => {
  const typeOf = (instancetype: object | null | undefined): string => vmInfo({ metadata: METADATA, spec: { instancetype } } as VirtualMachineLike, CACHE).labels.instance_type;

  test.each([
    ['no matcher', undefined, ''],
    ['a null matcher', null, ''],
    ['a cluster kind', { name: 'u1', kind: 'VirtualMachineClusterInstancetype' }, 'u1'],
    ['another case', { name: 'u1', kind: 'virtualmachineclusterINSTANCETYPE' }, 'u1'],
    ['a plural (B12)', { name: 'u1', kind: 'virtualmachineclusterinstancetypes' }, 'u1'],
    ['no kind (B12)', { name: 'u1' }, 'u1'],
    ['an empty kind (B12)', { name: 'u1', kind: '' }, 'u1'],
    ['a namespaced kind', { name: 'mine', kind: 'VirtualMachineInstancetype' }, 'mine'],
    ['a namespaced object that is named as a cluster one', { name: 'mine' }, '<other>'],
    ['an unknown kind', { name: 'u1', kind: 'Foo' }, ''],
    ['a kind of the other family', { name: 'fedora', kind: 'VirtualMachineClusterPreference' }, ''],
    ['another vendor', { name: 'theirs' }, '<other>'],
    ['no vendor', { name: 'bare' }, '<other>'],
    ['an object that is not there', { name: 'gone' }, '<other>'],
    ['no name', { inferFromVolume: 'root' }, '<other>'],
  ])('%s', (_what, matcher, expected) => {
    expect(typeOf(matcher)).toBe(expected);
  });

  test('names the VM, both labels and the value', () => {
    const vm = { metadata: METADATA, spec: { instancetype: { name: 'u1' }, preference: { name: 'fedora' } } };
    expect(vmInfo(vm, CACHE)).toEqual({ name: 'kubevirt_vm_info', labels: { name: 'shop', namespace: 'web', instance_type: 'u1', preference: 'fedora' }, value: 1 });
    expect(vmInfo({ ...vm, spec: { preference: { name: 'fedora', kind: 'virtualmachinepreference' } } }, CACHE).labels).toMatchObject({ instance_type: '', preference: '<other>' });
  });
});

describe('kubevirt_vmi_info', () => {
  const labelsOf = (annotations: object | null | undefined): object => vmiInfo({ metadata: { ...METADATA, annotations: annotations as never } }, CACHE).labels;

  test.each([
    ['nothing', undefined, '', ''],
    ['null', null, '', ''],
    ['cluster objects', { 'kubevirt.io/cluster-instancetype-name': 'u1', 'kubevirt.io/cluster-preference-name': 'fedora' }, 'u1', 'fedora'],
    ['a namespaced one first (Q42)', { 'kubevirt.io/instancetype-name': 'mine', 'kubevirt.io/cluster-instancetype-name': 'u1', 'kubevirt.io/preference-name': 'fedora' }, 'mine', '<other>'],
    ['an empty name, which is there', { 'kubevirt.io/instancetype-name': '', 'kubevirt.io/cluster-instancetype-name': 'u1' }, '<other>', ''],
    ['a null name, which is none', { 'kubevirt.io/instancetype-name': null, 'kubevirt.io/cluster-instancetype-name': 'u1' }, 'u1', ''],
    ['one that is gone', { 'kubevirt.io/cluster-instancetype-name': 'gone' }, '<other>', ''],
  ])('%s', (_what, annotations, instancetype, preference) => {
    expect(labelsOf(annotations)).toEqual({ name: 'shop', namespace: 'web', instance_type: instancetype, preference });
  });

  test('is a series of its own', () => {
    expect(vmiInfo({ metadata: METADATA }, CACHE)).toMatchObject({ name: 'kubevirt_vmi_info', value: 1 });
  });
});

/** The series as short lines. */
function lines(series: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number }[]): string[] {
  return series.map(({ name, labels: { resource, unit, source }, value }) => [name === 'kubevirt_vm_resource_limits' ? 'limit' : source, resource, unit, value].join(' '));
}

function ofDomain(domain: object | undefined, cache = CACHE): string[] {
  return lines(vmResources({ metadata: METADATA, spec: { template: { spec: { domain } } } } as VirtualMachineLike, cache));
}

describe('kubevirt_vm_resource_requests and kubevirt_vm_resource_limits', () => {
  test('of a VM that says nothing: one of each, by default', () => {
    expect(ofDomain(undefined)).toEqual(['default cpu cores 1', 'default cpu threads 1', 'default cpu sockets 1', 'guest_effective cpu cores 1']);
    for (const domain of [{}, { cpu: null }]) expect(ofDomain(domain)).toEqual(ofDomain(undefined));
  });

  test.each([
    ['everything', { memory: { guest: '2Gi', hugepages: { pageSize: '2Mi' } }, cpu: { cores: 2, threads: 1, sockets: 3 }, resources: { requests: { memory: '1Gi', cpu: '1500m' }, limits: { memory: '3Gi', cpu: 4 } } }, [
      'domain memory bytes 1073741824', 'guest memory bytes 2147483648', 'hugepages memory bytes 2097152', 'guest_effective memory bytes 2147483648',
      'domain cpu cores 2', 'domain cpu threads 1', 'domain cpu sockets 3', 'requests cpu cores 1.5', 'guest_effective cpu cores 6',
      'limit memory bytes 3221225472', 'limit cpu cores 4',
    ]],
    ['huge pages of no size', { cpu: { cores: 1 }, memory: { hugepages: { pageSize: '0' } } }, ['hugepages memory bytes 0', 'domain cpu cores 1', 'guest_effective cpu cores 1']],
    ['huge pages of a size with a space, which is none', { cpu: { cores: 1 }, memory: { hugepages: { pageSize: ' 2Mi' } } }, ['domain cpu cores 1', 'guest_effective cpu cores 1']],
    ['a part of a topology', { cpu: { cores: 2, threads: 0 } }, ['domain cpu cores 2', 'guest_effective cpu cores 2']],
    ['a CPU without a topology', { cpu: { model: 'host-model' } }, ['guest_effective cpu cores 1']],
    ['counts that are none', { cpu: { cores: 2 ** 32, threads: -1, sockets: 1.5 } }, ['guest_effective cpu cores 1']],
    ['a CPU request alone', { resources: { requests: { cpu: '250m' } } }, ['requests cpu cores 0.25', 'guest_effective cpu cores 1']],
    ['a memory request', { cpu: {}, resources: { requests: { memory: '1.5Gi' }, limits: { memory: '2Gi' } } }, ['domain memory bytes 1610612736', 'guest_effective memory bytes 1610612736', 'guest_effective cpu cores 1', 'limit memory bytes 2147483648']],
    ['a memory request beside a null guest', { cpu: {}, memory: { guest: null }, resources: { requests: { memory: '1Gi' } } }, ['domain memory bytes 1073741824', 'guest_effective memory bytes 1073741824', 'guest_effective cpu cores 1']],
    ['a memory limit alone', { cpu: {}, resources: { requests: { memory: 0 }, limits: { memory: '100m' } } }, ['guest_effective memory bytes 1', 'guest_effective cpu cores 1', 'limit memory bytes 1']],
    ['what is no quantity', { cpu: {}, memory: { guest: 'lots', hugepages: { pageSize: 'big' } }, resources: { requests: { memory: '1GiB', cpu: 'x' }, limits: { cpu: '' } } }, ['guest_effective cpu cores 1']],
  ])('of %s', (_what, domain, expected) => {
    expect(ofDomain(domain)).toEqual(expected);
  });

  test('carry the VM, and no source for a limit', () => {
    const [request, limit] = vmResources({ metadata: METADATA, spec: { template: { spec: { domain: { cpu: {}, resources: { limits: { cpu: '1' } } } } } } }, CACHE);
    expect(request).toEqual({ name: 'kubevirt_vm_resource_requests', labels: { ...METADATA, resource: 'cpu', unit: 'cores', source: 'guest_effective' }, value: 1 });
    expect(limit).toEqual({ name: 'kubevirt_vm_resource_limits', labels: { ...METADATA, resource: 'cpu', unit: 'cores' }, value: 1 });
  });

  test('of a VM without a template there are none', () => {
    for (const spec of [undefined, null, {}, { template: null }]) expect(vmResources({ metadata: METADATA, spec }, CACHE)).toEqual([]);
  });

  const small: Thing = { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'small' }, spec: { cpu: { guest: 4 }, memory: { guest: '4Gi', overcommitPercent: 25 } } };
  const spread: Thing = { kind: 'VirtualMachineClusterPreference', metadata: { name: 'spread' }, spec: { cpu: { preferredCPUTopology: 'cores' } } };
  const vmWith = (domain: object, status?: object): VirtualMachineLike =>
    ({ metadata: METADATA, spec: { instancetype: { name: 'small' }, preference: { name: 'spread' }, template: { spec: { domain } } }, status }) as VirtualMachineLike;
  const APPLIED = [
    'domain memory bytes 3221225472', 'guest memory bytes 4294967296', 'guest_effective memory bytes 4294967296',
    'domain cpu cores 4', 'domain cpu threads 1', 'domain cpu sockets 1', 'guest_effective cpu cores 4',
  ];

  test('are those of the VM with its instance type and preference', () => {
    expect(lines(vmResources(vmWith({}), cacheOf(small, spread)))).toEqual(APPLIED);
    const object = { kind: small.kind, name: 'small' };
    const resolved = { instancetype: { spec: small.spec as InstancetypeSpec, object }, preference: { spec: spread.spec as object, object } };
    expect(vmResourcesWith(vmWith({}), resolved)).toEqual(vmResources(vmWith({}), cacheOf(small, spread)));
  });

  test('are those of what is stored, where the VM has it stored', () => {
    const name = 'instancetype.kubevirt.io/object-name';
    const data = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: small.kind, metadata: { name: 'small' }, spec: { cpu: { guest: 8 }, memory: { guest: '1Gi' } } };
    const revision = { kind: 'ControllerRevision', metadata: { name: 'rev', namespace: 'web', labels: { [name]: 'small' } }, data };
    expect(lines(vmResources(vmWith({}, { instancetypeRef: { name: 'small', controllerRevisionRef: { name: 'rev' } } }), cacheOf(small, spread, revision)))).toContain('guest_effective cpu cores 8');
  });

  test('are those of the VM as it stands where one is missing, or conflicts: nothing is applied by halves (B2)', () => {
    const own = { cpu: { sockets: 1 } };
    const ownLines = ofDomain(own);
    expect(lines(vmResources(vmWith(own), cacheOf(small)))).toEqual(ownLines);
    expect(lines(vmResources(vmWith(own), cacheOf(small, spread)))).toEqual(ownLines);
  });
});

test('CPU is the number nearest to the exact amount, in whatever way it is written', () => {
  const cores = (cpu: unknown): number | undefined => {
    const vm = { metadata: METADATA, spec: { template: { spec: { domain: { cpu: {}, resources: { limits: { cpu } } } } } } } as VirtualMachineLike;
    return vmResources(vm, CACHE).find(({ name }) => name === 'kubevirt_vm_resource_limits')?.value;
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.constantFrom(...(Object.entries({ n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, e3: 3, 'E-3': -3 }) as [string, number][])), (digits, [suffix, exponent]) => {
      expect(cores(`${digits}${suffix}`)).toBe(Number(`${digits}e${exponent}`));
    }),
  );
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: 2n ** 40n }), fc.constantFrom(0n, 1n, 2n), (digits, power) => {
    expect(cores(`${digits}${['Ki', 'Mi', 'Gi'][Number(power)]}`)).toBe(Number(digits * 1024n ** (power + 1n) > 2n ** 63n - 1n ? 2n ** 63n - 1n : digits * 1024n ** (power + 1n)));
  }));
  for (const [text, value] of Object.entries({ '3G': 3e9, '3T': 3e12, '3P': 3e15, '3E': 3e18, '3Ti': 3 * 2 ** 40, '3Pi': 3 * 2 ** 50, '3Ei': 3 * 2 ** 60, '-3E': -3e18, '-3Ei': -3 * 2 ** 60 })) expect(cores(text)).toBe(value);
  for (const huge of ['1e30', '1e2147483647', '1000E', '9223372036854775808', '1e400']) expect(Number.isFinite(cores(huge))).toBe(true);
  expect(cores(2.5)).toBe(2.5);
});

test('for any frozen JSON as VM, instance and cache: finite numbers, labels of text, and no exception', () => {
  const json = fc.jsonValue({ maxDepth: 5 });
  const domain = fc.oneof(json, fc.record({ cpu: fc.oneof(json, fc.record({ cores: json, sockets: json })), memory: fc.oneof(json, fc.record({ guest: json, hugepages: json })), resources: fc.oneof(json, fc.record({ requests: fc.oneof(json, fc.record({ cpu: json, memory: json })), limits: json })) }));
  const matcher = fc.oneof(json, fc.record({ name: json, kind: fc.oneof(json, fc.constant('VirtualMachineInstancetype')) }, { requiredKeys: [] }));
  const vms = fc.oneof(json, fc.record({ metadata: json, status: json, spec: fc.record({ instancetype: matcher, preference: matcher, template: fc.oneof(json, fc.record({ spec: fc.record({ domain }) })) }) }));
  const vmis = fc.oneof(json, fc.record({ metadata: fc.oneof(json, fc.record({ annotations: fc.oneof(json, fc.record({ 'kubevirt.io/instancetype-name': json })) })) }));
  fc.assert(
    fc.property(vms, vmis, json, (vm, vmi, object) => {
      const cache = { get: () => frozen(object) as object };
      const all = [vmInfo(frozen(vm) as VirtualMachineLike, cache), vmiInfo(frozen(vmi) as never, cache), ...vmResources(frozen(vm) as VirtualMachineLike, cache)];
      for (const { labels, value } of all) {
        expect(Number.isFinite(value)).toBe(true);
        expect(Object.values(labels).every((label) => typeof label === 'string')).toBe(true);
      }
      const keys = all.map(({ name, labels }) => JSON.stringify([name, labels]));
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 1_000 },
  );
});
