import { describe, expect, test } from 'vitest';
import { openDraft, provenanceOf, type Rule } from '../src/index.ts';

const RULE: Rule = { name: 'rule', field: 'spec.some' };

interface Place {
  readonly inner?: Place;
  readonly other?: Place;
  readonly leaf?: number;
  readonly list?: readonly unknown[];
}

describe('who wrote a field', () => {
  const draft = openDraft<Place>({ inner: { other: { leaf: 1 } }, leaf: 0 }, { trace: true });
  draft.by({ origin: 'instancetype', kind: 'VirtualMachineInstancetype', name: 'i' });
  draft.at('inner').at('inner').set('leaf', 1, RULE);
  draft.by({ origin: 'preference', name: 'p' });
  draft.at('inner').set('inner', { leaf: 2, list: [1] }, RULE);
  draft.by({ origin: 'default' });
  draft.at('inner').at('inner').set('leaf', 3, RULE);
  draft.append('list', { leaf: 1 }, RULE);
  draft.by({ origin: 'derived' });
  draft.remove('leaf', RULE);
  const { writerOf } = provenanceOf(draft.trace);

  test.each<[string, string | undefined]>([
    ['/inner/inner/leaf', 'default'],
    ['/inner/inner', 'preference'],
    ['/inner/inner/list', 'preference'],
    ['/inner/inner/list/0', 'preference'],
    ['/inner/other/leaf', undefined],
    ['/inner', undefined],
    ['/list/0/leaf', 'default'],
    ['/leaf', 'derived'],
    ['', undefined],
    ['/nowhere', undefined],
  ])('%s: %s', (pointer, origin) => {
    expect(writerOf(pointer)?.origin).toBe(origin);
  });

  test('a removal is told from a write', () => {
    expect(writerOf('/leaf')).toMatchObject({ action: 'remove', path: '/leaf' });
    expect(writerOf('/leaf')).not.toHaveProperty('value', expect.anything());
  });
});

test('what was preferred in vain is no write, and is kept in order', () => {
  const draft = openDraft<Place>({ leaf: 1 }, { trace: true });
  draft.by({ origin: 'preference', name: 'p' });
  draft.keep('leaf', 2, RULE);
  draft.keep('leaf', 3, RULE);
  const { writerOf, keptAt } = provenanceOf(draft.trace);
  expect(writerOf('/leaf')).toBeUndefined();
  expect(keptAt('/leaf').map((entry) => entry.value)).toEqual([2, 3]);
  expect(keptAt('/inner')).toEqual([]);
});
