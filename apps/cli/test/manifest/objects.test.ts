import { expect, test } from 'vitest';
import { inDocument, objectsOf } from '../../src/manifest/objects.ts';

test('a document is an object, a List its items, and Lists in Lists theirs', () => {
  const vm = (name: string): object => ({ kind: 'VirtualMachine', metadata: { name } });
  const list = { kind: 'List', items: [vm('a'), { kind: 'VirtualMachineList', items: [vm('b'), null, 'x'] }, { kind: 'List', items: {} }, { kind: 'Config', items: [vm('c')] }] };
  expect([...objectsOf(vm('z'))]).toEqual([{ kind: 'object', pointer: '', value: vm('z') }]);
  expect([...objectsOf(list)].map((found) => (found.kind === 'object' ? found.pointer : 'fault'))).toEqual(['/items/0', '/items/1/items/0', '/items/2', '/items/3']);
  for (const value of [null, undefined, 'x', 1, [vm('a')]]) expect([...objectsOf(value)]).toEqual([]);
});

test('Lists that nest too deep are named', () => {
  let list: unknown = { kind: 'X' };
  for (let depth = 0; depth < 9; depth++) list = { kind: 'List', items: [list] };
  expect([...objectsOf(list)]).toEqual([{ kind: 'list-fault', diagnostic: expect.objectContaining({ code: 'list-too-deep', pointer: '/items/0'.repeat(8) }) }]);
});

test('operations on an object are operations on its document', () => {
  expect(inDocument({ pointer: '/items/2' }, [{ op: 'remove', path: '/spec/x' }])).toEqual([{ op: 'remove', path: '/items/2/spec/x' }]);
});
