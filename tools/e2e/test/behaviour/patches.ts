import { expect, test } from 'vitest';
import { type Ask, refusal } from './ask.ts';
import { thing, thingsIn } from './things.ts';

/** Describes how an API server applies patches.
 * @param at asks a cluster, and names a namespace */
export function describePatches(at: () => { readonly ask: Ask; readonly namespace: string }): void {
  const ask: Ask = (...request) => at().ask(...request);
  let count = 0;
  const fresh = async (): Promise<string> => {
    count += 1;
    await ask('POST', thingsIn(at().namespace), thing(`patched-${count}`, { size: 2, list: ['a'] }, { labels: { a: 'b' } }));
    return `${thingsIn(at().namespace)}/patched-${count}`;
  };
  const json = async (path: string, ...operations: readonly object[]): ReturnType<Ask> => await ask('PATCH', path, operations, { 'content-type': 'application/json-patch+json' });

  test('a merge patch adds, replaces and removes', async () => {
    const path = await fresh();
    expect((await ask('PATCH', path, { spec: { list: null, open: { x: 1 } }, metadata: { labels: { a: null, c: 'd' } } })).body).toMatchObject({ metadata: { labels: { c: 'd' }, generation: 2 }, spec: { size: 2, color: 'red', open: { x: 1 } } });
    expect((await ask('PATCH', path, { spec: { size: 100 } })).code).toBe(422);
    expect((await ask('PATCH', path, { spec: { depth: 1 } })).warning).toBe(String.raw`299 - "unknown field \"spec.depth\""`);
  });

  test('a merge patch may insist on a version', async () => {
    const path = await fresh();
    const { body } = await ask('GET', path);
    expect((await ask('PATCH', path, { metadata: { resourceVersion: body.metadata.resourceVersion }, spec: { size: 3 } })).code).toBe(200);
    expect(refusal(await ask('PATCH', path, { metadata: { resourceVersion: body.metadata.resourceVersion }, spec: { size: 4 } }))).toMatchObject({ code: 409, reason: 'Conflict' });
  });

  test.each([
    ['its name', { metadata: { name: 'other' } }, 400],
    ['its namespace', { metadata: { namespace: 'other' } }, 400],
    ['its uid', { metadata: { uid: 'other' } }, 422],
    ['the time of its deletion', { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z' } }, 422],
    ['its kind', { kind: 'Other' }, 422],
    ['labels to what are none', { metadata: { labels: 'x' } }, 422],
  ])('no patch changes %s', async (_what, patch, code) => {
    expect((await ask('PATCH', await fresh(), patch)).code).toBe(code);
  });

  test('what the server writes stays as it was', async () => {
    const path = await fresh();
    const { body } = await ask('GET', path);
    const { body: patched } = await ask('PATCH', path, { metadata: { creationTimestamp: '2020-01-01T00:00:00Z', generation: 99 } });
    expect(patched.metadata).toMatchObject({ creationTimestamp: body.metadata.creationTimestamp, generation: 1 });
  });

  test('a JSON patch is applied whole, or not at all', async () => {
    const path = await fresh();
    expect((await json(path, { op: 'test', path: '/spec/size', value: 2 }, { op: 'replace', path: '/spec/size', value: 3 }, { op: 'add', path: '/spec/list/-', value: 'b' })).body.spec).toMatchObject({ size: 3, list: ['a', 'b'] });
    const refused = { code: 422, reason: 'Invalid', message: 'the server rejected our request due to an error in our request' };
    expect(refusal(await json(path, { op: 'replace', path: '/spec/size', value: 4 }, { op: 'test', path: '/spec/size', value: 2 }))).toEqual(refused);
    expect(refusal(await json(path, { op: 'remove', path: '/spec/none' }))).toEqual(refused);
    expect(refusal(await json(path, { op: 'add', path: '/spec/none/at/all', value: 1 }))).toEqual(refused);
    expect((await ask('GET', path)).body.spec.size).toBe(3);
  });

  test('a JSON patch replaces what is not there by adding it', async () => {
    expect((await json(await fresh(), { op: 'replace', path: '/spec/flag', value: true })).body.spec.flag).toBe(true);
  });

  test.each([
    ['application/json-patch+json', {}, 400],
    ['application/merge-patch+json', [], 400],
    ['application/json', {}, 415],
    ['application/strategic-merge-patch+json', {}, 415],
  ])('%s of %j is refused for a custom kind', async (type, patch, code) => {
    expect((await ask('PATCH', await fresh(), patch, { 'content-type': type })).code).toBe(code);
  });

  test('a strategic patch is known for own kinds', async () => {
    const maps = `/api/v1/namespaces/${at().namespace}/configmaps`;
    await ask('POST', maps, { metadata: { name: 'strategic', finalizers: ['a.b/c'] }, data: { a: 'b' } });
    const strategic = { 'content-type': 'application/strategic-merge-patch+json' };
    expect((await ask('PATCH', `${maps}/strategic`, { metadata: { finalizers: ['d.e/f'] }, data: { c: 'd' } }, strategic)).body).toMatchObject({ metadata: { finalizers: expect.arrayContaining(['a.b/c', 'd.e/f']) }, data: { a: 'b', c: 'd' } });
    const { body } = await ask('PATCH', `${maps}/strategic`, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a.b/c', 'd.e/f'] }, data: { $patch: 'replace', z: 'z' } }, strategic);
    expect({ data: body.data, finalizers: body.metadata.finalizers }).toEqual({ data: { z: 'z' }, finalizers: undefined });
  });

  test('many patches at once are applied one after the other, and of many updates one wins', async () => {
    const path = await fresh();
    const { body } = await ask('GET', path);
    const updates = await Promise.all(Array.from({ length: 4 }, (_, index) => ask('PUT', path, { ...body, spec: { size: index + 3 } })));
    expect(updates.map(({ code }) => code).toSorted()).toEqual([200, 409, 409, 409]);
    const patches = await Promise.all(Array.from({ length: 4 }, (_, index) => ask('PATCH', path, { spec: { open: { [`k${index}`]: index } } })));
    expect(patches.map(({ code }) => code)).toEqual([200, 200, 200, 200]);
    expect((await ask('GET', path)).body.spec.open).toEqual({ k0: 0, k1: 1, k2: 2, k3: 3 });
  });
}
