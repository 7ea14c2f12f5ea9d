import type { JsonPatchOperation } from '@instancetype/conflict';
import { pointerOf } from '@instancetype/conflict';
import fc from 'fast-check';
import { applyPatch as applyOracle } from 'rfc6902';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { annotate } from '../../src/manifest/annotate.ts';
import { parseDocument } from '../../src/manifest/documents.ts';
import type { ManifestDocument } from '../../src/manifest/document.ts';
import { applyPatch } from '../../src/manifest/edit.ts';

const key = fc.constantFrom('a', 'b', 'name', 'spec', 'k: v', '1', 'yes', 'x/z', '~', 'é', 'toString', '- q', '');
const leaf = fc.oneof(fc.constantFrom('x', 'yes', '1', '1Gi', '', 'a: b', 'two\nlines\n', ' lead', '#c', 'a,b', 'é😀', '- x', '\n', 'x\n\n', '{', "it's", '"q"', 'tab\there'), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0), fc.boolean(), fc.constant(null));
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true })),
}));
const root = fc.dictionary(key, json, { minKeys: 1, maxKeys: 5, noNullPrototype: true });

interface Layout {
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly flow: number;
  readonly quote: boolean;
  readonly width: number;
  readonly windows: boolean;
  readonly endsLine: boolean;
  readonly comments: number;
  readonly json: 'no' | 'compact' | 'pretty';
}
const layout: fc.Arbitrary<Layout> = fc.record({
  indent: fc.integer({ min: 2, max: 5 }),
  indentSeq: fc.boolean(),
  flow: fc.nat({ max: 40 }),
  quote: fc.boolean(),
  width: fc.constantFrom(0, 0, 30),
  windows: fc.boolean(),
  endsLine: fc.boolean(),
  comments: fc.nat({ max: 1000 }),
  json: fc.constantFrom('no', 'no', 'no', 'no', 'compact', 'pretty'),
});

/** The value as text in some layout, with comments where they leave the value as it is. */
function written(value: unknown, style: Layout): ManifestDocument | undefined {
  let text: string;
  if (style.json !== 'no') {
    text = JSON.stringify(value, undefined, style.json === 'pretty' ? style.indent : 0);
  } else {
    const plain = stringify(value, { indent: style.indent, indentSeq: style.indentSeq, lineWidth: style.width, aliasDuplicateObjects: false, defaultStringType: style.quote ? 'QUOTE_DOUBLE' : 'PLAIN', collectionStyle: style.flow < 4 ? 'flow' : 'any' });
    text = withComments(plain, style.comments);
  }
  if (style.windows) text = text.replaceAll('\n', '\r\n');
  if (!style.endsLine) text = text.trimEnd();
  const read = parseDocument(text);
  return read.kind === 'document' ? read : undefined;
}

function withComments(text: string, seed: number): string {
  let lines = text.split('\n');
  let state = seed;
  const same = (candidate: readonly string[]): boolean => {
    const read = parseDocument(candidate.join('\n'));
    const old = parseDocument(text);
    return read.kind === 'document' && old.kind === 'document' && JSON.stringify(read.value) === JSON.stringify(old.value);
  };
  for (let index = 0; index < lines.length; index++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    const line = lines[index] ?? '';
    const comment = `# c${index}`;
    const changed = state % 5 === 0 ? [`${line} ${comment}`] : state % 5 === 1 ? [`${/^ */.exec(line)?.[0] ?? ''}${comment}`, line] : state % 11 === 0 ? ['', line] : [line];
    const candidate = lines.toSpliced(index, 1, ...changed);
    if (changed.length + (changed[0]?.length ?? 0) > 1 + line.length && same(candidate)) {
      lines = candidate;
      index += changed.length - 1;
    }
  }
  return lines.join('\n');
}

const step = fc.record({ kind: fc.constantFrom('add', 'add', 'replace', 'remove'), at: fc.nat(), where: fc.nat(), key, value: json });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Turns a drawn step into an operation that the value admits. */
function operationFor(value: unknown, { kind, at, where, key: name, value: added }: Step): JsonPatchOperation {
  const paths: (string | number)[][] = [];
  const containers: (string | number)[][] = [];
  const visit = (node: unknown, path: (string | number)[]): void => {
    if (typeof node !== 'object' || node === null) return;
    containers.push(path);
    for (const [child, member] of Object.entries(node)) {
      const segment = Array.isArray(node) ? Number(child) : child;
      paths.push([...path, segment]);
      visit(member, [...path, segment]);
    }
  };
  visit(value, []);
  const container = containers[at % containers.length] ?? [];
  const path = paths[where % Math.max(paths.length, 1)];
  if (kind === 'add' || !path) {
    const parent = container.reduce<unknown>((node, segment) => (node as Record<string, unknown>)[segment], value);
    return { op: 'add', path: pointerOf([...container, Array.isArray(parent) ? where % (parent.length + 1) : name]), value: added };
  }
  return kind === 'remove' ? { op: 'remove', path: pointerOf(path) } : { op: 'replace', path: pointerOf(path), value: added };
}

/** The operations, and what another implementation of RFC 6902 makes of them. */
function patchFor(value: unknown, steps: readonly Step[]): { readonly operations: JsonPatchOperation[]; readonly expected: unknown } {
  const state = { root: structuredClone(value) };
  const operations: JsonPatchOperation[] = [];
  for (const drawn of steps) {
    const operation = operationFor(state.root, drawn);
    const errors = applyOracle(state, [structuredClone({ ...operation, path: `/root${operation.path}` }) as never]);
    expect(errors).toEqual([null]);
    operations.push(operation);
  }
  return { operations, expected: state.root };
}

test('the text of a patched document reads as the patched value, and nothing is changed that was passed in', () => {
  let kept = 0;
  let all = 0;
  fc.assert(
    fc.property(root, layout, fc.array(step, { minLength: 1, maxLength: 5 }), (value, style, steps) => {
      const document = written(value, style);
      fc.pre(document !== undefined);
      const before = structuredClone(document.value);
      const { operations, expected } = patchFor(document.value, steps);
      const outcome = applyPatch(document, operations);
      if (!outcome.ok) throw new Error(outcome.causes[0].message);
      const read = parseDocument(outcome.value.text);
      expect(read.kind === 'document' ? read.value : read).toEqual(expected);
      expect(outcome.value.value).toEqual(expected);
      expect(document.value).toEqual(before);
      all++;
      if (outcome.value.kept) kept++;
    }),
    { numRuns: 600 },
  );
  // what these layouts use can be edited in place, but for rare forms
  expect(kept / all).toBeGreaterThan(0.97);
});

const member = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const { marked } = fc.letrec((tie) => ({
  marked: fc.oneof({ maxDepth: 5 }, fc.constant(0), fc.array(tie('marked'), { minLength: 1, maxLength: 4 }), fc.dictionary(member, tie('marked'), { minKeys: 1, maxKeys: 5, noNullPrototype: true })),
}));

/** Each leaf becomes a text that occurs once. */
function withNames(value: unknown, next: { id: number }): unknown {
  if (Array.isArray(value)) return value.map((item) => withNames(item, next));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withNames(item, next)]));
  return `leaf${next.id++}`;
}

test('each line whose value is still there stays as it was', () => {
  fc.assert(
    fc.property(fc.dictionary(member, marked, { minKeys: 1, noNullPrototype: true }), layout, fc.array(step, { minLength: 1, maxLength: 4 }), (value, style, steps) => {
      const document = written(withNames(value, { id: 0 }), { ...style, flow: 40, width: 0, quote: false, json: style.json === 'pretty' ? 'pretty' : 'no' });
      fc.pre(document !== undefined);
      const { operations, expected } = patchFor(document.value, steps);
      const outcome = applyPatch(document, operations);
      if (!outcome.ok) throw new Error(outcome.causes[0].message);
      expect(outcome.value.kept).toBe(true);
      // what stands before the value on its line may have been removed; in JSON the comma depends on what follows
      const own = (line: string): string => line.replace(/^[\s-]*/, '').replace(document.format === 'json' ? /,?\r?$/ : /\r?$/, '');
      const remaining = new Set(JSON.stringify(expected).match(/leaf\d+/g));
      const after = new Set(outcome.value.text.split('\n').map(own));
      const stays = document.text.split('\n').filter((line) => remaining.has(/leaf\d+/.exec(line)?.[0] ?? ''));
      expect(stays.map(own).filter((line) => !after.has(line))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('comments of an explanation never change what a document says', () => {
  let annotated = 0;
  fc.assert(
    fc.property(root, layout, fc.array(fc.tuple(fc.nat(), fc.string({ unit: 'binary', minLength: 1 })), { minLength: 1 }), (value, style, notes) => {
      const document = written(value, style);
      fc.pre(document !== undefined && document.format === 'yaml');
      const comments = new Map(notes.map(([at, note]) => [operationFor(document.value, { kind: 'replace', at, where: at, key: 'a', value: 1 }).path, note]));
      const text = annotate(document, comments);
      const read = parseDocument(text);
      expect(read.kind === 'document' ? read.value : read).toEqual(document.value);
      if (text !== document.text) annotated++;
    }),
    { numRuns: 500 },
  );
  expect(annotated).toBeGreaterThan(300);
});
