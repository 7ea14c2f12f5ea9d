import { describe, expect, test } from 'vitest';
import { openDraft, patchOf, type Rule } from '../src/index.ts';

const RULE: Rule = { name: 'rule', field: 'spec.some' };

interface Place {
  readonly a?: Place | null;
  readonly b?: number;
  readonly list?: readonly number[] | null;
}

describe('a place that must be there', () => {
  test.each<Place>([{}, { a: null }])('is created empty in %j', (input) => {
    const draft = openDraft(input, { trace: true });
    expect(draft.ensure('a', RULE).value).toEqual({});
    expect(draft.value).toEqual({ a: {} });
    expect(draft.trace).toMatchObject([{ action: 'set', path: '/a', value: {}, rule: 'rule', source: { field: 'spec.some' } }]);
  });

  test('is created with all that lies around it', () => {
    const input: Place = {};
    const draft = openDraft(input, { trace: true });
    draft.at('a').at('a').ensure('a', RULE);
    expect(draft.value).toEqual({ a: { a: { a: {} } } });
    expect(patchOf(draft.trace, input, draft.value)).toEqual([{ op: 'add', path: '/a', value: { a: { a: {} } } }]);
  });

  test.each<Place>([{ a: {} }, { a: { b: 1 } }])('is left as it is in %j', (input) => {
    const draft = openDraft(input, { trace: true });
    expect(draft.ensure('a', RULE).value).toBe(input.a);
    expect(draft.value).toBe(input);
    expect(draft.trace).toEqual([]);
  });

  test('keeps in the trace what was written at that moment', () => {
    const draft = openDraft<Place>({}, { trace: true });
    draft.ensure('a', RULE).set('b', 1, RULE);
    expect(draft.trace.map((entry) => [entry.path, entry.value])).toEqual([['/a', {}], ['/a/b', 1]]);
  });

  test('is created again after it was unset', () => {
    const draft = openDraft<Place>({ a: { b: 1 } });
    const place = draft.at('a');
    draft.remove('a', RULE);
    draft.ensure('a', RULE).set('b', 2, RULE);
    expect(draft.value).toEqual({ a: { b: 2 } });
    expect(place.value).toEqual({ b: 2 });
  });
});

describe('an element at the end', () => {
  test.each<[Place, readonly number[], string]>([
    [{}, [5], '/list'],
    [{ list: null }, [5], '/list'],
    [{ list: [] }, [5], '/list/0'],
    [{ list: [1, 2] }, [1, 2, 5], '/list/2'],
  ])('of %j gives %j, recorded at %s', (input, list, path) => {
    const draft = openDraft(input, { trace: true });
    draft.append('list', 5, RULE);
    expect(draft.value?.list).toEqual(list);
    expect(draft.trace.map((entry) => entry.path)).toEqual([path]);
    expect(input.list ?? []).toHaveLength(list.length - 1);
  });

  test('can be entered and written on', () => {
    const draft = openDraft<{ list?: readonly { b?: number }[] }>({});
    draft.append('list', {}, RULE);
    draft.append('list', {}, RULE);
    draft.list('list').at(1).set('b', 1, RULE);
    expect(draft.value).toEqual({ list: [{}, { b: 1 }] });
  });
});

test('pointers escape what RFC 6901 asks for', () => {
  const draft = openDraft<Record<string, Record<string, Record<string, number>>>>({}, { trace: true });
  draft.at('a/b').at('c~d').set('', 1, RULE);
  expect(draft.at('a/b').at('c~d').pointer).toBe('/a~1b/c~0d');
  expect(draft.trace.at(-1)?.path).toBe('/a~1b/c~0d/');
});
