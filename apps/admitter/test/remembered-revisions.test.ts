import { expect, test } from 'vitest';
import { rememberingRevisions } from '../src/remembered-revisions.ts';

const revision = (name: string) => ({ kind: 'ControllerRevision', namespace: 'prod', name });

function source(objects: Readonly<Record<string, object>>): { readonly asked: string[]; get(ref: { readonly kind: string; readonly name: string }): Promise<object | undefined> } {
  const asked: string[] = [];
  return {
    asked,
    get: async ({ kind, name }) => {
      asked.push(`${kind} ${name}`);
      return objects[name];
    },
  };
}

test('a revision is asked for once, everything else each time', async () => {
  const cluster = source({ r: { data: 1 }, v: { labels: {} } });
  const reader = rememberingRevisions(cluster);
  expect(await reader.get(revision('r'))).toEqual({ data: 1 });
  // at hand now: no promise
  expect(reader.get(revision('r'))).toEqual({ data: 1 });
  for (let time = 0; time < 2; time++) await reader.get({ kind: 'PersistentVolumeClaim', namespace: 'prod', name: 'v' });
  expect(cluster.asked).toEqual(['ControllerRevision r', 'PersistentVolumeClaim v', 'PersistentVolumeClaim v']);
});

test('one that is not there is asked for again: it may come', async () => {
  const cluster = source({});
  const reader = rememberingRevisions(cluster);
  await reader.get(revision('r'));
  await reader.get(revision('r'));
  expect(cluster.asked.length).toBe(2);
});

test('it is forgotten after its time: it may have been removed', async () => {
  let now = 0;
  const cluster = source({ r: {} });
  const reader = rememberingRevisions(cluster, { forMs: 1000, now: () => now });
  await reader.get(revision('r'));
  now = 999;
  await reader.get(revision('r'));
  expect(cluster.asked.length).toBe(1);
  now = 1000;
  await reader.get(revision('r'));
  expect(cluster.asked.length).toBe(2);
});

test('the oldest goes where there are too many', async () => {
  const cluster = source({ a: {}, b: {}, c: {} });
  const reader = rememberingRevisions(cluster, { atMost: 2 });
  for (const name of ['a', 'b', 'c', 'c', 'b', 'a']) await reader.get(revision(name));
  expect(cluster.asked.map((text) => text.slice(-1))).toEqual(['a', 'b', 'c', 'a']);
});

test('large ones do not fill the memory: those that take too much together go, and one that takes too much alone is not kept', async () => {
  const text = 'x'.repeat(400);
  const cluster = source({ a: { text }, b: { text }, c: { text }, huge: { text: 'x'.repeat(2000) } });
  const reader = rememberingRevisions(cluster, { characters: 1000 });
  for (const name of ['a', 'b', 'c', 'c', 'b', 'huge', 'huge', 'b', 'a']) await reader.get(revision(name));
  expect(cluster.asked.map((asked) => asked.replace('ControllerRevision ', ''))).toEqual(['a', 'b', 'c', 'huge', 'huge', 'a']);
});

test('one that is nested too deep to be measured is given, and not kept', async () => {
  const cluster = source({ deep: JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) as object });
  const reader = rememberingRevisions(cluster);
  for (let time = 0; time < 2; time++) expect(await reader.get(revision('deep'))).toHaveProperty('a');
  expect(cluster.asked.length).toBe(2);
});

test('what is forgotten makes room again', async () => {
  let now = 0;
  const cluster = source(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`r${index}`, { text: 'x'.repeat(400) }])));
  const reader = rememberingRevisions(cluster, { characters: 1000, forMs: 10, now: () => now });
  for (let round = 0; round < 10; round++) {
    now = round * 10;
    for (let time = 0; time < 2; time++) await reader.get(revision('r0'));
    // two that are on their way at once are one
    await Promise.all([reader.get(revision('r1')), reader.get(revision('r1'))]);
    await reader.get(revision('r1'));
  }
  expect(cluster.asked.length).toBe(30);
});

test('revisions of one name in two namespaces are two', async () => {
  const reader = rememberingRevisions({ get: async ({ namespace }) => ({ namespace }) });
  expect(await reader.get({ ...revision('r'), namespace: 'a' })).toEqual({ namespace: 'a' });
  expect(await reader.get({ ...revision('r'), namespace: 'b' })).toEqual({ namespace: 'b' });
});

// found by a soak: those of VMs that are gone were never asked for again, and stayed
test('those whose time is over go with the next one that is asked for, whichever it is', async () => {
  let now = 0;
  const cluster = source(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`r${index}`, {}])));
  const reader = rememberingRevisions(cluster, { forMs: 10, now: () => now });
  for (; now < 100; now++) await reader.get(revision(`r${now}`));
  expect(reader.size).toBe(10);
  now = 1000;
  await reader.get(revision('none'));
  expect(reader.size).toBe(0);
});
