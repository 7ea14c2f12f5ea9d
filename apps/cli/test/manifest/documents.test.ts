import { expect, test } from 'vitest';
import { readDocuments } from '../../src/manifest/documents.ts';
import { documentOf, faultOf, valuesOf } from './document-of.ts';

test('several documents, with comments, empty ones and a byte order mark', () => {
  const text = '\ufeff# head\n---\na: 1\n---\n# nothing\n---\n\n--- # c\nb: 2\n...\n---\n{"c": 3}\n{"d": 4}\n';
  const documents = [...readDocuments('f.yaml', text)].flatMap((result) => (result.kind === 'document' ? [result] : []));
  expect(documents.map(({ index, format, value, text: own, origin }) => ({ index, format, value, text: own, line: origin.line }))).toEqual([
    { index: 0, format: 'yaml', value: { a: 1 }, text: 'a: 1\n', line: 3 },
    { index: 1, format: 'yaml', value: { b: 2 }, text: 'b: 2\n...\n', line: 9 },
    { index: 2, format: 'json', value: { c: 3 }, text: '{"c": 3}', line: 12 },
    { index: 3, format: 'json', value: { d: 4 }, text: '{"d": 4}', line: 13 },
  ]);
  for (const document of documents) expect(text.slice(document.start, document.end)).toBe(document.text);
});

test('windows line ends', () => {
  expect(valuesOf('a: |\r\n  x\r\n  y\r\n---\r\nb: 1\r\n')).toEqual([{ a: 'x\ny\n' }, { b: 1 }]);
});

test('a bad document does not hide the others', () => {
  expect(valuesOf('a: 1\n---\nb: [1\n---\nc: 3\n')).toEqual([{ a: 1 }, expect.stringMatching(/^f:4:1: not valid YAML/), { c: 3 }]);
});

test.each([
  ['a: 1\nb: c: d\n', 'f.yaml:2:4: not valid YAML: '],
  ['a: "x\n', 'f.yaml:2:1: not valid YAML: '],
  ['a:\n\tb: 1\n', 'f.yaml:2:1: not valid YAML: '],
  ['a: 1\nspec:\n  cpu: 1\n  cpu: 2\n', 'f.yaml:4:3: the key "cpu" stands here a second time'],
  ['{"a": {"b": 1, "b": 2}}', 'f.yaml:1:16: the key "b" stands here a second time'],
  ['{"a": {"__proto__": 1, "__proto__": 2}}', 'f.yaml:1:24: the key "__proto__" stands here a second time'],
  ['a: !foo 1\n', 'f.yaml:1:9: the tag `!foo` is not read'],
  ['a: !!js/function "x"\n', 'f.yaml:1:18: the tag `!!js/function` is not read'],
  ['a: &x [*x]\n', 'f.yaml:1:8: the alias `*x` stands inside its own anchor'],
  ['a: *x\n', 'f.yaml:1:4: the alias `*x` has no anchor `&x` before it'],
  ['a: .inf\n', 'f.yaml:1:4: `.inf` is a number that JSON cannot hold'],
  ['{"a": 1e400}', 'f.yaml:1:7: a number that no reader can hold'],
  ['? [a]\n: 1\n', 'f.yaml:1:3: a key is text'],
  ['a:\n  <<: 1\n', 'f.yaml:2:7: the merge key `<<` takes a map, or a list of maps'],
  ['a: x\u001b[31m\n', 'f.yaml:1:5: the control character U+001B'],
  ['a: 1\rb: 2\n', 'f.yaml:1:5: the line end U+000D, which YAML readers disagree about'],
  ['a: 1\n--- {b: 1}\n', 'f.yaml:2:5: text on the line of `---`'],
  ['a: 1\n...\nb: 1\n', 'f.yaml:3:1: text after the end of the document'],
  ['%YAML 1.2\n---\na: 1\n', 'f.yaml:2:1: not valid YAML: '],
  [`a: !<${'x'.repeat(5000)}> 1\n`, 'f.yaml:1:'],
])('%j is one line with its place', (text, line) => {
  expect(faultOf(text)).toContain(line);
});

test.each([
  ['{"a": ]}', 'f.json:1:7: not valid JSON: expected a value, found `]`'],
  ['{"a": 1', 'f.json:1:8: not valid JSON: expected `,` or `}`, found the end'],
  ['{"a": "x\\q"}', 'f.json:1:7: not valid JSON: the string holds'],
  ['{"a" 1}', 'f.json:1:6: not valid JSON: expected `:`'],
  ['{"a": 1}\n{"b": tru}\n', 'f.json:2:7: not valid JSON: expected a value, found `t`'],
  ['["a" "b"]', 'f.json:1:6: not valid JSON: expected `,` or `]`'],
])('a .json file: %j', (text, line) => {
  expect(faultOf(text, 'f.json')).toContain(line);
});

test('keys that JavaScript treats in its own way are data', () => {
  const text = 'x: &x {__proto__: {p: 1}, constructor: 2}\nz:\n  <<: *x\n  prototype: 3\n';
  const [yaml] = valuesOf(text) as [{ z: object }];
  expect(JSON.stringify(yaml)).toBe('{"x":{"__proto__":{"p":1},"constructor":2},"z":{"__proto__":{"p":1},"constructor":2,"prototype":3}}');
  expect(Object.getPrototypeOf(yaml.z)).toBe(Object.prototype);
  expect(Object.hasOwn(Object.prototype, 'p')).toBe(false);
  // the slow reader of JSON, which a long number asks for
  expect(JSON.stringify(valuesOf('{"__proto__": {"p": 1e3}}'))).toBe('[{"__proto__":{"p":1000}}]');
});

const bomb = (levels: number): string =>
  ['a0: &a0 [x, x, x, x, x, x, x, x, x]', ...Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(', ')}]`)].join('\n');

test('aliases are counted as often as they are followed', () => {
  expect(faultOf(bomb(9))).toMatch(/^f.yaml:\d+:\d+: more than 100 aliases in one document/);
  const hundred = `a: &a 1\nb: [${Array.from({ length: 100 }, () => '*a').join(', ')}]\n`;
  expect(valuesOf(hundred)).toHaveLength(1);
  expect(faultOf(hundred.replace('[', '[*a, '))).toContain('more than 100 aliases');
});

const nestings: readonly ((depth: number) => string)[] = [
  (depth) => '['.repeat(depth) + ']'.repeat(depth),
  (depth) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth),
  (depth) => '{a: '.repeat(depth) + '1' + '}'.repeat(depth),
  (depth) => `${'- '.repeat(depth)}x`,
  (depth) => Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
];

test.each(nestings)('a hundred levels are read, one more is refused, and very many cost nothing', (nest) => {
  expect(valuesOf(nest(100))).toEqual([expect.any(Object)]);
  expect(faultOf(nest(101))).toContain('more than 100 lists and objects inside one another');
  const start = performance.now();
  expect(faultOf(nest(nest === nestings.at(-1) ? 5000 : 200_000))).toContain('more than 100 lists and objects');
  expect(performance.now() - start).toBeLessThan(1000);
});

test('hostile texts end in linear time', () => {
  const texts = ['a', '"', "'", '&', '*', '!', '|', '>', '%', '@', '#', ':', ',', '-', '?', '~', ' ', '\n', '\t', 'a\n', '- \n', 'a: ', '"a" ', '\\', '"\\', '{},', '\r\n', 'é', '0', '1_', '# x\n', 'a:\n', '- a\n', '"a": 1, '];
  for (const piece of texts) {
    const start = performance.now();
    for (const prefix of ['', 'a: ', '{"a": ', 'a: |\n  ', 'a: "']) {
      const results = [...readDocuments('f.yaml', prefix + piece.repeat(20_000))];
      for (const result of results) expect(['document', 'fault']).toContain(result.kind);
    }
    expect(performance.now() - start, piece).toBeLessThan(5000);
  }
});

test('a document of too many values is refused', () => {
  expect(faultOf(`[${'1,'.repeat(1_100_000)}1]\n# YAML, for the comment\n`)).toMatch(/the YAML document is too large/);
  expect(faultOf(`[${'{},'.repeat(4_000_001)}{}]`)).toMatch(/more than 4000000 values in one JSON text/);
});

test('100,000 documents are read one at a time', () => {
  const text = 'kind: ConfigMap\nmetadata:\n  name: x\n---\n'.repeat(100_000);
  let count = 0;
  let heap = 0;
  for (const result of readDocuments('f.yaml', text)) {
    if (result.kind === 'document') count++;
    if (count % 20_000 === 0) heap = Math.max(heap, process.memoryUsage().heapUsed);
  }
  expect(count).toBe(100_000);
  expect(heap).toBeLessThan(1_000_000_000);
});

test('a document that is kept costs its text and its value only', () => {
  const document = documentOf('a: {b: 1}\n');
  const tree = document.tree();
  document.release();
  expect(document.tree()).toEqual(tree);
});
