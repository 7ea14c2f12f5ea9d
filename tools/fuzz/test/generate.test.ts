import { admit } from '@instancetype/admit';
import { expand } from '@instancetype/expand';
import { expect, test } from 'vitest';
import { generate } from '../src/generate.ts';
import { textOf } from '../src/json.ts';
import { Random, seedOf } from '@instancetype-tools/random';
import { CaseReader } from '../src/reader.ts';

const SEEDS = Array.from({ length: 600 }, (_, index) => seedOf(9, index));

test('a seed always makes the same case, whatever was made and spoilt before', () => {
  const first = SEEDS.map((seed) => textOf(generate(seed)));
  expect(SEEDS.toReversed().map((seed) => textOf(generate(seed))).toReversed()).toEqual(first);
  expect(new Set(first).size).toBe(SEEDS.length);
});

test('chance is even, and neighbouring seeds have nothing in common', () => {
  const random = new Random(1);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let count = 0; count < 10_000; count++) tenths[random.below(10)]!++;
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  const first = Array.from({ length: 10_000 }, (_, index) => new Random(seedOf(1, index)).next());
  expect(first.filter((value) => value < 0.5).length).toBeGreaterThan(4_700);
  expect(first.filter((value) => value < 0.5).length).toBeLessThan(5_300);
});

test('cases come out in every way: expanded, in conflict, not found, refused for their types', () => {
  const outcomes = new Map<string, number>();
  const note = (name: string): unknown => outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
  for (const seed of SEEDS) {
    const { vm, objects, cluster, mutations } = generate(seed);
    note(mutations === 0 ? 'valid' : 'spoilt');
    const reader = new CaseReader(objects);
    const expanded = expand(vm, reader, { cluster });
    note(expanded.ok ? 'expanded' : (expanded.causes[0].code));
    const admitted = admit(vm, reader, { cluster });
    note(admitted.ok ? 'admitted' : 'not admitted');
  }
  const atLeast = { valid: 200, spoilt: 200, expanded: 200, admitted: 200, 'instancetype-conflict': 30, 'wrong-type': 2, 'instancetype-not-found': 5, 'revision-not-found': 5, 'not admitted': 50 };
  for (const [name, count] of Object.entries(atLeast)) expect([name, outcomes.get(name) ?? 0, (outcomes.get(name) ?? 0) >= count]).toEqual([name, expect.any(Number), true]);
});
