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

test('revisions of one name in two namespaces are two', async () => {
  const reader = rememberingRevisions({ get: async ({ namespace }) => ({ namespace }) });
  expect(await reader.get({ ...revision('r'), namespace: 'a' })).toEqual({ namespace: 'a' });
  expect(await reader.get({ ...revision('r'), namespace: 'b' })).toEqual({ namespace: 'b' });
});
