import type { CpuLike, DomainLike, MemoryLike, QuantityLike, ResourcesLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { defaults, domainOf } from './defaulted.ts';

// BEHAVIOUR 12.4 row 3
describe('the CPU request', () => {
  const requestOf = (domain: DomainLike, cpuRequest?: QuantityLike | null): unknown => domainOf(domain, { cpuRequest }).resources?.requests?.cpu;

  test.each<[string, ResourcesLike | undefined, QuantityLike | undefined]>([
    ['3a the limit', { limits: { cpu: '2500m' } }, '2500m'],
    ['3a the limit, where the request is 0', { limits: { cpu: 2 }, requests: { cpu: '0' } }, 2],
    ['3a not over a request', { limits: { cpu: '2500m' }, requests: { cpu: '1500m' } }, '1500m'],
    ['3a not a limit of 0', { limits: { cpu: '0' } }, undefined],
    ['3a nothing without a limit', undefined, undefined],
  ])('%s', (_rule, resources, request) => {
    expect(requestOf({ resources })).toBe(request);
  });

  test.each<[string, DomainLike, QuantityLike | null, QuantityLike | undefined]>([
    ['3b what the cluster sets', {}, '200m', '200m'],
    ['3b not the built-in one, however written', {}, '0.1', undefined],
    ['3b not the built-in one, as a number', {}, 0.1, undefined],
    ['3b not where the cluster sets none', {}, null, undefined],
    ['3b not over a request', { resources: { requests: { cpu: 1 } } }, '200m', 1],
    ['3b not over a request of 0', { resources: { requests: { cpu: 0 } } }, '200m', 0],
    ['3b not over the limit of 3a', { resources: { limits: { cpu: 2 } } }, '200m', 2],
    ['3b beside a limit of 0', { resources: { limits: { cpu: 0 } } }, '200m', '200m'],
    ['3b not for dedicated CPUs', { cpu: { dedicatedCpuPlacement: true } }, '200m', undefined],
    ['3b for CPUs that are not dedicated', { cpu: { dedicatedCpuPlacement: false } }, '200m', '200m'],
    ['3b not what is no quantity', {}, 'much', undefined],
  ])('%s', (_rule, domain, cpuRequest, request) => {
    expect(requestOf(domain, cpuRequest)).toBe(request);
  });

  test('stands beside other requests', () => {
    expect(domainOf({ resources: { requests: { memory: '1Gi' }, limits: { cpu: 2 } } }).resources?.requests).toEqual({ memory: '1Gi', cpu: 2 });
  });
});

// BEHAVIOUR 12.4 row 4
describe('guest memory', () => {
  test.each<[string, DomainLike, MemoryLike]>([
    ['is created empty', {}, {}],
    ['is created empty for null', { memory: null }, {}],
    ['of the VM stays', { memory: { guest: '2Gi' }, resources: { requests: { memory: '1Gi' } } }, { guest: '2Gi' }],
    ['of 0 stays', { memory: { guest: 0 }, resources: { requests: { memory: '1Gi' } } }, { guest: 0 }],
    ['is the request', { resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } } }, { guest: '1Gi' }],
    ['is the limit where nothing is requested', { resources: { limits: { memory: '2Gi' } } }, { guest: '2Gi' }],
    ['is the limit where 0 is requested', { resources: { requests: { memory: '0Gi' }, limits: { memory: '2Gi' } } }, { guest: '2Gi' }],
    ['is a huge page', { memory: { hugepages: { pageSize: '1Gi' } } }, { guest: '1Gi', hugepages: { pageSize: '1Gi' } }],
    ['is the request before a huge page', { memory: { hugepages: { pageSize: '1Gi' } }, resources: { requests: { memory: '4Gi' } } }, { guest: '4Gi', hugepages: { pageSize: '1Gi' } }],
    ['is no huge page of no size', { memory: { hugepages: { pageSize: '' } } }, { hugepages: { pageSize: '' } }],
    ['is no huge page of what is no size', { memory: { hugepages: { pageSize: 'big' } } }, { hugepages: { pageSize: 'big' } }],
    ['is no huge page of a size with a space', { memory: { hugepages: { pageSize: ' 2Mi' } } }, { hugepages: { pageSize: ' 2Mi' } }],
    ['is set in a memory of other members', { memory: { maxGuest: '4Gi', guest: null }, resources: { requests: { memory: 1_073_741_824 } } }, { maxGuest: '4Gi', guest: 1_073_741_824 }],
  ])('%s', (_rule, domain, memory) => {
    expect(domainOf(domain).memory).toEqual(memory);
  });
});

// BEHAVIOUR 12.4 row 5
describe('the CPU topology', () => {
  const SOCKET: CpuLike = { sockets: 1, cores: 1, threads: 1 };
  test.each<[string, DomainLike, CpuLike]>([
    ['is one vCPU', {}, SOCKET],
    ['is set where cpu is null', { cpu: null }, SOCKET],
    ['is set where all three are 0', { cpu: { sockets: 0, cores: 0, threads: 0, model: 'm' } }, { ...SOCKET, model: 'm' }],
    ['is the limit as sockets, rounded up', { resources: { limits: { cpu: '2500m' }, requests: { cpu: '1500m' } } }, { ...SOCKET, sockets: 3 }],
    ['is the request as sockets, rounded up', { resources: { requests: { cpu: '1500m' } } }, { ...SOCKET, sockets: 2 }],
    ['is the limit even where it is 0, which JSON leaves out', { resources: { limits: { cpu: '0' }, requests: { cpu: 2 } } }, { cores: 1, threads: 1 }],
    ['with cores stays', { cpu: { cores: 2 }, resources: { limits: { cpu: 8 } } }, { cores: 2 }],
    ['with sockets stays', { cpu: { sockets: 2 } }, { sockets: 2 }],
    ['with threads stays', { cpu: { threads: 2 } }, { threads: 2 }],
  ])('%s', (_rule, domain, cpu) => {
    expect(domainOf(domain).cpu).toEqual(cpu);
  });

  test('is what the cluster\'s CPU request makes of it, where that is the only one', () => {
    expect(domainOf({}, { cpuRequest: '2' })).toMatchObject({ resources: { requests: { cpu: '2' } }, cpu: { sockets: 2, cores: 1, threads: 1 } });
  });
});

// BEHAVIOUR 12.6, the last two rows
test.each<[DomainLike, DomainLike]>([
  [
    { resources: { requests: { cpu: '1500m', memory: '1024Mi' }, limits: { cpu: '2500m' } } },
    { cpu: { sockets: 3, cores: 1, threads: 1 }, memory: { guest: '1024Mi' }, resources: { requests: { cpu: '1500m', memory: '1024Mi' }, limits: { cpu: '2500m' } } },
  ],
  [
    { cpu: { cores: 2 }, resources: { limits: { cpu: '2500m', memory: '2048Mi' } } },
    { cpu: { cores: 2 }, memory: { guest: '2048Mi' }, resources: { requests: { cpu: '2500m' }, limits: { cpu: '2500m', memory: '2048Mi' } } },
  ],
])('a VM with %j gets %j', (domain, result) => {
  expect(domainOf(domain)).toMatchObject(result);
});

test.each<[ResourcesLike, string]>([
  [{ limits: { cpu: 'much' } }, '/domain/resources/limits/cpu'],
  [{ requests: { cpu: 'much' } }, '/domain/resources/requests/cpu'],
  [{ requests: { memory: '8GiB' } }, '/domain/resources/requests/memory'],
  [{ limits: { memory: {} as unknown as string } }, '/domain/resources/limits/memory'],
])('what is no quantity is told, once: %j', (resources, pointer) => {
  const { causes } = defaults({ domain: { resources } });
  expect(causes.map((cause) => cause.pointer)).toEqual([pointer]);
  expect(causes[0]).toMatchObject({ code: 'bad-quantity', severity: 'error', reason: 'FieldValueInvalid' });
  expect(causes[0]?.message).toContain('no quantity');
});
