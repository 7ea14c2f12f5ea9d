import { expect, test } from 'vitest';
import { textOf } from '../../src/json.ts';
import { seedOf } from '@instancetype-tools/random';
import { generateReview } from '../../src/reviews/generate-review.ts';
import { at } from '../../src/reviews/review-case.ts';

const SEEDS = Array.from({ length: 4_000 }, (_, index) => seedOf(4, index));
const cases = SEEDS.map((seed) => generateReview(seed));

/** How many cases there are of a sort. */
const count = (holds: (one: (typeof cases)[number]) => boolean): number => cases.filter(holds).length;
const bodies = cases.flatMap(({ body }) => (body ? [Buffer.from(body)] : []));
const texts = bodies.map((body) => body.toString('utf8'));

test('a seed always makes the same case, whatever was made and spoilt before', () => {
  const some = SEEDS.slice(0, 1_000);
  const again = some.toReversed().map((seed) => textOf(generateReview(seed))).toReversed();
  expect(again.findIndex((text, index) => text !== textOf(cases[index]))).toBe(-1);
});

test('there are whole reviews of every webhook, in both modes and between, with faults, aborted signals and warnings', () => {
  expect(count(({ isWhole }) => isWhole)).toBeGreaterThan(100);
  for (const verb of ['mutate', 'validate']) expect(count(({ path }) => path === `/virtualmachines-${verb}`)).toBeGreaterThan(300);
  for (const noun of ['instancetype', 'clusterinstancetype', 'preference', 'clusterpreference']) expect(count(({ path }) => path === `/virtualmachine${noun}s-validate`)).toBeGreaterThan(20);
  expect(count(({ settings }) => settings.missingObjects === 'allow' && settings.negativeMemory === 'warn')).toBeGreaterThan(500);
  expect(count(({ settings }) => settings.missingObjects === 'deny' && settings.negativeMemory === 'deny')).toBeGreaterThan(500);
  for (const fault of ['timed-out', 'forbidden', 'unavailable', 'silence']) expect(count(({ reading }) => reading.fault === fault)).toBeGreaterThan(10);
  for (const aborted of ['before', 'meanwhile'] as const) expect(count(({ reading }) => reading.aborted === aborted)).toBeGreaterThan(20);
  expect(count(({ warnings }) => warnings.length > 10)).toBeGreaterThan(20);
});

test('there are all operations, and reviews that lack something', () => {
  const request = (...keys: string[]): ((one: (typeof cases)[number]) => unknown) => ({ review }) => at(review, 'request', ...keys);
  for (const operation of ['CREATE', 'UPDATE', 'DELETE']) expect(count((one) => request('operation')(one) === operation)).toBeGreaterThan(200);
  for (const key of ['uid', 'operation', 'object', 'resource', 'oldObject', 'userInfo', 'dryRun']) expect([key, count((one) => request(key)(one) === undefined)]).toEqual([key, expect.toSatisfy((n: number) => n > 1)]);
  expect(count((one) => request('subResource')(one) === 'status')).toBeGreaterThan(10);
  expect(count((one) => request('resource', 'version')(one) === 'v1alpha3')).toBeGreaterThan(100);
});

test.each<[string, (text: string) => boolean]>([
  ['a key twice', (text) => /"operation":"\w+","operation":|"kind":"[^"]*","kind":/.test(text)],
  ['a key twice, once with an escape', (text) => /"\\u00[0-9a-f]{2}\w+":/.test(text)],
  ['a byte order mark', (text) => text.startsWith('\ufeff')],
  ['deep nesting', (text) => /\[{200}|(\{"a":){200}/.test(text)],
  ['a number beyond all bounds', (text) => /:-?1e400/.test(text)],
  ['minus zero', (text) => /:-0[,}]/.test(text)],
  ['a number that no double holds', (text) => text.includes(':9007199254740993')],
  ['a lone surrogate', (text) => text.includes('\\ud800"')],
  ['__proto__', (text) => text.includes('{"__proto__":')],
  ['two documents', (text) => /\}\{"apiVersion"/.test(text)],
  ['no end', (text) => text.startsWith('{"apiVersion":') && !text.endsWith('}')],
  ['a name in other letters', (text) => /"(SPEC|METADATA|NAME|KIND|Kind|Name|Spec)":/.test(text)],
  ['invalid UTF-8', (text) => text.includes('\ufffd')],
])('there are bodies with %s', (_what, holds) => {
  expect(texts.filter(holds).length).toBeGreaterThan(0);
});

test('most bodies are JSON still, for else they would show nothing but the parser', () => {
  const parsed = texts.filter((text) => {
    try {
      return JSON.parse(text) !== undefined;
    } catch {
      return false;
    }
  });
  expect(parsed.length).toBeGreaterThan(texts.length * 0.4);
});
