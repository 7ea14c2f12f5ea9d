import type { DomainLike, MemoryInstancetype } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { conflicts, domainWith, it } from './applied.ts';

// BEHAVIOUR 4.4 step 2: only the first (20 Q2)
describe('conflicts', () => {
  const HUGE = { pageSize: '1Gi' };
  test.each<[string, DomainLike, MemoryInstancetype, string[]]>([
    ['1 guest', { memory: { guest: '2Gi' } }, {}, ['spec.domain.memory.guest']],
    ['1 guest of 0', { memory: { guest: 0 } }, {}, ['spec.domain.memory.guest']],
    ['1 guest before all else', { memory: { guest: '2Gi', hugepages: HUGE, maxGuest: '4Gi' }, resources: { requests: { memory: 1 }, limits: { memory: 1 } } }, { hugepages: HUGE, maxGuest: '4Gi' }, ['spec.domain.memory.guest']],
    ['2 hugepages', { memory: { hugepages: HUGE } }, { hugepages: {} }, ['spec.domain.memory.hugepages']],
    ['2 hugepages of the VM alone (Appendix A)', { memory: { hugepages: HUGE } }, {}, []],
    ['2 hugepages before the rest (Appendix A)', { memory: { hugepages: HUGE, maxGuest: '4Gi' }, resources: { requests: { memory: 1 }, limits: { memory: 1 } } }, { hugepages: HUGE, maxGuest: '4Gi' }, ['spec.domain.memory.hugepages']],
    ['3 maxGuest', { memory: { maxGuest: '4Gi' } }, { maxGuest: '8Gi' }, ['spec.domain.memory.maxGuest']],
    ['3 maxGuest of the VM alone', { memory: { maxGuest: '4Gi' } }, { maxGuest: null }, []],
    ['3 maxGuest before resources', { memory: { maxGuest: '4Gi' }, resources: { requests: { memory: 1 } } }, { maxGuest: '8Gi' }, ['spec.domain.memory.maxGuest']],
    ['4 requests.memory', { resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } } }, {}, ['spec.domain.resources.requests.memory']],
    ['4 requests.memory of 0', { resources: { requests: { memory: 0 } } }, {}, ['spec.domain.resources.requests.memory']],
    ['5 limits.memory', { resources: { limits: { memory: '1Gi' } } }, {}, ['spec.domain.resources.limits.memory']],
    ['none for null', { memory: { guest: null, hugepages: null, maxGuest: null }, resources: { requests: null, limits: null } }, { hugepages: HUGE, maxGuest: '8Gi' }, []],
  ])('row %s', (_row, domain, memory, fields) => {
    expect(conflicts({ domain }, it(2, { memory }))).toEqual(fields);
  });
});

// BEHAVIOUR 4.4 steps 1, 3 and 5
describe('what is written', () => {
  test.each<[string, DomainLike, MemoryInstancetype, DomainLike]>([
    ['guest', {}, {}, { memory: { guest: '1Gi' } }],
    ['guest as it is written', {}, { guest: '1024Mi' }, { memory: { guest: '1024Mi' } }],
    ['guest as a number', {}, { guest: 1_073_741_824 }, { memory: { guest: 1_073_741_824 } }],
    ['0 where the instance type has none', {}, { guest: null }, { memory: { guest: '0' } }],
    ['hugepages', {}, { hugepages: { pageSize: '2Mi' } }, { memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' } } }],
    ['maxGuest', {}, { maxGuest: '8Gi' }, { memory: { guest: '1Gi', maxGuest: '8Gi' } }],
    ['the VM\'s own hugepages stay', { memory: { hugepages: {}, maxGuest: '2Gi' } }, {}, { memory: { guest: '1Gi', hugepages: {}, maxGuest: '2Gi' } }],
    ['no request without overcommit', {}, { overcommitPercent: 0 }, { memory: { guest: '1Gi' } }],
    ['no request for a negative one', {}, { overcommitPercent: -5 }, { memory: { guest: '1Gi' } }],
  ])('%s', (_case, domain, memory, result) => {
    const { cpu: _cpu, ...rest } = domainWith(domain, it(2, { memory })) ?? {};
    expect(rest).toEqual(result);
  });

  test('a request stands beside the VM\'s other requests and limits', () => {
    const resources = { requests: { 'ephemeral-storage': '1Gi' }, limits: { pods: 1 } } as object;
    expect(domainWith({ resources }, it(2, { memory: { guest: '2Gi', overcommitPercent: 50 } }))?.resources).toEqual({
      requests: { 'ephemeral-storage': '1Gi', memory: '1Gi' },
      limits: { pods: 1 },
    });
  });
});
