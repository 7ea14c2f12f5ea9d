import type { Matcher, StatusRef, VirtualMachineLike } from '@instancetype/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextReference } from '../src/index.ts';

const vmOf = (instancetype: Matcher | null | undefined, instancetypeRef?: StatusRef | null): VirtualMachineLike => ({ spec: { instancetype }, status: { instancetypeRef } });
const STORED: StatusRef = { name: 'u1.small', kind: 'VirtualMachineClusterInstancetype', controllerRevisionRef: { name: 'rev-1' } };

describe('the status reference', () => {
  test('of a VM without a matcher is left alone', () => {
    expect(nextReference(vmOf(undefined, STORED), 'instancetype')).toBeUndefined();
    expect(nextReference(vmOf(null, STORED), 'instancetype')).toBeUndefined();
  });

  test('of a new VM takes over the matcher, and needs a revision', () => {
    expect(nextReference(vmOf({ name: 'u1.small', inferFromVolumeFailurePolicy: 'Ignore' }), 'instancetype')).toEqual({
      reference: { name: 'u1.small', inferFromVolumeFailurePolicy: 'Ignore' },
      needsRevision: true,
    });
  });

  test('stays while the matcher says the same', () => {
    expect(nextReference(vmOf({ name: 'u1.small', kind: 'VirtualMachineClusterInstancetype' }, STORED), 'instancetype')).toEqual({ reference: STORED, needsRevision: false });
  });

  test.each([
    ['name', { name: 'u1.large', kind: 'VirtualMachineClusterInstancetype' }],
    ['kind, also in letter case only', { name: 'u1.small', kind: 'virtualmachineclusterinstancetype' }],
    ['volume', { name: 'u1.small', inferFromVolume: 'root' }],
  ])('drops its revision with a new %s', (_what, matcher) => {
    const next = nextReference(vmOf(matcher, STORED), 'instancetype');
    expect(next?.needsRevision).toBe(true);
    expect(next?.reference).toEqual({ kind: 'VirtualMachineClusterInstancetype', ...matcher });
  });

  test('keeps its revision when the matcher loses its kind or its revisionName, and when only the policy changes (Q23)', () => {
    expect(nextReference(vmOf({ name: 'u1.small' }, STORED), 'instancetype')).toEqual({ reference: STORED, needsRevision: false });
    const next = nextReference(vmOf({ name: 'u1.small', inferFromVolumeFailurePolicy: 'Ignore' }, STORED), 'instancetype');
    expect(next).toEqual({ reference: { ...STORED, inferFromVolumeFailurePolicy: 'Ignore' }, needsRevision: false });
  });

  test('takes the revision that the matcher names, and creates none, also for a new name', () => {
    expect(nextReference(vmOf({ name: 'u1.large', revisionName: 'mine' }, STORED), 'instancetype')).toMatchObject({
      reference: { name: 'u1.large', controllerRevisionRef: { name: 'mine' } },
      needsRevision: false,
    });
  });

  test('with a reference object of no name needs no revision', () => {
    expect(nextReference(vmOf({ name: 'u1.small' }, { name: 'u1.small', controllerRevisionRef: {} }), 'instancetype')?.needsRevision).toBe(false);
    expect(nextReference(vmOf({ name: 'u1.small' }, { name: 'u1.small', controllerRevisionRef: null }), 'instancetype')?.needsRevision).toBe(true);
  });
});

test('once it is written, the same matcher changes nothing more', () => {
  const text = fc.constantFrom(undefined, '', 'a', 'b');
  const matcher = fc.record({ name: text, kind: text, revisionName: text, inferFromVolume: text, inferFromVolumeFailurePolicy: fc.constantFrom(undefined, 'Ignore', 'Reject') });
  const reference = fc.record({ name: text, kind: text, inferFromVolume: text, controllerRevisionRef: fc.constantFrom(undefined, null, {}, { name: 'r' }) });
  fc.assert(
    fc.property(matcher, fc.option(reference), (asked, stored) => {
      const first = nextReference(vmOf(asked as Matcher, stored as StatusRef | null), 'instancetype');
      const written = { ...first?.reference, ...(first?.needsRevision && { controllerRevisionRef: { name: 'created' } }) };
      expect(nextReference(vmOf(asked as Matcher, written as StatusRef), 'instancetype')).toEqual({ reference: written, needsRevision: false });
    }),
  );
});
