import type { VirtualMachineLike } from '@instancetype/api';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { admit, admitAsync } from '../src/index.ts';
import { readerOf } from './verdict.ts';

const naming = (matchers: object): VirtualMachineLike => frozen({ kind: 'VirtualMachine', metadata: { name: 'vm', namespace: 'ns', uid: 'u' }, spec: { ...matchers, template: { spec: {} } } });

// RELIABILITY, rows 28 and 45 of its bad inputs
describe('missing objects', () => {
  const both = naming({ instancetype: { name: 'gone' }, preference: { name: 'pr', kind: 'Foo' } });

  test('are refused, both at once, where that is wanted', async () => {
    const expected = { ok: false, causes: [{ code: 'instancetype-not-found', severity: 'error', reason: 'FieldValueNotFound', field: 'spec.instancetype' }, { code: 'unknown-kind', severity: 'error', message: expect.stringContaining('"Foo"') }] };
    expect(admit(both, readerOf(), { missingObjects: 'deny' })).toMatchObject(expected);
    expect(await admitAsync(both, readerOf(), { missingObjects: 'deny' })).toMatchObject(expected);
    expect(admit(both, readerOf(), { missingObjects: 'allow' })).toMatchObject({ ok: true, notes: [{ severity: 'warning' }, { severity: 'warning' }] });
  });

  test.each([undefined, '', 'virtualmachineclusterinstancetype', 'VirtualMachineClusterInstancetypes'])('of the kind %j are looked up as KubeVirt does', (kind) => {
    expect(admit(naming({ instancetype: { name: 'it', kind } }), readerOf({ cpu: { guest: 1 }, memory: { guest: '1Gi' } }), { missingObjects: 'deny' }).ok).toBe(true);
  });
});

describe('a revision that another object controls', () => {
  const data = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineInstancetype', metadata: { name: 'it' }, spec: { cpu: { guest: 1 }, memory: { guest: '1Gi' } } };
  const revision = (owner: object) => ({ get: () => ({ kind: 'ControllerRevision', metadata: { name: 'r', ownerReferences: [{ controller: true, ...owner }] }, data }) });
  const vm = naming({ instancetype: { name: 'it', revisionName: 'r' } });

  test('is used with a warning, or refused where that is wanted (Appendix B14)', () => {
    const theirs = revision({ kind: 'StatefulSet', name: 'db', uid: 'x' });
    expect(admit(vm, theirs)).toMatchObject({ ok: true, notes: [{ code: 'revision-of-another-owner', severity: 'warning' }] });
    expect(admit(vm, theirs, { foreignRevisions: 'deny' })).toMatchObject({ ok: false, causes: [{ code: 'revision-of-another-owner', severity: 'error', reason: 'FieldValueInvalid', field: 'spec.instancetype' }] });
  });

  test('is none that the VM controls', () => {
    expect(admit(vm, revision({ kind: 'VirtualMachine', name: 'vm', uid: 'u' }), { foreignRevisions: 'deny' })).toMatchObject({ ok: true, notes: [] });
  });
});

describe('faults of the reader', () => {
  const fault = Object.assign(new Error('host\u001b[31m:6443'), { code: 'unavailable' });
  const failing = { get: (): never => { throw fault; } };
  const vm = naming({ instancetype: { name: 'it' }, preference: { name: 'pr' } });
  const ignoresFault = (error: unknown): boolean => error === fault;

  test('pass through, or count as none with a warning each where they are to be ignored (20 Q18)', async () => {
    expect(() => admit(vm, failing)).toThrow(fault);
    expect(() => admit(vm, failing, { ignoresFault: () => false })).toThrow(fault);
    for (const outcome of [admit(vm, failing, { ignoresFault }), await admitAsync(vm, { get: () => Promise.reject(fault) }, { ignoresFault })]) {
      expect(outcome).toMatchObject({ ok: true, notes: [{ code: 'instancetype-not-readable', severity: 'warning' }, { code: 'preference-not-readable', severity: 'warning' }] });
      expect(outcome.ok && outcome.notes.map(({ message }) => message).join('')).not.toMatch(/\p{Cc}/u);
    }
  });

  test('that are to be ignored refuse the VM where missing objects do', () => {
    expect(admit(vm, failing, { ignoresFault, missingObjects: 'deny' })).toMatchObject({ ok: false, causes: [{ code: 'instancetype-not-readable' }, { code: 'preference-not-readable' }] });
  });
});
