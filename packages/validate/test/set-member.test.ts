import { expect, test } from 'vitest';
import { setMember } from '../src/index.ts';

test.each<[unknown, object]>([
  [{ domain: { cpu: { cores: 1 } } }, { path: '/spec/domain/cpu/sockets', value: 4 }],
  [{ domain: { cpu: { sockets: 1 } } }, { path: '/spec/domain/cpu/sockets', value: 4 }],
  [{ domain: { cpu: null } }, { path: '/spec/domain/cpu', value: { sockets: 4 } }],
  [{ domain: {} }, { path: '/spec/domain/cpu', value: { sockets: 4 } }],
  [{}, { path: '/spec/domain', value: { cpu: { sockets: 4 } } }],
  [undefined, { path: '/spec/domain', value: { cpu: { sockets: 4 } } }],
])('in %j it adds no more than is missing', (document, operation) => {
  expect(setMember(document, '/spec', ['domain', 'cpu', 'sockets'], 4)).toEqual({ op: 'add', ...operation });
});
