import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { differences } from '../compare.mjs';
import { type Case, outcomeOf, SUPPORTED } from '../src/outcome-of.ts';

const FILES = ['public', 'public-catalog', 'public-quantity'];

type Judged = Case & { readonly expected: unknown };

function casesOf(file: string): Judged[] {
  const text = gunzipSync(readFileSync(new URL(`../cases/${file}.jsonl.gz`, import.meta.url))).toString('utf8');
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Judged);
}

describe.each(FILES)('the cases of %s', (file) => {
  const cases = casesOf(file);
  const operations = [...new Set(cases.map((one) => one.op))].filter((op) => SUPPORTED.includes(op));

  test.each(operations)('%s: every result is what KubeVirt gave', (op) => {
    const differing = cases.filter((one) => one.op === op).flatMap((one) => {
      const { expected, ...input } = one;
      const before = JSON.stringify(input);
      const out = JSON.parse(JSON.stringify(outcomeOf(input)));
      expect(JSON.stringify(input), `case ${one.id} changed its input`).toBe(before);
      const found = differences(expected, out);
      return found.length === 0 ? [] : [{ id: one.id, found: found.slice(0, 3) }];
    });
    expect(differing).toEqual([]);
  });
});

test('every operation of the cases is answered', () => {
  const asked = new Set(FILES.flatMap(casesOf).map((one) => one.op));
  expect([...asked].filter((op) => !SUPPORTED.includes(op))).toEqual([]);
  expect(asked).toContain('sync');
});

test('an operation that is not supported says so', () => {
  expect(outcomeOf({ id: 'x', op: 'teleport' })).toEqual({ error: { unsupported: true } });
  expect(outcomeOf({ id: 'x', op: 'constructor' })).toEqual({ error: { unsupported: true } });
});

test('the comparison can fail', () => {
  expect(differences({ allowed: true }, { allowed: false })).not.toEqual([]);
  expect(differences({ vm: { spec: { guest: '1Gi' } } }, { vm: { spec: { guest: '1025Mi' } } })).not.toEqual([]);
  expect(differences({ vm: { spec: { guest: '1Gi' } } }, { vm: { spec: { guest: '1024Mi' } } })).toEqual([]);
});
