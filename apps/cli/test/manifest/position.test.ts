import { expect, test } from 'vitest';
import { readDocuments } from '../../src/manifest/documents.ts';
import { locate } from '../../src/manifest/position.ts';
import { documentOf } from './document-of.ts';

const YAML = `# a VM
apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata:
  "name": 'vm'
spec:
  template:
    spec:
      domain:
        cpu: {cores: 4, "sockets": 2}
        memory:
      volumes:
      - name: a
      -   name: b
          text: |
            x
      - - deep
`;

test.each([
  ['', '2:1-2:1', true],
  ['/kind', '3:7-3:21', true],
  ['/metadata', '4:1-4:9', true],
  ['/metadata/name', '5:11-5:15', true],
  ['/spec/template/spec/domain/cpu', '10:9-10:12', true],
  ['/spec/template/spec/domain/cpu/cores', '10:22-10:23', true],
  ['/spec/template/spec/domain/cpu/sockets', '10:36-10:37', true],
  ['/spec/template/spec/domain/memory', '11:9-11:15', true],
  ['/spec/template/spec/domain/memory/guest', '11:9-11:15', false],
  ['/spec/template/spec/volumes/1', '14:11-14:11', true],
  ['/spec/template/spec/volumes/1/name', '14:17-14:18', true],
  ['/spec/template/spec/volumes/1/text', '15:17-17:1', true],
  ['/spec/template/spec/volumes/2/0', '17:11-17:15', true],
  ['/spec/template/spec/volumes/9/name', '12:7-12:14', false],
  ['/spec/template/spec/volumes/-', '12:7-12:14', false],
  ['/nothing/at/all', '2:1-2:1', false],
  ['/metadata/constructor', '4:1-4:9', false],
])('%s', (pointer, span, exact) => {
  const at = locate(documentOf(YAML), pointer);
  expect([`${at.line}:${at.column}-${at.endLine}:${at.endColumn}`, at.exact]).toEqual([span, exact]);
});

test('the key of a scalar, on request', () => {
  expect(locate(documentOf(YAML), '/metadata/name', 'key')).toEqual({ file: 'document', exact: true, line: 5, column: 3, endLine: 5, endColumn: 9 });
});

test('what comes from an anchor or a merge is where it is written', () => {
  const document = documentOf('x: &x\n  guest: 1\nw: *x\nz:\n  <<: [{a: 1}, *x]\n  b: 2\n');
  expect(locate(document, '/w/guest')).toMatchObject({ line: 2, column: 10 });
  expect(locate(document, '/z/guest')).toMatchObject({ line: 2, column: 10 });
  expect(locate(document, '/z/a')).toMatchObject({ line: 5, column: 12 });
});

test('of a later document, and of JSON, in lines of the file', () => {
  const documents = [...readDocuments('f.json', '\ufeffa: 1\n---\n{"a": 1} {"b": {\r\n  "c": [true, "é\\"x"]}}\n')];
  const places = documents.flatMap((document) => (document.kind === 'document' ? [locate(document, '/b/c/1'), locate(document, '/a')] : []));
  expect(places.map(({ line, column, exact }) => [line, column, exact])).toEqual([
    [1, 1, false],
    [1, 4, true],
    [3, 1, false],
    [3, 7, true],
    [4, 15, true],
    [3, 10, false],
  ]);
});
