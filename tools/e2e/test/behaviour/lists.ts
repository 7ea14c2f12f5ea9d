import { beforeAll, expect, test } from 'vitest';
import { type Ask, eventsIn, refusal } from './ask.ts';
import { thing, thingsIn } from './things.ts';

/** Describes lists and watches.
 * @param at asks a cluster, and names a namespace */
export function describeLists(at: () => { readonly ask: Ask; readonly namespace: string }): void {
  const ask: Ask = (...request) => at().ask(...request);
  const maps = (query = ''): string => `/api/v1/namespaces/${at().namespace}/configmaps${query}`;
  const things = (query = ''): string => `${thingsIn(at().namespace)}${query}`;
  const names = (list: any): string[] => list.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  const map = (name: string, labels: object = {}): object => ({ metadata: { name, labels }, data: {} });

  beforeAll(async () => {
    for (const name of ['c', 'b', 'a-b', 'a.b', 'a']) await ask('POST', maps(), map(name, name === 'b' ? { tier: 'web' } : {}));
  });

  test('a list is sorted by name, and says what it is', async () => {
    const { body } = await ask('GET', maps());
    expect({ kind: body.kind, apiVersion: body.apiVersion, metadata: Object.keys(body.metadata), names: names(body), first: body.items[0].kind }).toEqual({ kind: 'ConfigMapList', apiVersion: 'v1', metadata: ['resourceVersion'], names: ['a', 'a-b', 'a.b', 'b', 'c'], first: undefined });
    await ask('POST', things(), thing('listed'));
    expect((await ask('GET', things())).body).toMatchObject({ kind: 'ThingList', metadata: { continue: '' }, items: [{ apiVersion: 'behaviour.example.com/v1', kind: 'Thing' }] });
  });

  test('pages show the moment of the first', async () => {
    const { body: first } = await ask('GET', maps('?limit=2'));
    expect(first.metadata).toMatchObject({ remainingItemCount: 3, continue: expect.any(String) });
    await ask('DELETE', maps('/b'));
    await ask('POST', maps(), map('bb'));
    const { body: second } = await ask('GET', maps(`?limit=2&continue=${first.metadata.continue}`));
    const { body: third } = await ask('GET', maps(`?limit=2&continue=${second.metadata.continue}`));
    expect([...names(first), ...names(second), ...names(third)]).toEqual(['a', 'a-b', 'a.b', 'b', 'c']);
    expect([second, third].map(({ metadata }) => metadata.resourceVersion)).toEqual([first.metadata.resourceVersion, first.metadata.resourceVersion]);
    expect(names((await ask('GET', maps(`?resourceVersionMatch=Exact&resourceVersion=${first.metadata.resourceVersion}`))).body)).toEqual(['a', 'a-b', 'a.b', 'b', 'c']);
    await ask('DELETE', maps('/bb'));
    await ask('POST', maps(), map('b', { tier: 'web' }));
  });

  test.each([
    ['labelSelector=tier', ['b']],
    ['labelSelector=tier%21%3Dweb', ['a', 'a-b', 'a.b', 'c']],
    ['labelSelector=tier%20in%20(web,db)', ['b']],
    ['labelSelector=%21tier', ['a', 'a-b', 'a.b', 'c']],
    ['fieldSelector=metadata.name%3Dc', ['c']],
    ['fieldSelector=metadata.name%21%3Dc,metadata.namespace%3Dother', []],
  ])('%s selects', async (query, expected) => {
    expect(names((await ask('GET', maps(`?${query}`))).body)).toEqual(expected);
  });

  test.each([
    ['limit=x', 400, 'BadRequest'],
    ['labelSelector=a%20in', 400, 'BadRequest'],
    ['fieldSelector=data.x%3Dy', 400, 'BadRequest'],
    ['resourceVersion=x', 400, 'BadRequest'],
    ['continue=x', 400, 'BadRequest'],
    ['resourceVersionMatch=Exact', 422, 'Invalid'],
    ['resourceVersionMatch=Exact&resourceVersion=0', 422, 'Invalid'],
    ['resourceVersionMatch=x&resourceVersion=1', 422, 'Invalid'],
    ['sendInitialEvents=true', 422, 'Invalid'],
    ['watch=1&sendInitialEvents=true', 422, 'Invalid'],
    ['watch=1&resourceVersionMatch=NotOlderThan&resourceVersion=1', 422, 'Invalid'],
  ])('a list with %s is refused', async (query, code, reason) => {
    expect(refusal(await ask('GET', maps(`?${query}`)))).toMatchObject({ code, reason });
  });

  test('a version that is still to come is not waited for long', async () => {
    expect(refusal(await ask('GET', maps('?resourceVersion=999999999')))).toMatchObject({ code: 504, reason: 'Timeout', causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] });
  });

  test('a watch tells what happened since a list, as its selector sees it', async () => {
    const { body } = await ask('GET', things());
    await ask('POST', things(), thing('w1', { size: 1 }, { labels: { a: 'x' } }));
    await ask('POST', things(), thing('w2', { size: 1 }, { finalizers: ['a.b/c'] }));
    await ask('PATCH', things('/w1'), { metadata: { labels: { a: null } } });
    await ask('PATCH', things('/w2'), { metadata: { labels: { a: 'x' } } });
    await ask('DELETE', things('/w1'));
    await ask('DELETE', things('/w2'));
    await ask('PATCH', things('/w2'), { metadata: { finalizers: null } });
    const since = `?watch=1&timeoutSeconds=1&resourceVersion=${body.metadata.resourceVersion}`;
    const told = (answered: Awaited<ReturnType<Ask>>): string[] => eventsIn(answered).map(({ type, object }) => `${type} ${object.metadata.name} ${object.metadata.labels?.a ?? '-'}`);
    const [all, selected] = await Promise.all([ask('GET', things(since)), ask('GET', things(`${since}&labelSelector=a`))]);
    expect(told(all)).toEqual(['ADDED w1 x', 'ADDED w2 -', 'MODIFIED w1 -', 'MODIFIED w2 x', 'DELETED w1 -', 'MODIFIED w2 x', 'DELETED w2 x']);
    expect(told(selected)).toEqual(['ADDED w1 x', 'DELETED w1 x', 'ADDED w2 x', 'MODIFIED w2 x', 'DELETED w2 x']);
    const versions = eventsIn(all).map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  test('a watch from nowhere begins with what is there', async () => {
    await ask('POST', things(), thing('listed'));
    const answers = await Promise.all(['', '&resourceVersion=0'].map((query) => ask('GET', things(`?watch=1&timeoutSeconds=1${query}`))));
    for (const answered of answers) expect(eventsIn(answered).map(({ type, object }) => `${type} ${object.metadata.name}`)).toContain('ADDED listed');
  });

  test('a watch may stream the list, and mark its end', async () => {
    const events = eventsIn(await ask('GET', maps('?watch=1&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true')));
    expect(events.slice(0, 5).map(({ type, object }) => `${type} ${object.kind} ${object.metadata.name}`)).toEqual(['a', 'a-b', 'a.b', 'b', 'c'].map((name) => `ADDED ConfigMap ${name}`));
    expect(events[5]).toMatchObject({ type: 'BOOKMARK', object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion: expect.any(String), annotations: { 'k8s.io/initial-events-end': 'true' } } } });
  });
}
