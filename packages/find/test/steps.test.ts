import { lookUp, lookUpAsync } from '@instancetype/api';
import { expect, test } from 'vitest';
import { findInFamily, findInFamilySteps, findInstancetype } from '../src/index.ts';

const stored = { kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'u1.small' }, spec: { cpu: { guest: 1 }, memory: { guest: '2Gi' } } };
const reader = { get: ({ kind, name }: { readonly kind: string; readonly name: string }) => (kind === stored.kind && name === stored.metadata.name ? stored : undefined) };
const vmOf = (instancetype: object): object => ({ metadata: { name: 'web', namespace: 'shop' }, spec: { instancetype } });

test.each([
  ['an instance type', { name: 'u1.small' }],
  ['one that does not exist', { name: 'u1.tiny' }],
  ['a revision that does not exist', { name: 'u1.small', revisionName: 'gone' }],
  ['a kind that there is not', { name: 'u1.small', kind: 'Pod' }],
])('%s: the computation comes to what the functions give', async (_, matcher) => {
  const vm = vmOf(matcher);
  const expected = findInstancetype(vm, reader);
  expect(findInFamily(vm, 'instancetype', reader)).toEqual(expected);
  expect(lookUp(findInFamilySteps(vm, 'instancetype'), reader)).toEqual(expected);
  expect(await lookUpAsync(findInFamilySteps(vm, 'instancetype'), { get: (ref) => Promise.resolve(reader.get(ref)) })).toEqual(expected);
});
