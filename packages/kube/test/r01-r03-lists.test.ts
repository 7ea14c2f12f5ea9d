import { afterEach, describe, expect, test } from 'vitest';
import type { Cache } from '../src/open-cache.ts';
import { harness, lists } from './support/harness.ts';
import { bookmarkOf, type Fault, line, refuse, type SeenRequest } from './support/scripted-server.ts';

const opened: Cache[] = [];
const kept = (cache: Cache): Cache => {
  opened.push(cache);
  return cache;
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.stop()));
});

describe('lists', () => {
  test('R1 lists with resourceVersion 0 first, and without one after 410, at once and only once', async () => {
    const { clock, server, open } = harness();
    server.put('a');
    server.fault = ({ watch }, stream) => (watch ? undefined : { status: refuse(stream, 410, 'Expired') });
    const cache = kept(open());
    await clock.advance(0);
    expect(lists(server).map(({ query }) => [query.get('resourceVersion'), query.get('limit')])).toEqual([['0', '500'], [null, '500']]);
    await clock.advance(2000);
    server.fault = () => undefined;
    await clock.advance(2000);
    expect(lists(server).map(({ query, at }) => [query.get('resourceVersion'), at])).toEqual([['0', 0], [null, 0], [null, 1200], [null, 3600]]);
    expect(cache.isSynced).toBe(true);
  });

  test.each([true, false])('R1 reads from the storage where the resource version is too large for the cache of the server (as a stream: %s)', async (watchList) => {
    const { clock, server, open } = harness();
    const isRefused = (query: URLSearchParams): boolean => query.get('resourceVersion') === '0' || query.has('sendInitialEvents');
    server.fault = ({ query }, stream) => (isRefused(query) ? { status: refuse(stream, 504, 'Timeout', 'Too large resource version: 9, current: 1') } : undefined);
    const cache = kept(open({ watchList }));
    await clock.advance(0);
    expect(lists(server).map(({ query }) => query.get('resourceVersion'))).toEqual(watchList ? [null] : ['0', null]);
    expect(cache.isSynced).toBe(true);
  });

  test('R1 backs off longer each time up to 30 s, and starts anew after two healthy minutes', async () => {
    const { clock, server, open } = harness();
    server.fault = (_, stream) => ({ status: refuse(stream, 500, 'InternalError') });
    const cache = kept(open());
    await clock.advance(200_000);
    const times = server.requests.map(({ at }) => at);
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(waits.slice(0, 7)).toEqual([1200, 2400, 4800, 9600, 19_200, 22_500, 22_500]);
    server.fault = () => undefined;
    await clock.advance(200_000);
    expect(cache.isSynced).toBe(true);
    const before = server.requests.length;
    server.fault = (_, stream) => ({ status: refuse(stream, 500, 'InternalError') });
    server.endWatches();
    await clock.advance(1300);
    const [first, second] = server.requests.slice(before);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(1200);
  });

  test.each<[string, Fault]>([
    ['410', (_, stream) => ({ status: refuse(stream, 410, 'Expired') })],
    ['500', (_, stream) => ({ status: refuse(stream, 500, 'InternalError') })],
    ['empty answers', (_, stream) => (stream.end(), {})],
    ['410 after each list', ({ watch }, stream) => (watch ? { status: refuse(stream, 410, 'Expired') } : undefined)],
    ['watches that end at once', ({ watch }, stream) => (watch ? (stream.end(), {}) : undefined)],
    ['watches that are cut at once', ({ watch }, stream) => (watch ? (stream.fail(new Error('ECONNRESET')), {}) : undefined)],
    ['watches with an error of the cluster', ({ watch }, stream) => (watch ? (stream.write(line('ERROR', { kind: 'Status', code: 500 })), {}) : undefined)],
    ['429 that asks for no wait', (_, stream) => ({ status: refuse(stream, 429, 'TooManyRequests'), retryAfter: '0' })],
    ['429 that asks to wait until a moment that is over', (_, stream) => ({ status: refuse(stream, 429, 'TooManyRequests'), retryAfter: 'Thu, 01 Jan 2015 00:00:00 GMT' })],
    ['watches that ask for no wait', ({ watch }, stream) => (watch ? { status: refuse(stream, 429, 'TooManyRequests'), retryAfter: '0' } : undefined)],
    ['refused connections', () => new Error('ECONNREFUSED')],
  ])('R1 asks no more than 12 times in the first 10 s of nothing but %s', async (_, fault) => {
    for (const watchList of [true, false]) {
      const { clock, server, open } = harness();
      server.fault = fault;
      kept(open({ watchList, random: () => 0 }));
      await clock.advance(10_000);
      expect(server.requests.length).toBeGreaterThan(2);
      expect(server.requests.length).toBeLessThanOrEqual(12);
    }
  });

  test('R2 reads pages of 500, and once more without a limit where a page has expired', async () => {
    const { clock, server, open } = harness();
    for (let index = 0; index < 1201; index += 1) server.put(`vm-${index}`);
    const cache = kept(open());
    await clock.advance(0);
    expect(lists(server).map(({ query }) => [query.get('limit'), query.has('continue')])).toEqual([['500', false], ['500', true], ['500', true]]);
    expect(cache.size).toBe(1201);
    await cache.stop();
    server.requests.length = 0;
    server.fault = ({ query }, stream) => (query.has('continue') ? { status: refuse(stream, 410, 'Expired') } : undefined);
    const other = kept(open());
    await clock.advance(0);
    expect(lists(server).map(({ query }) => [query.get('limit'), query.has('continue')])).toEqual([['500', false], ['500', true], [null, false]]);
    expect(other.size).toBe(1201);
  });

  test('R2 takes a list from a server that ignores the limit', async () => {
    const { clock, server, open } = harness();
    server.ignoresLimit = true;
    for (let index = 0; index < 1201; index += 1) server.put(`vm-${index}`);
    const cache = kept(open());
    await clock.advance(0);
    expect([lists(server).length, cache.size]).toEqual([1, 1201]);
  });

  test('asks only for the objects that it is to hold, however it reads them', async () => {
    const { clock, server, open } = harness();
    for (const watchList of [true, false]) kept(open({ watchList, namespace: 'ns', labelSelector: 'a=b', fieldSelector: 'metadata.name=a' }));
    await clock.advance(0);
    const asked = ({ path, query }: SeenRequest): unknown[] => [path, query.get('labelSelector'), query.get('fieldSelector')];
    expect(server.requests.map(asked)).toEqual(Array.from({ length: 3 }, () => ['/apis/kubevirt.io/v1/namespaces/ns/virtualmachines', 'a=b', 'metadata.name=a']));
  });

  test('R3 reads everything as a stream where nothing else is asked for', async () => {
    const { clock, server, open } = harness();
    kept(open({ watchList: undefined }));
    await clock.advance(0);
    expect(server.requests.map(({ query }) => query.get('sendInitialEvents'))).toEqual(['true']);
  });

  test('R3 reads everything as a stream where the server can, puts it in place at once and goes on with the same stream', async () => {
    const { clock, server, open, told } = harness();
    server.put('a');
    server.put('b');
    const sizes: number[] = [];
    const cache: Cache = kept(open({ watchList: true, onChange: () => void sizes.push(cache.size) }));
    await clock.advance(0);
    server.put('c');
    await clock.advance(0);
    expect(server.requests.map(({ watch, query }) => [watch, query.get('sendInitialEvents'), query.get('resourceVersionMatch')])).toEqual([[true, 'true', 'NotOlderThan']]);
    expect(sizes).toEqual([2, 2, 3]);
    expect(told()).toEqual([]);
  });

  test('R3 an object that has the annotation of the last bookmark is only an object', async () => {
    const { clock, server, open, told } = harness();
    server.put('a', { metadata: { name: 'a', namespace: 'ns', uid: 'uid-1', resourceVersion: '101', annotations: { 'k8s.io/initial-events-end': 'true' } } });
    server.put('b');
    const cache = kept(open({ watchList: true }));
    await clock.advance(0);
    expect([told(), cache.size, lists(server).length]).toEqual([['added a', 'added b'], 2, 0]);
  });

  test('R3 what is removed while everything is being sent is not there in the end', async () => {
    const { clock, server, open, told } = harness();
    const gone = server.put('gone');
    const stays = server.put('stays');
    server.fault = ({ query }, stream) => {
      if (!query.has('sendInitialEvents')) return undefined;
      stream.write(line('ADDED', gone) + line('ADDED', stays) + line('DELETED', gone) + line('BOOKMARK', bookmarkOf(103, true)));
      return {};
    };
    const cache = kept(open({ watchList: true }));
    await clock.advance(0);
    expect([told(), cache.status().skippedEvents, lists(server).length]).toEqual([['added stays'], 0, 0]);
  });

  test('R3 falls back to a list where the server cannot, and remembers it', async () => {
    const { clock, server, open } = harness();
    server.knowsWatchList = false;
    server.put('a');
    const cache = kept(open({ watchList: true }));
    await clock.advance(0);
    expect(cache.size).toBe(1);
    server.compact();
    server.version += 1;
    server.compact();
    server.endWatches();
    await clock.advance(5000);
    expect(server.requests.filter(({ query }) => query.has('sendInitialEvents')).length).toBe(1);
    expect(cache.status().relists).toMatchObject({ initial: 1, expired: 1 });
  });

  test('R3 does not take a stream for everything that ends before everything was sent', async () => {
    const { clock, server, open } = harness();
    const first = server.put('a');
    server.put('b');
    server.fault = ({ query }, stream) => {
      if (!query.has('sendInitialEvents')) return undefined;
      stream.write(line('ADDED', first));
      stream.end();
      return {};
    };
    const cache = kept(open({ watchList: true }));
    const sizes: number[] = [];
    void cache.synced.then(() => sizes.push(cache.size));
    await clock.advance(0);
    expect([sizes, lists(server).length]).toEqual([[2], 1]);
  });

  test('R3 falls back to a list where a busy server ignores what it is asked for', async () => {
    const { clock, server, open } = harness();
    server.fault = ({ query }) => (query.delete('sendInitialEvents'), undefined);
    const cache = kept(open({ watchList: true }));
    for (let second = 0; second < 61; second += 1) {
      server.put('busy', { spec: second });
      await clock.advance(1000);
    }
    server.fault = () => undefined;
    await clock.advance(3000);
    expect([cache.isSynced, cache.size, lists(server).length]).toEqual([true, 1, 1]);
  });

  test('R3 tries a stream again after a server was down, and a list where only the stream fails', async () => {
    const { clock, server, open } = harness();
    server.put('a');
    server.fault = () => new Error('ECONNREFUSED');
    const cache = kept(open({ watchList: true }));
    await clock.advance(5000);
    server.fault = () => undefined;
    await clock.advance(20_000);
    expect([cache.size, lists(server).length]).toEqual([1, 1]);
    const other = harness();
    other.server.put('a');
    other.server.fault = ({ query }, stream) => (query.has('sendInitialEvents') ? { status: refuse(stream, 500, 'InternalError') } : undefined);
    const listed = kept(other.open({ watchList: true }));
    await other.clock.advance(10_000);
    expect([listed.size, lists(other.server).length]).toEqual([1, 1]);
  });

  test('R3 falls back to a list where the server ignores what it is asked for', async () => {
    const { clock, server, open } = harness();
    server.put('a');
    server.fault = ({ query }) => (query.has('sendInitialEvents') ? {} : undefined);
    const cache = kept(open({ watchList: true }));
    await clock.advance(9000);
    expect(cache.isSynced).toBe(false);
    await clock.advance(2000);
    expect(cache.size).toBe(1);
  });
});
