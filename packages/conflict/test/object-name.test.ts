import { expect, test } from 'vitest';
import { type ObjectName, objectName, showObject } from '../src/index.ts';

test.each<[unknown, ObjectName]>([
  [{ kind: 'VM', metadata: { name: 'web', namespace: 'prod' } }, { kind: 'VM', name: 'web', namespace: 'prod' }],
  [{ metadata: { name: 'web' } }, { kind: 'Some', name: 'web' }],
  [{ kind: '', metadata: { name: 'web', namespace: '' } }, { kind: 'Some', name: 'web' }],
  [{ metadata: { generateName: 'web-' } }, { kind: 'Some', name: 'web-' }],
  [{ metadata: { name: '', generateName: 'web-' } }, { kind: 'Some', name: 'web-' }],
  [{ metadata: { name: 'web', generateName: 'web-' } }, { kind: 'Some', name: 'web' }],
  [{ kind: 5, metadata: { name: true, generateName: [], namespace: {} } }, { kind: 'Some', name: '' }],
  [{ metadata: 'text' }, { kind: 'Some', name: '' }],
  [{ metadata: null }, { kind: 'Some', name: '' }],
  [{}, { kind: 'Some', name: '' }],
  [null, { kind: 'Some', name: '' }],
  [undefined, { kind: 'Some', name: '' }],
  ['text', { kind: 'Some', name: '' }],
])('%j is named %j', (object, name) => {
  expect(objectName(object, 'Some')).toStrictEqual(name);
});

test.each<[ObjectName, string]>([
  [{ kind: 'VirtualMachine', name: 'web' }, 'VirtualMachine "web"'],
  [{ kind: 'VirtualMachine', name: 'web', namespace: 'prod' }, 'VirtualMachine "prod/web"'],
  [{ kind: 'VirtualMachine', name: '' }, 'the VirtualMachine'],
  [{ kind: 'evil\n', name: '\u001b[2J' }, 'evil\\u000a "\\u001b[2J"'],
  [{ kind: 'evil\n', name: '' }, 'the evil\\u000a'],
])('%j is shown as %s', (name, shown) => {
  expect(showObject(name)).toBe(shown);
});
