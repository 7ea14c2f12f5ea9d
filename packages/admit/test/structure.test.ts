import { frozen } from '@instancetype-tools/test-values';
import { expect, test } from 'vitest';
import { checkStructure } from '../src/index.ts';

const vm = (spec: object, more: object = {}): object => frozen({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'vm' }, spec: { template: { spec: { domain: { devices: {} } } }, ...spec }, ...more });
const causesOf = (object: unknown): string[] => {
  const checked = checkStructure(object, 'VirtualMachine');
  return checked.ok ? [] : checked.causes.map(({ reason, field }) => `${reason} ${field}`);
};

// BEHAVIOUR 7.1
test('what is well is the value', () => {
  const object = vm({ runStrategy: 'Always' });
  expect(checkStructure(object, 'VirtualMachine')).toEqual({ ok: true, value: object, notes: [] });
});

test.each<[string, unknown, string]>([
  ['a member at the top that no object has', vm({}, { data: {} }), 'FieldValueNotSupported data'],
  ['no spec', { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'vm' } }, 'FieldValueRequired spec'],
  ['no template', vm({ template: undefined }), 'FieldValueRequired spec.template'],
  ['null as template', vm({ template: null }), 'FieldValueRequired spec.template'],
  ['a disk without a name', vm({ template: { spec: { domain: { devices: { disks: [{}] } } } } }), 'FieldValueRequired spec.template.spec.domain.devices.disks[0].name'],
  ['text as devices', vm({ template: { spec: { domain: { devices: 'x' } } } }), 'FieldValueInvalid spec.template.spec.domain.devices'],
  ['an unknown field', vm({ color: 'red' }), 'FieldValueNotSupported spec.color'],
])('%s is refused, with type and field', (_what, object, cause) => {
  expect(causesOf(object)).toContain(cause);
});

test.each([[null], [undefined], [5], ['x'], [[]]])('%j is no VM', (object) => {
  expect(checkStructure(object, 'VirtualMachine').ok).toBe(false);
});

// RELIABILITY, row 16 of its bad inputs
test('a field in another letter case is a note, and no reason to refuse; beside a real mistake it is not told', () => {
  const object = vm({ RunStrategy: 'Always', template: { spec: { domain: { devices: {}, CPU: {} } } } });
  const checked = checkStructure(object, 'VirtualMachine');
  expect(checked.ok && checked.notes.map(({ severity, field }) => `${severity} ${field}`).toSorted()).toEqual(['warning spec.RunStrategy', 'warning spec.template.spec.domain.CPU']);
  expect(causesOf(vm({ RunStrategy: 'Always', color: 'red' }))).toEqual(['FieldValueNotSupported spec.color']);
});

// RELIABILITY, row 36 of its bad inputs
test.each([[' 1Gi '], ['1Gi\n']])('a quantity with white space around it (%j) is a note: Kubernetes reads it without', (guest) => {
  const checked = checkStructure(vm({ template: { spec: { domain: { devices: {}, memory: { guest } } } } }), 'VirtualMachine');
  expect(checked.ok && checked.notes).toMatchObject([{ code: 'schema-bad-quantity', severity: 'warning', field: 'spec.template.spec.domain.memory.guest' }]);
  expect(causesOf(vm({ template: { spec: { domain: { devices: {}, memory: { guest: '1 Gi' } } } } }))).toEqual(['FieldValueInvalid spec.template.spec.domain.memory.guest']);
});

test('where so many are wrong that not all are told, the object is refused, though those that are told are harmless', () => {
  // each in another letter case
  const spellingOf = (index: number): string => [...'runstrategy'].map((letter, bit) => (index & (2 ** bit) ? letter.toUpperCase() : letter)).join('');
  const harmless = (count: number): object => vm(Object.fromEntries(Array.from({ length: count }, (_, index) => [spellingOf(index), 'Always'])));
  expect(causesOf(harmless(3))).toEqual([]);
  expect(causesOf(harmless(2_000))).not.toEqual([]);
});
