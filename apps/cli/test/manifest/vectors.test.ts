import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDocuments } from '../../src/manifest/documents.ts';

// What kubectl's reader (sigs.k8s.io/yaml 1.6.0 under k8s.io/apimachinery 0.37.2) makes of each text. Numbers are kept as text.
interface Vector {
  readonly text: string;
  readonly json?: string;
  readonly error?: true;
}

const STRICTER_TAGS = 'a tag that is none of the core schema is refused';
const REPEATED_KEY = 'a repeated key is refused: which one counts is a matter of luck';
const LINE_ENDS = 'a line end that YAML readers disagree about is refused';
const LENIENT = 'newer YAML than that reader knows';

/** Where this reader differs on purpose, by text. */
const DIFFERENCES = new Map<string, string>([
  ...['v: !!timestamp 2001-01-01\n', 'v: !!binary aGk=\n', 'v: !foo 1\n', 'v: !foo bar\n', 'v: !!set {a}\n', 'v: !!omap [a: 1]\n', 'v: !!pairs [a: 1]\n', 'v: !foo {}\n', 'v: !!str {}\n', 'v: !!map []\n', 'v: !!merge <<\n', 'v: !!value =\n', 'y:\n  !!merge <<: {a: 1}\n', 'a: !foo\n  b: 1\n'].map((text): [string, string] => [text, STRICTER_TAGS]),
  ...['{"a":1,"a":2}', 'a: 1\na: 2\n', 'a: {b: 1, b: 2}\n', 'a: 1\n"a": 2\n', '1: x\n"1": y\n', 'yes: 1\ntrue: 2\n'].map((text): [string, string] => [text, REPEATED_KEY]),
  ...['a: 1\rb: 2\r', 'a: x\u0085  y\n', 'a: "x\u2028y"\n', 'a: "x\u0085y"\n'].map((text): [string, string] => [text, LINE_ENDS]),
  ...['v: "\\ud83d\\ude00"\n', 'v: "\\/"\n', 'a: "\\ud800"\n', 'a: [?x, -y, :z]\n', 'a: {x: -1, y: :b}\n', '9223372036854775808: x\n', '18446744073709551615: 1\n'].map((text): [string, string] => [text, LENIENT]),
  ['a: 1\n...\nb: 2\n', 'text after the end of a document is silently dropped there'],
  ['{"a": 1e400}', 'a number that no reader can hold: that reader passes it on and the next one fails'],
  ['a: [\n1,\n2\n]\n', 'a flow list must be indented'],
  ['a: "\n  x\n"\n', 'a quoted text must be indented'],
]);

const load = (name: string): Vector[] => JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8')) as Vector[];

/** JSON with integers that JavaScript cannot print as their digits. */
function exact(json: string): unknown {
  const revive = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    const source = context?.source ?? '';
    if (source === '-0') return 0;
    return typeof value === 'number' && /^-?\d+$/.test(source) && String(value) !== source ? source : value;
  };
  return JSON.parse(json, revive);
}

function read(text: string): { readonly values: unknown[]; readonly failed: boolean } {
  const results = [...readDocuments('file.yaml', text)];
  const values = results.flatMap((result) => (result.kind === 'document' ? [result.value] : []));
  return { values: values.map((value) => (Object.is(value, -0) ? 0 : value)), failed: results.some((result) => result.kind === 'fault') };
}

for (const name of ['scalars', 'keys']) {
  test.each(load(name))(`${name}: $text`, ({ text, json, error }) => {
    const { values, failed } = read(text);
    const agrees = error ? failed : !failed && JSON.stringify(values) === JSON.stringify([exact(json ?? '')]);
    expect(agrees, JSON.stringify(values)).toBe(!DIFFERENCES.has(text));
  });
}

test.each(load('streams'))('streams: $text', ({ text, json, error }) => {
  const { values, failed } = read(text);
  const theirs = (exact(json ?? '[]') as unknown[]).filter((value) => value !== null);
  const ours = values.filter((value) => value !== null);
  const agrees = error ? failed : !failed && isSame(ours, theirs);
  expect(agrees, JSON.stringify(values)).toBe(!DIFFERENCES.has(text));
});

function isSame(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    return typeof value === 'object' && value !== null ? Object.entries(value).map(([key, member]) => [key, sorted(member)]).sort() : value;
  };
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

test('every difference is one of a vector', () => {
  const texts = new Set(['scalars', 'keys', 'streams'].flatMap(load).map((vector) => vector.text));
  expect([...DIFFERENCES.keys()].filter((text) => !texts.has(text))).toEqual([]);
});

test.each([
  ['v: 9223372036854775808', '9223372036854775808'],
  ['v: 9007199254740993', '9007199254740993'],
  ['{"v": 9223372036854775807}', '9223372036854775807'],
  ['{"v": -9007199254740993}', '-9007199254740993'],
  ['v: 9007199254740991', 9007199254740991],
  ['{"v": 9007199254740991}', 9007199254740991],
  ['v: 1e400', '1e400'],
  ['v: 18446744073709551616', 18446744073709551616],
  ['{"v": 1.50e3}', 1500],
])('%s keeps its value', (text, value) => {
  expect(read(text).values).toEqual([{ v: value }]);
});
