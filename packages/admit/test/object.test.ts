import { isAdmissionWarning } from '@instancetype/validate';
import { frozen } from '@instancetype-tools/test-values';
import { describe, expect, test } from 'vitest';
import { admitInstancetype, type AdmitObjectOptions, admitPreference } from '../src/index.ts';

const instancetype = (spec: object): object => frozen({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineInstancetype', metadata: { name: 'it' }, spec });
const preference = (spec: object): object => frozen({ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineClusterPreference', metadata: { name: 'pr' }, spec });
const SMALL = { cpu: { guest: 1 }, memory: { guest: '1Gi' } };

function causesOf(outcome: ReturnType<typeof admitInstancetype>): string[] {
  return outcome.ok ? [] : outcome.causes.map(({ reason, field }) => `${reason} ${field}`);
}
const refusals = (spec: unknown, options?: AdmitObjectOptions): string[] => causesOf(admitInstancetype(instancetype(spec as object), options));

// BEHAVIOUR 14.2
describe('an instance type', () => {
  test('that is well is the value, the very object', () => {
    const object = instancetype(SMALL);
    expect(admitInstancetype(object)).toEqual({ ok: true, value: object, notes: [] });
    expect(admitInstancetype(object)).toMatchObject({ value: expect.toSatisfy((value) => value === object) });
  });

  test('is judged by its rules, all of them at once (7.2)', () => {
    expect(refusals({ cpu: { guest: 1 }, memory: { guest: '1Gi', overcommitPercent: 101, hugepages: { pageSize: '2Mi' } } })).toEqual([
      'FieldValueInvalid spec.memory.overcommitPercent',
      'FieldValueInvalid spec.memory.overcommitPercent',
    ]);
    const deprecated = admitInstancetype(instancetype({ ...SMALL, launchSecurity: { sev: {} } }));
    expect(deprecated.ok && deprecated.notes.filter(isAdmissionWarning).map(({ code }) => code)).toEqual(['deprecated-launch-security']);
  });

  test('is judged by its structure, too, with type and field (Appendix B7)', () => {
    expect(refusals({ cpu: { guest: 1 }, memory: { guest: '1Gi' }, color: 'red' })).toEqual(['FieldValueNotSupported spec.color']);
    expect(refusals({ memory: { guest: '1Gi' } })).toEqual(['FieldValueRequired spec.cpu']);
    expect(refusals(undefined)).toEqual(['FieldValueRequired spec']);
  });

  test.each([[null], [5], ['text'], [[]], [{}]])('which is %j is refused', (object) => {
    expect(admitInstancetype(object).ok).toBe(false);
    expect(admitPreference(object).ok).toBe(false);
  });

  test('is judged when it is created and when it is updated, and else allowed', () => {
    const broken = instancetype({});
    for (const operation of ['CREATE', 'UPDATE', undefined]) expect(admitInstancetype(broken, { operation }).ok).toBe(false);
    for (const operation of ['DELETE', 'CONNECT', '']) expect(admitInstancetype(broken, { operation })).toEqual({ ok: true, value: broken, notes: [] });
  });

  test('whose memory is negative is accepted with a warning, or refused once, with its value', () => {
    const negative = instancetype({ cpu: { guest: 1 }, memory: { guest: '-1Gi' } });
    const accepted = admitInstancetype(negative);
    expect(accepted.ok && accepted.notes).toMatchObject([{ severity: 'warning', pointer: '/spec/memory/guest', message: expect.stringContaining('"-1Gi"') }]);
    const refused = admitInstancetype(negative, { negativeMemory: 'deny' });
    expect(refused).toMatchObject({ ok: false, causes: [{ code: 'memory-negative', reason: 'FieldValueInvalid', field: 'spec.memory.guest' }] });
    for (const guest of ['0', '1', '1Gi']) expect(admitInstancetype(instancetype({ cpu: { guest: 1 }, memory: { guest } }), { negativeMemory: 'deny' }).ok).toBe(true);
  });
});

// RELIABILITY, rows 32, 34, 35, 38 and 39 of its bad inputs
describe('numbers and amounts', () => {
  test.each([[-1], ['2'], [1.5], [4294967296], [1e30], [2 ** 53 + 1], [null], [{}], [true]])('vCPUs of %j are refused, naming the field', (guest) => {
    const [cause = ''] = refusals({ ...SMALL, cpu: { guest } });
    expect(cause).toMatch(/^FieldValue(Invalid|Required) spec\.cpu\.guest$/);
  });

  test.each([[0], [1], [2147483647]])('vCPUs of %j are accepted', (guest) => {
    expect(refusals({ ...SMALL, cpu: { guest } })).toEqual([]);
  });

  test.each([[''], [null], ['1GiB'], ['1gi'], ['1_000'], ['0x10'], ['NaN'], ['1Ki5'], ['1Yi'], ['١Gi'], [true], [{}]])('memory of %j is refused, naming the field', (guest) => {
    const [cause = ''] = refusals({ ...SMALL, memory: { guest } });
    expect(cause).toMatch(/^FieldValue(Invalid|Required) spec\.memory\.guest$/);
  });

  test('a text of 100,000 digits is refused, and told in few words', () => {
    const refused = admitInstancetype(instancetype({ ...SMALL, memory: { guest: `${'1'.repeat(100_000)}x` } }));
    expect(refused).toMatchObject({ ok: false, causes: [{ field: 'spec.memory.guest', message: expect.toSatisfy((message: string) => message.length < 500) }] });
  });

  test.each([[-1], [101]])('an overcommitment of %i is refused once, by the rule', (overcommitPercent) => {
    expect(admitInstancetype(instancetype({ cpu: { guest: 1 }, memory: { guest: '1Gi', overcommitPercent } }))).toMatchObject({ ok: false, causes: [{ code: 'overcommit-out-of-range' }] });
  });

  test('an overcommitment of 100 is accepted, of 15 beside huge pages not', () => {
    expect(refusals({ cpu: { guest: 1 }, memory: { guest: '1Gi', overcommitPercent: 100 } })).toEqual([]);
    expect(refusals({ cpu: { guest: 1 }, memory: { guest: '1Gi', overcommitPercent: 15, hugepages: {} } })).toEqual(['FieldValueInvalid spec.memory.overcommitPercent']);
  });
});

describe('a preference', () => {
  test('is judged by its rules (7.3)', () => {
    expect(causesOf(admitPreference(preference({ cpu: { preferredCPUTopology: 'sideways' } })))).toEqual(['FieldValueInvalid spec.cpu.preferredCPUTopology']);
    expect(causesOf(admitPreference(preference({ cpu: { preferredCPUTopology: 'spread', spreadOptions: { across: 'CoresThreads', ratio: 3 } } })))).toEqual(['FieldValueInvalid spec.cpu.spreadOptions.ratio']);
    const deprecated = admitPreference(preference({ cpu: { preferredCPUTopology: 'preferCores' } }));
    expect(deprecated.ok && deprecated.notes.filter(isAdmissionWarning)).toMatchObject([{ message: expect.stringContaining('preferCores') }]);
  });

  test('that spreads at a ratio of 0 is refused, on which KubeVirt crashes later (Appendix B1)', () => {
    expect(causesOf(admitPreference(preference({ cpu: { preferredCPUTopology: 'spread', spreadOptions: { ratio: 0 } } })))).toEqual(['FieldValueInvalid spec.cpu.spreadOptions.ratio']);
  });

  test('is judged by its structure, and not after it is deleted', () => {
    const broken = preference({ devices: { preferredDiskBus: 5 } });
    expect(causesOf(admitPreference(broken))).toEqual(['FieldValueInvalid spec.devices.preferredDiskBus']);
    expect(admitPreference(broken, { operation: 'DELETE' }).ok).toBe(true);
  });
});

// RELIABILITY, row 41 of its bad inputs
describe('annotations that a VM gets', () => {
  const of = (annotations: object): string[][] => [admitInstancetype(instancetype({ ...SMALL, annotations })), admitPreference(preference({ annotations }))].map(causesOf);

  test.each([['a'], ['Upper.case_1'], ['example.org/a'], ['x'.repeat(63)], [`${'d'.repeat(253)}/a`]])('may have the key %.20s', (key) => {
    expect(of({ [key]: 'a text\nof any kind' })).toEqual([[], []]);
  });

  test.each([[''], ['no spaces'], ['-a'], ['a-'], ['a/b/c'], ['/a'], ['a/'], ['.example.org/a'], ['x'.repeat(64)], [`${'d'.repeat(254)}/a`], ['ä']])('may not have the key "%.20s"', (key) => {
    expect(of({ [key]: '' })).toEqual([['FieldValueInvalid spec.annotations'], ['FieldValueInvalid spec.annotations']]);
  });

  test('may have 256 KiB in all, counted in UTF-8', () => {
    expect(of({ a: 'x'.repeat(256 * 1024 - 1) })).toEqual([[], []]);
    expect(of({ a: 'x'.repeat(256 * 1024) })).toEqual([['FieldValueInvalid spec.annotations'], ['FieldValueInvalid spec.annotations']]);
    for (const [text, bytes] of [['é', 2], ['€', 3], ['😀', 4]] as const) {
      expect(Buffer.byteLength(text)).toBe(bytes);
      const fits = Math.floor((256 * 1024 - 1) / bytes);
      expect(of({ a: text.repeat(fits) })).toEqual([[], []]);
      expect(of({ a: text.repeat(fits + 1) })[0]).toHaveLength(1);
    }
  });

  test('are told by key, ten at most', () => {
    const [first] = [admitInstancetype(instancetype({ ...SMALL, annotations: { 'b/c/~d': '' } }))];
    expect(first).toMatchObject({ ok: false, causes: [{ code: 'annotation-key-invalid', pointer: '/spec/annotations/b~1c~1~0d', message: expect.stringContaining('"b/c/~d"') }] });
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`bad key ${index}`, '']));
    expect(of(many)[0]).toHaveLength(10);
  });
});
