import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asked, configMap, CONFIG_MAPS, eventsIn, startAsked, vm, VMS } from './support/client.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await startAsked({ tls: false });
});
afterAll(() => asked.close());
beforeEach(async () => {
  await asked.call('DELETE', CONFIG_MAPS);
  await asked.call('DELETE', VMS);
});

const names = (list: any): string[] => list.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
const listed = async (query = '', path = CONFIG_MAPS): Promise<any> => (await asked.call('GET', `${path}?${query}`)).body;

interface Step {
  readonly name: string;
  readonly value: string | undefined;
}
const steps = fc.array(fc.record<Step>({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), value: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined }) }), { minLength: 1, maxLength: 12 });

// undefined deletes; a value creates or changes, and is a label too
async function carryOut({ name, value }: Step): Promise<void> {
  const path = `${CONFIG_MAPS}/${name}`;
  if (value === undefined) await asked.call('DELETE', path);
  else if ((await asked.call('PATCH', path, { data: { value }, metadata: { labels: { value } } })).code === 404) await asked.call('POST', CONFIG_MAPS, configMap(name, { labels: { value } }, { value }));
}

const contents = (list: any): Record<string, string> => Object.fromEntries(list.items.map((item: any) => [item.metadata.name, item.data.value]));

describe('lists', () => {
  test('are sorted by namespace and name, and tell what they are', async () => {
    await asked.call('POST', '/api/v1/namespaces/kubevirt/configmaps', configMap('a'));
    for (const name of ['c', 'b', 'a-b', 'a.b', 'a']) await asked.call('POST', CONFIG_MAPS, configMap(name));
    const { kind, apiVersion, ...list } = await listed();
    expect({ kind, apiVersion, names: names(list) }).toEqual({ kind: 'ConfigMapList', apiVersion: 'v1', names: ['a', 'a-b', 'a.b', 'b', 'c'] });
    const all = names(await listed('', '/api/v1/configmaps'));
    expect(all.slice(0, 5)).toEqual(['a', 'a-b', 'a.b', 'b', 'c']);
    expect(all.at(-1)).toBe('a');
  });

  test('repeat for custom kinds what their items are, and do not for others', async () => {
    await asked.call('POST', CONFIG_MAPS, configMap('a'));
    await asked.call('POST', VMS, vm('a'));
    expect((await listed()).items[0].kind).toBeUndefined();
    expect((await listed('', VMS)).items[0]).toMatchObject({ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine' });
  });

  test('in pages show one moment, whatever is written meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, fc.integer({ min: 1, max: 4 }), async (before, meanwhile, limit) => {
        for (const step of before) await carryOut(step);
        const whole = contents(await listed());
        let page = await listed(`limit=${limit}`);
        const { resourceVersion } = page.metadata;
        const paged = contents(page);
        const waiting = [...meanwhile];
        while (page.metadata.continue) {
          for (const step of waiting.splice(0, 2)) await carryOut(step);
          page = await listed(`limit=${limit}&continue=${page.metadata.continue}`);
          expect(page.metadata.resourceVersion).toBe(resourceVersion);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          Object.assign(paged, contents(page));
        }
        for (const step of waiting) await carryOut(step);
        expect(paged).toEqual(whole);
        expect(contents(await listed(`resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`))).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  test('say how many more there are, unless they are selected', async () => {
    for (const name of ['a', 'b', 'c']) await asked.call('POST', CONFIG_MAPS, configMap(name, { labels: { x: 'y' } }));
    expect((await listed('limit=1')).metadata.remainingItemCount).toBe(2);
    expect((await listed('limit=1&labelSelector=x')).metadata.remainingItemCount).toBeUndefined();
  });

  test.each([
    ['labelSelector=tier%3Dweb', ['a']],
    ['labelSelector=tier%21%3Dweb', ['b', 'c']],
    ['labelSelector=tier', ['a', 'b']],
    ['labelSelector=%21tier', ['c']],
    ['labelSelector=tier%20in%20(web,db),old', ['b']],
    ['labelSelector=tier%20notin%20(db)', ['a', 'c']],
    ['fieldSelector=metadata.name%3Db', ['b']],
    ['fieldSelector=metadata.name%21%3Db,metadata.namespace%3Ddefault', ['a', 'c']],
    ['fieldSelector=metadata.namespace%3Dother', []],
  ])('are selected by %s', async (query, expected) => {
    await asked.call('POST', CONFIG_MAPS, configMap('a', { labels: { tier: 'web' } }));
    await asked.call('POST', CONFIG_MAPS, configMap('b', { labels: { tier: 'db', old: '' } }));
    await asked.call('POST', CONFIG_MAPS, configMap('c'));
    expect(names(await listed(query))).toEqual(expected);
  });

  test.each([
    ['fieldSelector=data.x%3Dy', 400, 'BadRequest'],
    ['labelSelector=a%20b', 400, 'BadRequest'],
    ['limit=x', 400, 'BadRequest'],
    ['continue=x', 400, 'BadRequest'],
    ['resourceVersion=x', 400, 'BadRequest'],
    ['resourceVersionMatch=Exact', 422, 'Invalid'],
    ['resourceVersion=1&resourceVersionMatch=x', 422, 'Invalid'],
    ['sendInitialEvents=true', 422, 'Invalid'],
    ['resourceVersion=999999999', 504, 'Timeout'],
  ])('are refused with %s', async (query, code, reason) => {
    expect(await asked.call('GET', `${CONFIG_MAPS}?${query}`)).toMatchObject({ code, body: { reason } });
  });
});

describe('watches', () => {
  const watched = async (query: string, path = CONFIG_MAPS): ReturnType<Asked['call']> => await asked.call('GET', `${path}?watch=1&timeoutSeconds=1&${query}`);

  test('from a list on lead to what is there now, also where they are selected', async () => {
    for (let run = 0; run < 3; run++) {
      const [first = [], then = []] = fc.sample(steps, { numRuns: 2, seed: run });
      for (const step of first) await carryOut(step);
      const [whole, selected] = [await listed(), await listed('labelSelector=value%3Dx')];
      for (const step of then) await carryOut(step);
      const streams = await Promise.all([watched(`resourceVersion=${whole.metadata.resourceVersion}`), watched(`labelSelector=value%3Dx&resourceVersion=${selected.metadata.resourceVersion}`)]);
      const replayed = [whole, selected].map((list, index) => {
        const state = new Map(Object.entries(contents(list)));
        for (const { type, object } of eventsIn(streams[index] as never)) {
          expect(state.has(object.metadata.name)).toBe(type !== 'ADDED');
          if (type === 'DELETED') state.delete(object.metadata.name);
          else state.set(object.metadata.name, object.data.value);
        }
        return Object.fromEntries(state);
      });
      expect(replayed).toEqual([contents(await listed()), contents(await listed('labelSelector=value%3Dx'))]);
    }
  });

  test('from nowhere begin with what is there, and from a list with what follows', async () => {
    await asked.call('POST', CONFIG_MAPS, configMap('a'));
    const { metadata } = await listed();
    const [unset, zero, since] = await Promise.all(['', 'resourceVersion=0', `resourceVersion=${metadata.resourceVersion}`].map((query) => watched(query)));
    expect([unset, zero, since].map((answered) => eventsIn(answered as never).map(({ type, object }) => `${type} ${object.metadata.name}`))).toEqual([['ADDED a'], ['ADDED a'], []]);
  });

  test('stream the list where that is asked for, and mark its end', async () => {
    await asked.call('POST', CONFIG_MAPS, configMap('a'));
    const [added, end] = eventsIn(await watched('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'));
    expect(added).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
    expect(end).toEqual({ type: 'BOOKMARK', object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion: (await listed()).metadata.resourceVersion, annotations: { 'k8s.io/initial-events-end': 'true' } } } });
  });

  test('from before a compaction get an error in the stream, and pages 410 with a way on', async () => {
    for (const name of ['a', 'b', 'c']) await asked.call('POST', CONFIG_MAPS, configMap(name));
    const { metadata } = await listed('limit=1');
    await asked.call('DELETE', `${CONFIG_MAPS}/a`);
    asked.cluster.compact();
    expect(eventsIn(await watched(`resourceVersion=${metadata.resourceVersion}`))).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
    const { code, body } = await asked.call('GET', `${CONFIG_MAPS}?limit=1&continue=${metadata.continue}`);
    expect({ code, reason: body.reason }).toEqual({ code: 410, reason: 'Expired' });
    expect(names(await listed(`continue=${body.metadata.continue}`))).toEqual(['b', 'c']);
    expect((await asked.call('GET', `${CONFIG_MAPS}?resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=Exact`)).code).toBe(410);
  });

  test('that fall behind what is remembered get the same', async () => {
    const small = await startAsked({ tls: false, historySize: 5 });
    try {
      const { body } = await small.call('GET', CONFIG_MAPS);
      for (let index = 0; index < 12; index++) await small.call('POST', CONFIG_MAPS, configMap(`c${index}`));
      const answered = await small.call('GET', `${CONFIG_MAPS}?watch=1&timeoutSeconds=1&resourceVersion=${body.metadata.resourceVersion}`);
      expect(eventsIn(answered)).toMatchObject([{ type: 'ERROR', object: { code: 410 } }]);
    } finally {
      await small.close();
    }
  });

  test('send bookmarks to those who want them', async () => {
    const quick = await startAsked({ tls: false, bookmarkEvery: 100 });
    try {
      const answered = await quick.call('GET', `${CONFIG_MAPS}?watch=1&timeoutSeconds=1&allowWatchBookmarks=true`);
      const { body } = await quick.call('GET', CONFIG_MAPS);
      const bookmarks = eventsIn(answered).filter(({ type }) => type === 'BOOKMARK');
      expect(bookmarks.length).toBeGreaterThan(0);
      expect(bookmarks[0]?.object.metadata).toEqual({ resourceVersion: body.metadata.resourceVersion });
    } finally {
      await quick.close();
    }
  });

  test('are refused with a version that is none', async () => {
    expect((await watched('resourceVersion=x')).code).toBe(500);
    expect((await watched('sendInitialEvents=true')).code).toBe(422);
  });
});

test('a table has the columns that the kind defines', async () => {
  await asked.call('POST', VMS, vm('a'));
  await asked.call('PATCH', `${VMS}/a/status`, { status: { printableStatus: 'Running', conditions: [{ type: 'Other', status: 'False' }, { type: 'Ready', status: 'True' }] } });
  const { body } = await asked.call('GET', VMS, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' });
  expect(body.columnDefinitions.map(({ name }: { name: string }) => name)).toEqual(['Name', 'Age', 'Status', 'Ready']);
  expect(body.rows[0]).toMatchObject({ cells: ['a', expect.stringMatching(/^\d+s$/), 'Running', 'True'], object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } });
});
