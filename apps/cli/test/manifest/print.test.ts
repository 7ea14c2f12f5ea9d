import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { printDocument, printManifests } from '../../src/manifest/print.ts';
import { yamlInline } from '../../src/manifest/print-yaml.ts';
import { documentOf, valuesOf } from './document-of.ts';

test('the members that say what it is come first, lists as kubectl indents them', () => {
  const vm = { status: {}, spec: { a: [{ name: 'x', v: [] }, [1, 'y']], on: 'off' }, metadata: { name: '1' }, kind: 'K', apiVersion: 'v1', extra: 'a\nb\n' };
  expect(printManifests([vm, 'x'], 'yaml')).toBe(
    'apiVersion: v1\nkind: K\nmetadata:\n  name: "1"\nspec:\n  a:\n  - name: x\n    v: []\n  - - 1\n    - "y"\n  "on": "off"\nstatus: {}\nextra: |\n  a\n  b\n---\nx\n',
  );
  expect(printManifests([{ kind: 'K', apiVersion: 'v1' }], 'json')).toBe('{\n    "apiVersion": "v1",\n    "kind": "K"\n}\n');
  expect(JSON.parse(printManifests([{ a: 1 }, { b: 1 }], 'json'))).toEqual({ apiVersion: 'v1', kind: 'List', items: [{ a: 1 }, { b: 1 }] });
});

test.each([
  ...['vm', 'u1.small', '1Gi', '500m', '10.0.0.1', 'a b', 'fe80::1', 'quay.io/x:latest', 'é😀', '-x', 'a#b', 'it\'s', 'a "b"', '100%'].map((text) => [text, text]),
  ...['', 'yes', 'n', 'null', '~', '1', '010', '1_0', '1e3', '1e400', '.5', '.', '-.', '1._', '.inf', '2001-01-01', '12:30:00', '- a', '-', '?', ': a', 'a: b', 'a #b', 'a:', '@x', '`', '%', '&a', '*a', '!x', '|', '>', '"', "'a", '{', '[a', '#', ' a', 'a ', '=', '<<', '---', '...', ','].map((text) => [text, JSON.stringify(text)]),
  ['a\tb', '"a\\tb"'],
  ['\u0085\u2028\ufeff\u007f', '"\\u0085\\u2028\\ufeff\\u007f"'],
  ['\u00a0', '"\u00a0"'],
])('%j is quoted only where it must be', (text, printed) => {
  expect(yamlInline(text, false)).toBe(printed);
});

const keyArbitrary = fc.oneof(fc.constantFrom('a', 'name', 'yes', '1', '', '__proto__', 'constructor', 'toString', '- a', '<<', 'k: v', '.inf', '0x1'), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary', maxLength: 5 }));
const stringArbitrary = fc.oneof(
  keyArbitrary,
  fc.array(fc.constantFrom('a', ' ', '\n', '\t', '#', ':', '-', '"', "'", '\\', '\r', '0', '|', '\u0085', '\u2028', ',', ']', '}', '😀'), { maxLength: 12 }).map((parts) => parts.join('')),
);
const leafArbitrary = fc.oneof(stringArbitrary, fc.integer(), fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => number + 0), fc.boolean(), fc.constant(null));
export const jsonArbitrary: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leafArbitrary, fc.array(tie('value'), { maxLength: 4 }), fc.array(fc.tuple(keyArbitrary, tie('value')), { maxLength: 4 }).map(Object.fromEntries)),
})).value;

const isWellFormed = (value: unknown): boolean => JSON.stringify(value).isWellFormed() && !/\\ud[89a-f]/i.test(JSON.stringify(value));

test('whatever is printed reads back as the same', () => {
  fc.assert(
    fc.property(jsonArbitrary, (value) => {
      fc.pre(isWellFormed(value) && value !== null);
      expect(JSON.stringify(documentOf(printDocument(value)).value)).toBe(JSON.stringify(value));
      expect(JSON.stringify(documentOf(`k: ${yamlInline([value], true)}\n`).value)).toBe(JSON.stringify({ k: [value] }));
    }),
    { numRuns: 500 },
  );
});

test('another YAML reader reads the same', () => {
  fc.assert(
    fc.property(jsonArbitrary, (value) => {
      fc.pre(isWellFormed(value) && !JSON.stringify(value).includes('"__proto__"'));
      for (const version of ['1.1', '1.2'] as const) expect(JSON.stringify(parse(printDocument(value), { version, maxAliasCount: 0 }))).toBe(JSON.stringify(value));
    }),
    { numRuns: 500 },
  );
});

test('a key too long for YAML, and a deep value, are printed as JSON', () => {
  const long = { ['k'.repeat(5000)]: { a: 1 } };
  expect(valuesOf(printDocument(long))).toEqual([long]);
  let deep: unknown = 1;
  for (let depth = 0; depth < 1000; depth++) deep = [deep];
  expect(printDocument(deep)).toBe(`${'['.repeat(1000)}1${']'.repeat(1000)}\n`);
});

test('every value that kubectl reads is printed as a text that reads back as the same', () => {
  const vectors = JSON.parse(readFileSync(new URL('./vectors/streams.json', import.meta.url), 'utf8')) as { text: string }[];
  for (const { text } of vectors) {
    const values = valuesOf(text);
    if (values.length > 0 && !values.some((value) => typeof value === 'string' || value === null)) expect(valuesOf(printManifests(values, 'yaml'))).toEqual(values);
  }
});
