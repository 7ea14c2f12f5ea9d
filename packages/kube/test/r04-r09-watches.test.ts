import { afterEach, describe, expect, test } from 'vitest';
import type { Cache } from '../src/open-cache.ts';
import { harness, lists, watches } from './support/harness.ts';
import { bookmarkOf, line, refuse } from './support/scripted-server.ts';

const opened: Cache[] = [];
const kept = (cache: Cache): Cache => {
  opened.push(cache);
  return cache;
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((cache) => cache.stop()));
});

describe('watches', () => {
  test('R4 asks for bookmarks and an end between 5 and 10 minutes, and goes on from the last bookmark', async () => {
    const { clock, server, open } = harness();
    const cache = kept(open());
    await clock.advance(0);
    const [{ query } = { query: new URLSearchParams() }] = watches(server);
    expect(query.get('allowWatchBookmarks')).toBe('true');
    expect(query.get('timeoutSeconds')).toBe('450');
    server.version = 5000;
    await clock.advance(60_000);
    expect(cache.status()).toMatchObject({ resourceVersion: '5000', lastEventAgeMs: 0 });
    await clock.advance(450_000);
    expect(watches(server)[1]?.query.get('resourceVersion')).toBe('5000');
  });

  test.each([true, false])('R5 replaces a silent stream after 150 s, goes on from where it was and reads nothing anew (read as a stream: %s)', async (watchList) => {
    const { clock, server, open } = harness();
    server.put('a');
    server.sendsBookmarks = false;
    const cache = kept(open({ watchList }));
    await clock.advance(149_000);
    expect(watches(server).length).toBe(1);
    await clock.advance(4000);
    expect(watches(server).map((one) => one.query.get('resourceVersion'))).toEqual([watchList ? null : '101', '101']);
    expect([lists(server).length, server.open, cache.status().reconnects]).toEqual([watchList ? 0 : 1, 1, 1]);
  });

  test('R5 bookmarks keep a quiet stream alive', async () => {
    const { clock, server, open } = harness();
    kept(open());
    await clock.advance(400_000);
    expect(watches(server).length).toBe(1);
  });

  test.each([
    ['ends', undefined],
    ['is cut', new Error('ECONNRESET')],
  ])('R5 follows again at once where every stream %s after 55 s', async (_, error) => {
    for (const watchList of [true, false]) {
      const { clock, server, open, told } = harness();
      const cache = kept(open({ watchList }));
      for (let round = 1; round <= 20; round += 1) {
        await clock.advance(55_000);
        server.endWatches(error);
        server.put('a', { spec: round });
        await clock.advance(0);
        expect([cache.get('ns', 'a')?.['spec'], cache.status().error]).toEqual([round, undefined]);
      }
      expect([lists(server).length, cache.status().reconnects, told().length]).toEqual([watchList ? 0 : 1, 20, 20]);
    }
  });

  test('R5 waits longer each time where streams are cut within a second, and anew from the beginning after one that lived', async () => {
    const { clock, server, open } = harness();
    kept(open());
    const waits: number[] = [];
    await clock.advance(0);
    for (const lived of [900, 900, 900, 1000, 900, 900]) {
      await clock.advance(lived);
      server.endWatches(new Error('ECONNRESET'));
      const cut = clock.now();
      await clock.advance(0);
      while (server.watching === 0) await clock.advance(100);
      waits.push(clock.now() - cut);
    }
    expect(waits).toEqual([1200, 2400, 4800, 0, 1200, 2400]);
  });

  test('R5 does not count the time of a slow list for that of the watch after it', async () => {
    const { clock, server, open } = harness();
    server.slowness = 1000;
    server.fault = ({ watch }, stream) => (watch ? (stream.end(), {}) : undefined);
    kept(open());
    await clock.advance(4000);
    expect(watches(server).map(({ at }) => at)).toEqual([2000, 3200]);
  });

  test.each([
    [401, 'Unauthorized', 'unauthorized'],
    [403, 'Forbidden', 'forbidden'],
    [404, 'NotFound', 'not-found'],
    [500, 'InternalError', 'unavailable'],
  ])('R6 backs off from %i, says so, and recovers by itself', async (status, reason, code) => {
    const { clock, server, open } = harness();
    server.put('a');
    server.fault = (_, stream) => ({ status: refuse(stream, status, reason) });
    const cache = kept(open({ watchList: true }));
    await clock.advance(20_000);
    expect(cache.status().error?.code).toBe(code);
    expect(server.requests.length).toBeLessThan(8);
    server.fault = () => undefined;
    await clock.advance(31_000);
    expect([cache.isSynced, cache.status().error, cache.size]).toEqual([true, undefined, 1]);
  });

  test('R6 waits as long as 429 asks, but no more than a minute', async () => {
    const { clock, server, open } = harness();
    server.fault = (_, stream) => ({ status: refuse(stream, 429, 'TooManyRequests'), retryAfter: '7' });
    kept(open());
    await clock.advance(8000);
    expect(server.requests.map(({ at }) => at)).toEqual([0, 7000]);
    server.fault = (_, stream) => ({ status: refuse(stream, 429, 'TooManyRequests'), retryAfter: '3600' });
    await clock.advance(70_000);
    expect(server.requests.map(({ at }) => at)).toEqual([0, 7000, 14_000, 74_000]);
  });

  test.each([
    [429, 'TooManyRequests', 0],
    [401, 'Unauthorized', 0],
    [403, 'Forbidden', 0],
    [404, 'NotFound', 0],
    [408, 'Timeout', 0],
    [500, 'InternalError', 1],
    [503, 'ServiceUnavailable', 1],
    // the version is what differs from one watch to the next
    [400, 'BadRequest', 1],
  ])('R6 where watches are answered with %i, it reads everything anew only where the version may be why', async (status, reason, relists) => {
    const { clock, server, open } = harness();
    server.put('a');
    const cache = kept(open());
    await clock.advance(5000);
    server.fault = ({ watch }, stream) => (watch ? { status: refuse(stream, status, reason) } : undefined);
    server.endWatches();
    await clock.advance(60_000);
    expect(watches(server).length).toBeGreaterThan(5);
    expect([lists(server).length - 1, cache.status().relists.failing]).toEqual([relists, relists]);
    server.fault = () => undefined;
    server.put('b');
    await clock.advance(31_000);
    expect([cache.size, cache.status().error]).toEqual([2, undefined]);
  });

  test('R7 an ERROR event of 410 makes it read everything anew from the storage; others only reconnect', async () => {
    const { clock, server, open } = harness();
    server.put('a');
    const cache = kept(open());
    await clock.advance(5000);
    server.write(line('ERROR', { kind: 'Status', code: 500, message: 'etcd is gone' }));
    await clock.advance(2000);
    expect([lists(server).length, watches(server).length]).toEqual([1, 2]);
    const before = cache.status();
    server.write(line('ERROR', { kind: 'Status', code: 410, reason: 'Expired' }));
    await clock.advance(5000);
    expect(lists(server)[1]?.query.has('resourceVersion')).toBe(false);
    expect([before.relists.expired, cache.status().relists]).toMatchObject([0, { initial: 1, expired: 1 }]);
  });

  test('R7 takes no version from what has no metadata or is of another kind', async () => {
    const { clock, server, open } = harness();
    const cache = kept(open());
    await clock.advance(0);
    server.write(line('ADDED', { kind: 'VirtualMachine' }) + line('ADDED', { kind: 'Table', metadata: { name: 'x', resourceVersion: '999' } }));
    await clock.advance(0);
    expect(cache.status()).toMatchObject({ resourceVersion: '100', objects: 0, skippedEvents: 2 });
  });

  test.each([
    ['half a line', '{"type":"ADDED","obj', true],
    ['no JSON', '<html>sign in</html>\n', false],
    ['no event', '{"type":"SOMETHING","object":{}}\n', false],
    ['an event without an object', '{"type":"ADDED"}\n', false],
    ['an event of null', '{"type":"ADDED","object":null}\n', false],
    ['null', 'null\n', false],
    ['no UTF-8', Buffer.concat([Buffer.from('{"type":"ADDED","object":{"kind":"'), Buffer.from([0xff]), Buffer.from('"}}\n')]), false],
    ['a line of 8 MiB and more', ' '.repeat(8 * 1024 * 1024 + 1), false],
  ])('R8 reconnects from the last good version on %s', async (_, bytes, ends) => {
    const { clock, server, open } = harness();
    const cache = kept(open());
    await clock.advance(5000);
    server.put('good');
    server.write(bytes);
    if (ends) server.endWatches();
    await clock.advance(5000);
    expect(watches(server).at(-1)?.query.get('resourceVersion')).toBe('101');
    expect(cache.status()).toMatchObject({ brokenStreams: 1, relists: { initial: 1 }, reconnects: 1, objects: 1 });
  });

  test('R9 ignores events that are older than what it has, also of what was removed', async () => {
    const { clock, server, open, told } = harness();
    const first = server.put('a', { spec: 1 });
    const cache = kept(open());
    await clock.advance(0);
    server.put('a', { spec: 2 });
    server.write(line('MODIFIED', first));
    await clock.advance(0);
    expect(cache.get('ns', 'a')?.['spec']).toBe(2);
    server.remove('a');
    server.write(line('MODIFIED', first));
    await clock.advance(0);
    expect(told()).toEqual(['added a', 'updated a', 'removed a']);
    // the list did not have it
    const late = server.put('b');
    server.remove('b');
    server.write(line('MODIFIED', late));
    await clock.advance(0);
    expect(told().slice(3)).toEqual(['added b', 'removed b']);
    expect(cache.status().resourceVersion).toBe('105');
  });

  test('R9 goes on from the event that was applied last', async () => {
    const { clock, server, open } = harness();
    const seen: (string | undefined)[] = [];
    const cache: Cache = kept(open({ onChange: () => void seen.push(cache.status().resourceVersion) }));
    await clock.advance(5000);
    server.put('a');
    await clock.advance(0);
    expect(seen).toEqual(['100']);
    server.endWatches();
    await clock.advance(0);
    expect(watches(server).at(-1)?.query.get('resourceVersion')).toBe('101');
  });
});

describe('a storage that was restored', () => {
  test('a bookmark that goes back makes it read everything anew', async () => {
    const { clock, server, open } = harness();
    server.put('a');
    const cache = kept(open());
    await clock.advance(5000);
    server.write(line('BOOKMARK', bookmarkOf(50)));
    server.restore(new Map(), 50);
    await clock.advance(5000);
    expect([cache.size, cache.status().relists['went-back'], cache.status().resourceVersion]).toEqual([0, 1, '50']);
  });

  test('two silences in a row make it read everything anew', async () => {
    const { clock, server, open } = harness();
    server.put('a');
    server.sendsBookmarks = false;
    const cache = kept(open());
    await clock.advance(5000);
    server.restore(new Map(), 50);
    await clock.advance(320_000);
    expect([cache.size, cache.status().relists.silent]).toEqual([0, 1]);
    // from the storage: the API server's cache may be behind what is known
    expect(lists(server).map(({ query }) => query.get('resourceVersion'))).toEqual(['0', null]);
  });
});
