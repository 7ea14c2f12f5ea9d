import fc from 'fast-check';
import rfc6902 from 'rfc6902';
import { expect, test } from 'vitest';
import { deepFreeze, firstDifference, textOf } from '../src/json.ts';
import { replay } from '../src/replay.ts';

const json = fc.dictionary(fc.constantFrom('a', 'b/c', 'd~e', ''), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.array(fc.dictionary(fc.constantFrom('a', 'b/c'), fc.nat(9)), { maxLength: 3 })), { maxKeys: 4 });

test('for any two documents: the patch between them, as another implementation makes it, is replayed', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      const patch = JSON.parse(JSON.stringify(rfc6902.createPatch(before, after)));
      const text = JSON.stringify(before);
      expect(firstDifference(replay(deepFreeze(before), patch), after)).toBeUndefined();
      expect(JSON.stringify(before)).toBe(text);
    }),
  );
});

test.each([
  [{ op: 'remove', path: '/a' } as const, {}],
  [{ op: 'replace', path: '/a', value: 1 } as const, {}],
  [{ op: 'add', path: '/a/b', value: 1 } as const, {}],
  [{ op: 'add', path: '/a/b', value: 1 } as const, { a: 'text' }],
  [{ op: 'add', path: '/2', value: 1 } as const, [1]],
  [{ op: 'replace', path: '/1', value: 1 } as const, [1]],
  [{ op: 'add', path: '/01', value: 1 } as const, [1, 2]],
  [{ op: 'remove', path: '' } as const, {}],
])('%j does not fit %j', (operation, document) => {
  expect(() => replay(document, [operation])).toThrow();
});

test('hostile keys are members like any other', () => {
  const result = replay(JSON.parse('{"__proto__":{"a":1}}'), [{ op: 'add', path: '/__proto__/b', value: 2 }, { op: 'add', path: '/constructor', value: 3 }]);
  expect(JSON.stringify(result)).toBe('{"__proto__":{"a":1,"b":2},"constructor":3}');
});

test.each<[unknown, unknown, string | undefined]>([
  [{ a: 1 }, { a: 1, b: undefined }, undefined],
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, '/a/1/b'],
  [{ a: 1 }, { a: 1, b: 2 }, '/b'],
  [{ a: 1, b: 2 }, { a: 1 }, '/b'],
  [[], {}, '/'],
  [1, 2, '/'],
  [{ a: null }, {}, '/a'],
])('%j and %j differ at %s', (a, b, path) => {
  expect(firstDifference(a, b)).toBe(path);
});

test('what is nested without end is frozen, compared and printed', () => {
  const nested = (): object => Array.from({ length: 100_000 }).reduce<object>((inner) => ({ inner }), {});
  expect(Object.isFrozen(deepFreeze(nested()))).toBe(true);
  expect(firstDifference(nested(), nested())).toBeUndefined();
  expect(textOf(nested())).toContain('(deeper)');
  expect(textOf({ big: 10n ** 30n })).toBe(`{"big":"1${'0'.repeat(30)}n"}`);
});
