import { expect, test } from 'vitest';
import { foreignController, isOfPredecessor } from '../src/controller.ts';

const vm = { metadata: { name: 'web', namespace: 'shop', uid: 'uid-1' } };
const manifest = { metadata: { name: 'web' } };
const own = { kind: 'VirtualMachine', name: 'web', uid: 'uid-1', controller: true };
const revisionOf = (...ownerReferences: readonly unknown[]): object => ({ metadata: { ownerReferences } });

test.each([
  ['the VM itself', vm, own],
  ['the VM itself, which was given another name', { metadata: { ...vm.metadata, name: 'shop' } }, own],
  ['a VM of that name, where the manifest has no UID', manifest, own],
  ['a VM of that name, where the reference has no UID', vm, { ...own, uid: undefined }],
])('nobody else controls what belongs to %s', (_, owner, reference) => {
  expect(foreignController(revisionOf(reference), owner)).toBeUndefined();
});

test.each([
  ['a VM of the same name, which was deleted since', vm, { ...own, uid: 'uid-0' }],
  ['a VM of another name', manifest, { ...own, name: 'db' }],
  ['an object of another kind', manifest, { ...own, kind: 'VirtualMachineSnapshot' }],
])('tells that %s is the controller', (_, owner, reference) => {
  expect(foreignController(revisionOf(null, { ...own, controller: false }, reference), owner)).toBe(reference);
});

test.each([[undefined], [null], ['none'], [{}]])('a revision whose owners are %j has no controller', (ownerReferences) => {
  expect(foreignController({ metadata: { ownerReferences } } as object, vm)).toBeUndefined();
});

test.each([
  ['the object itself', own, false],
  ['the object that had its name', { ...own, uid: 'uid-0' }, true],
  ['an object of another name', { ...own, name: 'db', uid: 'uid-0' }, false],
  ['an object of another kind', { ...own, kind: 'VirtualMachineSnapshot', uid: 'uid-0' }, false],
  ['nobody', { ...own, controller: false, uid: 'uid-0' }, false],
  ['an object of no UID', { ...own, uid: '' }, false],
])('what belongs to %s: it is of a predecessor: %s', (_, reference, expected) => {
  expect(isOfPredecessor(revisionOf(reference), vm, 'VirtualMachine')).toBe(expected);
});
