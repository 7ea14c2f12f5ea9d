import type { JsonPatchOperation } from '@instancetype/conflict';
import { expect, test } from 'vitest';
import { readDocuments } from '../../src/manifest/documents.ts';
import { applyPatch, rewrite } from '../../src/manifest/edit.ts';
import { replaceDocuments } from '../../src/manifest/rewrite-file.ts';
import { documentOf } from './document-of.ts';

const add = (path: string, value: unknown): JsonPatchOperation => ({ op: 'add', path, value });
const replace = (path: string, value: unknown): JsonPatchOperation => ({ op: 'replace', path, value });
const remove = (path: string): JsonPatchOperation => ({ op: 'remove', path });

function patched(text: string, ...operations: JsonPatchOperation[]): string {
  const outcome = applyPatch(documentOf(text), operations);
  if (!outcome.ok) return outcome.causes.map((cause) => `${cause.code}: ${cause.message}`).join();
  expect(outcome.value.kept, 'edited in place').toBe(true);
  return outcome.value.text;
}

test('one field of a manifest: all else stays byte for byte', () => {
  const vm = (cores: string, extra = ''): string => `---
# owned by team a
apiVersion: kubevirt.io/v1
kind:   VirtualMachine # odd spaces
metadata: {name: 'vm', labels: {"a" : b}}   # flow
spec:

  template:
      spec:
          domain:
            cpu:
              ${cores}   # four
              # about sockets
              sockets: 1
${extra}          volumes:
          -   name: x
              cloudInit: |
                # no comment
                y

          # the end
...
`;
  const file = vm('cores: 4');
  const [document] = readDocuments('f.yaml', file);
  if (document?.kind !== 'document') throw new Error('no document');
  const patch = (operation: JsonPatchOperation): string => {
    const outcome = applyPatch(document, [operation]);
    return outcome.ok && outcome.value.kept ? replaceDocuments(file, [{ document, text: outcome.value.text }]) : '';
  };
  expect(patch(replace('/spec/template/spec/domain/cpu/cores', 8))).toBe(vm('cores: 8'));
  expect(patch(replace('/spec/template/spec/domain/cpu/cores', '8'))).toBe(vm('cores: "8"'));
  expect(patch(add('/spec/template/spec/domain/cpu/threads', 2))).toBe(vm('cores: 4', '              threads: 2\n'));
  expect(patch(add('/spec/template/spec/domain/memory', { guest: '1Gi' }))).toBe(vm('cores: 4', '            memory:\n              guest: 1Gi\n'));
});

test.each<[string, string, JsonPatchOperation, string]>([
  ['add to a map', 'a:\n  b: 1 # b\n\nc: 1\n', add('/a/d', 2), 'a:\n  b: 1 # b\n  d: 2\n\nc: 1\n'],
  ['add at the end of a file without line end', 'a: 1', add('/b', { c: [] }), 'a: 1\nb:\n  c: []'],
  ['add with Windows line ends', 'a: 1\r\nb: 2\r\n', add('/c', [1]), 'a: 1\r\nb: 2\r\nc:\r\n- 1\r\n'],
  ['add to {}', 'a: {} # none\nb: 1\n', add('/a/c', 1), 'a: # none\n  c: 1\nb: 1\n'],
  ['add to null', 'a:\nb: 1\n', add('/a', { c: 1 }), 'a:\n  c: 1\nb: 1\n'],
  ['add to null with a comment', 'a: # none\nb: 1\n', replace('/a', 'x'), 'a: x # none\nb: 1\n'],
  ['add to a flow map', 'a: {b: 1} # c\n', add('/a/c', ['x', { z: '1' }]), 'a: {b: 1, c: [x, {z: "1"}]} # c\n'],
  ['add to a padded flow map', 'a: { b: 1 }\n', add('/a/c', 'x,y'), 'a: { b: 1, c: "x,y" }\n'],
  ['add to a flow map of several lines', 'a: {\n  b: 1, # b\n  c: 2 # c\n}\n', add('/a/d', 3), 'a: {\n  b: 1, # b\n  c: 2, # c\n  d: 3\n}\n'],
  ['add to a flow map with a last comma', 'a: {\n  b: 1, # b\n}\n', add('/a/d', 3), 'a: {\n  b: 1, # b\n  d: 3\n}\n'],
  ['append to a list', 'a:\n  - 1 # one\n  # after\nb: 1\n', add('/a/1', 2), 'a:\n  - 1 # one\n  - 2\n  # after\nb: 1\n'],
  ['append with -', 'a:\n- b: 1\n  c: 1\n', add('/a/-', { b: 2, l: [1] }), 'a:\n- b: 1\n  c: 1\n- b: 2\n  l:\n  - 1\n'],
  ['insert first', 'a:\n# one\n- 1\n', add('/a/0', { x: 1, z: 2 }), 'a:\n# one\n- x: 1\n  z: 2\n- 1\n'],
  ['insert between', 'a:\n- 1\n# two\n- 2\n', add('/a/1', 9), 'a:\n- 1\n- 9\n# two\n- 2\n'],
  ['append to a flow list', 'a: [1, 2]\n', add('/a/-', 3), 'a: [1, 2, 3]\n'],
  ['insert into a flow list', 'a: [1, 2]\n', add('/a/0', '0'), 'a: ["0", 1, 2]\n'],
  ['remove with its comment', 'a: 1 # a\n# b\nb: 2 # two\nc: 3\n', remove('/b'), 'a: 1 # a\n# b\nc: 3\n'],
  ['remove a block', 'a:\n  b:\n    c: 1\n    d:\n    - |\n      x\n  e: 1\n', remove('/a/b'), 'a:\n  e: 1\n'],
  ['remove the last member', 'a:\n  b: 1\nc: 1\n', remove('/a/b'), 'a: {}\nc: 1\n'],
  ['remove the last item', 'a: # list\n- 1\nc: 1\n', remove('/a/0'), 'a: [] # list\nc: 1\n'],
  ['remove what stands behind a dash', '- a: 1 # a\n  b: 2 # b\n', remove('/0/a'), '- b: 2 # b\n'],
  ['remove what stands behind a dash, before a comment', '- a: 1\n  # b\n  b: 2\n', remove('/0/a'), '- # b\n  b: 2\n'],
  ['remove all behind a dash', '- a: 1\n- b: 2\n', remove('/0/a'), '- {}\n- b: 2\n'],
  ['remove at the end of a file without line end', 'a: 1\nb: 2', remove('/b'), 'a: 1'],
  ['remove from a flow map', 'a: {b: 1, c: 2, d: 3}\n', remove('/a/c'), 'a: {b: 1, d: 3}\n'],
  ['remove the last of a flow map', 'a: {b: 1, c: 2 }\n', remove('/a/c'), 'a: {b: 1 }\n'],
  ['remove all of a flow map', 'a: { b: 1 } # x\n', remove('/a/b'), 'a: {} # x\n'],
  ['remove from a list in a list', 'a:\n- - 1\n  - 2\n- 3\n', remove('/a/0/0'), 'a:\n- - 2\n- 3\n'],
  ['replace a quoted scalar', "a: 'it''s' # q\n", replace('/a', true), 'a: true # q\n'],
  ['replace by a text that looks like something else', 'a: 1\n', replace('/a', 'yes'), 'a: "yes"\n'],
  ['replace by a quantity', 'a: 1\n', replace('/a', '1Gi'), 'a: 1Gi\n'],
  ['replace a text of several lines', 'a: one\n  two # c\nb: 1\n', replace('/a', 'x'), 'a: x # c\nb: 1\n'],
  ['replace a block scalar', 'a: |+\n  x\n\nb: 1\n', replace('/a', 'x'), 'a: x\nb: 1\n'],
  ['replace by a block scalar', 'a: x # c\nb: 1\n', replace('/a', 'x\n y\n'), 'a: | # c\n  x\n   y\nb: 1\n'],
  ['replace a map by a scalar', 'a: # c\n  b: 1 # d\nc: 1\n', replace('/a', null), 'a: null # c\nc: 1\n'],
  ['replace a list by a map', 'a:\n- 1\n- 2\nc: 1\n', replace('/a', { b: 1 }), 'a:\n  b: 1\nc: 1\n'],
  ['replace a scalar in a list by a map', 'a:\n    - 1 # c\n    - 2\n', replace('/a/0', { b: 1, c: 2 }), 'a:\n    - b: 1 # c\n      c: 2\n    - 2\n'],
  ['replace a scalar with an anchor', 'a: &x 1 # c\n', replace('/a', 2), 'a: &x 2 # c\n'],
  ['replace an alias', 'a: &x 1\nb: *x # c\n', replace('/b', { c: 1 }), 'a: &x 1\nb: # c\n  c: 1\n'],
  ['change the value of an anchor that is used', 'a: &x {b: 1}\nc: {d: 1}\n', add('/a/e', 1), 'a: &x {b: 1, e: 1}\nc: {d: 1}\n'],
  ['override what is merged', 'x: &x {a: 1}\nz:\n  <<: *x\n', replace('/z/a', 2), 'x: &x {a: 1}\nz:\n  <<: *x\n  a: 2\n'],
  ['the whole document', '# top\na: 1\n# end\n', replace('', { b: 2 }), '# top\nb: 2\n# end\n'],
  ['a key that needs quotes', 'a: 1\n', add('/k: v~1w', 1), 'a: 1\n"k: v/w": 1\n'],
  ['__proto__ is a key', 'a: 1\n', add('/__proto__', { x: 1 }), 'a: 1\n__proto__:\n  x: 1\n'],
  ['constructor is a key', 'a: {b: 1}\n', add('/a/constructor', 1), 'a: {b: 1, constructor: 1}\n'],
  ['JSON on one line', '{"a":1,"b":{"c":[]}}', add('/b/c/0', { d: 'é' }), '{"a":1,"b":{"c":[{"d":"é"}]}}'],
  ['JSON on one line with spaces', '{"a": 1, "b": 2}', add('/c', [1, { d: 1 }]), '{"a": 1, "b": 2, "c": [1, {"d": 1}]}'],
  ['JSON with its indentation', '{\n    "a": [\n        1\n    ],\n    "b": {}\n}', add('/a/1', { c: [2] }), '{\n    "a": [\n        1,\n        {\n            "c": [\n                2\n            ]\n        }\n    ],\n    "b": {}\n}'],
  ['JSON: the last member', '{\n\t"a": 1,\n\t"b": 2\n}', remove('/b'), '{\n\t"a": 1\n}'],
  ['JSON: the first member', '{\n  "a": 1,\n  "b": 2\n}', remove('/a'), '{\n  "b": 2\n}'],
  ['JSON with odd spaces', '{ "a" : 1 ,\n  "b":2}', replace('/a', 'x'), '{ "a" : "x" ,\n  "b":2}'],
  ['JSON keys are never bare', '{"a":1}', add('/b', 1), '{"a":1,"b":1}'],
])('%s', (_name, before, operation, after) => {
  expect(patched(before, operation)).toBe(after);
});

test('several operations, in order', () => {
  const text = 'l:\n- name: a # A\n- name: b # B\n  x: 1\n- name: c # C\n';
  expect(patched(text, remove('/l/0'), add('/l/0/z', 2), remove('/l/1'), add('/l/1', { name: 'd' }), replace('/l/0/x', 9))).toBe('l:\n- name: b # B\n  x: 9\n  z: 2\n- name: d\n');
  expect(patched('a: 1\nb: 2', remove('/b'), add('/c', 3), remove('/a'))).toBe('c: 3');
  expect(patched('a: {b: 1, c: 2}\n', remove('/a/c'), remove('/a/b'), add('/a/d', 1))).toBe('a:\n  d: 1\n');
  expect(patched('a: 1 # c\n', remove('/a'), add('/a', 1))).toBe('a: 1 # c\n');
});

test.each<[string, JsonPatchOperation]>([
  ['a: 1\n', remove('/b')],
  ['a: 1\n', replace('/b', 1)],
  ['a: 1\n', add('/b/c', 1)],
  ['a: 1\n', add('/a/c', 1)],
  ['a: [1]\n', add('/a/2', 1)],
  ['a: [1]\n', remove('/a/1')],
  ['a: [1]\n', remove('/a/01')],
  ['a: [1]\n', add('/a/length', 1)],
  ['a: 1\n', remove('/constructor')],
  ['a: 1\n', remove('')],
  ['a: 1\n', { op: 'test', path: '/a', value: 2 }],
  ['a: 1\n', remove('a')],
])('%j: %j does not fit', (text, operation) => {
  expect(patched(text, { op: 'test', path: '/a', value: documentOf(text).value instanceof Object ? (documentOf(text).value as { a: unknown }).a : 0 }, operation)).toMatch(/^patch-not-applicable: The fix does not fit the document: .+\.$/);
});

test('what cannot be edited in place is printed anew, and is right', () => {
  const cases: [string, JsonPatchOperation, string][] = [
    ['# top\n\na: &x {b: 1} # c\nc: *x\n', add('/a/d', 1), '# top\n\na:\n  b: 1\n  d: 1\nc:\n  b: 1\n'],
    ['x: &x {a: 1, b: 2}\nz:\n  <<: *x\n', remove('/z/a'), 'x:\n  a: 1\n  b: 2\nz:\n  b: 2\n'],
    ['a: &x\n  b: 1\nc: *x\n', remove('/a'), 'c:\n  b: 1\n'],
    ['? a\n: b\n', replace('/a', 1), 'a: 1\n'],
    ['a: [b: 1]\r\n', add('/a/0/c', 1), 'a:\r\n- b: 1\r\n  c: 1\r\n'],
    ['a: 1\n', add(`/${'k'.repeat(2000)}`, 1), `{"a":1,"${'k'.repeat(2000)}":1}\n`],
  ];
  for (const [text, operation, after] of cases) {
    const outcome = applyPatch(documentOf(text), [operation]);
    expect(outcome).toMatchObject({ ok: true, value: { text: after, kept: false } });
  }
});

test('a text of several lines is quoted where comments stand as deep as its lines would, and those comments stay', () => {
  const cases: [string, string][] = [
    ['a: # c0\n  # c1\n  a:\n    a: leaf0\n# c4', 'a: "two\\nlines\\n" # c0\n  # c1\n# c4'],
    ['a:\n    # c1\nb: 1\n', 'a: "two\\nlines\\n"\n    # c1\nb: 1\n'],
    ['a: 1\n    # c1\nb: 1\n', 'a: "two\\nlines\\n"\n    # c1\nb: 1\n'],
    // nothing is in the way of a block here
    ['a: # c0\n  a: 1\n# c1\n', 'a: | # c0\n  two\n  lines\n# c1\n'],
  ];
  for (const [text, after] of cases) expect(patched(text, add('/a', 'two\nlines\n'))).toBe(after);
});

test('another value in place of a document, elements of lists told by name', () => {
  const document = documentOf('disks:\n- name: a # A\n  bus: sata\n- name: b # B\nx: 1 # X\n');
  const value = { x: 1, disks: [{ name: 'b', bus: 'virtio' }, { name: 'c' }] };
  expect(rewrite(document, value)).toEqual({ text: 'disks:\n- name: b # B\n  bus: virtio\n- name: c\nx: 1 # X\n', value, kept: true });
  expect(rewrite(document, structuredClone(document.value))).toMatchObject({ text: document.text, kept: true });
});

test('several documents of a file', () => {
  const file = '\ufeffa: 1 # x\n---\n# none\n---\n{"b": 1} {"c": 1}\n---\nd: 1';
  const changes = [...readDocuments('f', file)].flatMap((document) => {
    if (document.kind === 'fault' || document.index === 1) return [];
    const outcome = applyPatch(document, [add('/new', document.index)]);
    return outcome.ok ? [{ document, text: outcome.value.text }] : [];
  });
  expect(replaceDocuments(file, changes)).toBe('\ufeffa: 1 # x\nnew: 0\n---\n# none\n---\n{"b": 1} {"c": 1, "new": 2}\n---\nd: 1\nnew: 3');
});

test('a List of ten thousand items is edited in linear time', () => {
  const text = `kind: List\nitems:\n${Array.from({ length: 10_000 }, (_, i) => `- metadata: {name: vm-${i}}\n  spec:\n    cores: 1 # c\n`).join('')}`;
  const json = `{"kind":"List","items":[\n${Array.from({ length: 10_000 }, (_, i) => `  {"name":"vm-${i}","spec":{"cores":1}}`).join(',\n')}\n]}`;
  const operations = Array.from({ length: 10_000 }, (_, i) => [replace(`/items/${i}/spec/cores`, 2), add(`/items/${i}/spec/x`, i)]).flat();
  for (const source of [text, json]) {
    const document = documentOf(source);
    const start = performance.now();
    const outcome = applyPatch(document, operations);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(outcome).toMatchObject({ ok: true, value: { kept: true } });
  }
});
