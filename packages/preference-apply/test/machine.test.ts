import type { DomainLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { domainWith } from './applied.ts';

// BEHAVIOUR 5.11
describe('machine', () => {
  test.each<[DomainLike, string, DomainLike]>([
    [{}, 'q35', { machine: { type: 'q35' } }],
    [{ machine: null }, 'q35', { machine: { type: 'q35' } }],
    [{ machine: { type: '' } }, 'q35', { machine: { type: 'q35' } }],
    [{ machine: { type: 'pc' } }, 'q35', { machine: { type: 'pc' } }],
    [{}, '', {}],
  ])('of a VM with %j and preferred "%s" gives %j', (domain, preferredMachineType, result) => {
    expect(domainWith(domain, { machine: { preferredMachineType } })).toEqual(result);
  });

  test('{} does nothing (Appendix A)', () => {
    const domain = {};
    expect(domainWith(domain, { machine: {} })).toBe(domain);
  });
});
