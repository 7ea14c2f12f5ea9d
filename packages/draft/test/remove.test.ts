import { expect, test } from 'vitest';
import { openDraft, patchOf, type Rule } from '../src/index.ts';

const RULE: Rule = { name: 'rule' };

interface Place {
  readonly a?: number | null;
  readonly b?: Place | null;
  readonly c?: number;
}

test('a member is unset, in a copy, and the others keep their order', () => {
  const input: Place = { a: 1, b: { a: 2 }, c: 3 };
  const draft = openDraft(input);
  draft.remove('b', RULE);
  expect(Object.keys(draft.value ?? {})).toEqual(['a', 'c']);
  expect(input.b).toEqual({ a: 2 });
});

test('several members are unset, each with an entry of its own', () => {
  const input: Place = { a: 1, b: null, c: 3 };
  const draft = openDraft(input, { trace: true });
  draft.remove(['a', 'b'], RULE);
  expect(draft.value).toEqual({ c: 3 });
  expect(draft.trace.map((entry) => [entry.action, entry.path])).toEqual([['remove', '/a'], ['remove', '/b']]);
  expect(patchOf(draft.trace, input, draft.value)).toEqual([{ op: 'remove', path: '/a' }, { op: 'remove', path: '/b' }]);
});

test('what is absent is left alone: nothing is copied, nothing recorded', () => {
  const input: Place = { a: 1 };
  const draft = openDraft<{ inner?: Place } & Place>(input, { trace: true });
  draft.remove(['b', 'c'], RULE);
  draft.at('inner').remove('a', RULE);
  expect(draft.value).toBe(input);
  expect(draft.trace).toEqual([]);
});

test('inside an object, that object is copied, and the place is as it was for what is written later', () => {
  const input: Place = { b: { a: 1, c: 2 } };
  const draft = openDraft(input, { trace: true });
  const inner = draft.at('b');
  inner.remove('a', RULE);
  inner.set('c', 3, RULE);
  expect(draft.value).toEqual({ b: { c: 3 } });
  expect(input).toEqual({ b: { a: 1, c: 2 } });
});

test('hostile names are removed like any other, and stay where another one is', () => {
  const input = JSON.parse('{"__proto__":{"a":1},"constructor":2,"b":3}') as Record<string, unknown>;
  const one = openDraft(input);
  one.remove('b', RULE);
  expect(JSON.stringify(one.value)).toBe('{"__proto__":{"a":1},"constructor":2}');
  const other = openDraft(input);
  other.remove('__proto__', RULE);
  expect(JSON.stringify(other.value)).toBe('{"constructor":2,"b":3}');
});
