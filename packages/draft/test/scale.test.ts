import { expect, test } from 'vitest';
import { type Draft, openDraft, patchOf, type Rule } from '../src/index.ts';

const RULE: Rule = { name: 'rule' };

interface Disk {
  readonly name: string;
  readonly bus?: string;
}
interface Machine {
  readonly disks?: readonly Disk[];
}

const disks = (count: number): Disk[] => Array.from({ length: count }, (_, index) => ({ name: `d${index}` }));

test('a list of 100,000 elements is copied once, however many are written', () => {
  const input: Machine = { disks: disks(100_000) };
  const draft = openDraft(input, { trace: true });
  const list = draft.list('disks');
  for (let index = 0; index < 100_000; index++) list.at(index).set('bus', 'virtio', RULE);
  const value = draft.value;
  expect(value?.disks?.[99_999]).toEqual({ name: 'd99999', bus: 'virtio' });
  expect(input.disks?.[99_999]).toEqual({ name: 'd99999' });
  const patch = patchOf(draft.trace, input, value);
  expect(patch).toHaveLength(100_000);
  expect(patch.at(-1)).toEqual({ op: 'add', path: '/disks/99999/bus', value: 'virtio' });
});

test('100,000 elements are added to a list one by one', () => {
  const draft = openDraft<Machine>({}, { trace: true });
  for (const disk of disks(100_000)) draft.append('disks', disk, RULE);
  expect(draft.value?.disks).toHaveLength(100_000);
  expect(patchOf(draft.trace, {}, draft.value)).toHaveLength(1);
});

interface Deep {
  readonly inner?: Deep;
  readonly leaf?: number;
}

test('a place 500 members deep is written and found in the patch', () => {
  const draft = openDraft<Deep>({}, { trace: true });
  let place: Draft<Deep> = draft;
  for (let depth = 0; depth < 500; depth++) place = place.at('inner');
  place.set('leaf', 1, RULE);
  let value: Deep | undefined = draft.value;
  for (let depth = 0; depth < 500; depth++) value = value?.inner;
  expect(value).toEqual({ leaf: 1 });
  expect(patchOf(draft.trace, {}, draft.value).map((operation) => operation.path)).toEqual(['/inner']);
});

test('deeply nested values pass through', () => {
  let deep: object = { leaf: 1 };
  for (let depth = 0; depth < 100_000; depth++) deep = { inner: deep };
  const input = { deep, leaf: 1 };
  const draft = openDraft<{ deep: object; leaf: number; more?: object }>(input, { trace: true });
  draft.set('leaf', 2, RULE);
  draft.set('deep', deep, RULE);
  draft.set('more', deep, RULE);
  expect(draft.value?.more).toBe(deep);
  expect(patchOf(draft.trace, input, draft.value).map((operation) => operation.path)).toEqual(['/leaf', '/more']);
});
