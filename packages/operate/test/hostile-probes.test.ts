import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type ProbesOptions, serveProbes } from '@instancetype/operate';
import { until } from './support/folder.ts';

const METRICS = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
// more than the system keeps of what a client does not read
const LONG = 32_000_000;
const sockets: Socket[] = [];

async function serve({ limits }: Pick<ProbesOptions, 'limits'>, text: () => Promise<string> | string) {
  let scrapes = 0;
  const metrics = { contentType: 'text/plain', text: async () => ((scrapes += 1), text()) };
  const probes = await serveProbes({ host: '127.0.0.1', port: 0, metrics, ready: [], ...(limits && { limits }) });
  return {
    scrapes: () => scrapes,
    get: async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${probes.port}${path}`);
      return { status: response.status, text: await response.text() };
    },
    open: () => open(probes.port),
    [Symbol.asyncDispose]: () => probes.close(),
  };
}

async function open(port: number) {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let read = 0;
  socket.on('data', (chunk: Buffer) => (read += chunk.length)).on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return { socket, read: () => read };
}

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

describe('hostile clients of the probes', () => {
  it('bad input 9: one connection gets the metrics once, however many requests it sends ahead', async () => {
    await using probes = await serve({}, () => 'up 1\n');
    const { socket } = await probes.open();
    socket.write(METRICS.repeat(200));
    await until(() => socket.closed);
    expect(probes.scrapes()).toBeLessThanOrEqual(1);
    expect(await probes.get('/metrics')).toEqual({ status: 200, text: 'up 1\n' });
  });

  it('bad input 9: a hundred that send requests ahead and never read cost a scrape each at most, and probes are answered meanwhile', async () => {
    await using probes = await serve({}, () => 'x'.repeat(10_000));
    for (let count = 0; count < 100; count++) {
      const { socket } = await probes.open();
      socket.pause();
      socket.write(METRICS.repeat(400));
    }
    expect(await probes.get('/livez')).toEqual({ status: 200, text: 'ok\n' });
    expect(await probes.get('/readyz')).toEqual({ status: 200, text: 'ok\n' });
    expect(probes.scrapes()).toBeLessThanOrEqual(100);
  });

  it('bad input 9: connections that only take place do not keep a probe out: the oldest of them end', async () => {
    await using probes = await serve({ limits: { connections: 100 } }, () => '');
    const idle: Awaited<ReturnType<typeof open>>[] = [];
    for (let count = 0; count < 120; count++) idle.push(await probes.open());
    expect(await probes.get('/livez')).toEqual({ status: 200, text: 'ok\n' });
    await until(() => idle.slice(0, 20).every(({ socket }) => socket.closed));
    expect(idle.slice(-50).some(({ socket }) => socket.closed)).toBe(false);
  });

  it('bad input 8: silent clients, slow ones and those that do not read their answer are cut off', async () => {
    await using probes = await serve({ limits: { connectionMs: 500 } }, () => 'x'.repeat(LONG));
    const [silent, slow, unread] = [await probes.open(), await probes.open(), await probes.open()];
    unread.socket.pause();
    unread.socket.write(METRICS);
    const drip = setInterval(() => slow.socket.write('G'), 50);
    await until(() => silent.socket.closed && slow.socket.closed);
    clearInterval(drip);
    await new Promise((resolve) => setTimeout(resolve, 100));
    unread.socket.resume();
    await until(() => unread.socket.closed);
    expect(unread.read()).toBeLessThan(LONG);
  });
});

describe('scrapes', () => {
  it('are one at a time: who asks meanwhile gets the same text', async () => {
    const { promise: gathered, resolve: gather } = Promise.withResolvers<string>();
    await using probes = await serve({}, () => gathered);
    const asking = Array.from({ length: 20 }, () => probes.get('/metrics'));
    await until(() => probes.scrapes() > 0);
    expect(await probes.get('/livez')).toMatchObject({ status: 200 });
    gather('up 1\n');
    expect(await Promise.all(asking)).toEqual(asking.map(() => ({ status: 200, text: 'up 1\n' })));
    expect(probes.scrapes()).toBe(1);
    await probes.get('/metrics');
    expect(probes.scrapes()).toBe(2);
  });

  it('that nobody reads are cut off for those that somebody reads, the oldest first', async () => {
    await using probes = await serve({ limits: { unreadBytes: 1 } }, () => 'x'.repeat(LONG));
    const silent: Socket[] = [];
    for (let count = 1; count <= 4; count++) {
      const { socket } = await probes.open();
      socket.pause();
      socket.on('error', () => undefined);
      socket.write(METRICS);
      silent.push(socket);
      await until(() => probes.scrapes() === count);
      // of another second
      await new Promise((resolve) => setTimeout(resolve, 1100));
    }
    expect(await probes.get('/metrics')).toMatchObject({ status: 200, text: 'x'.repeat(LONG) });
    expect(await probes.get('/livez')).toMatchObject({ status: 200 });
    for (const socket of silent) socket.resume();
    await until(() => silent.every((socket) => socket.closed));
    // the first ones were cut off, and the last two had all of their text on its way
    expect(silent.slice(0, 2).map(({ bytesRead }) => bytesRead < LONG)).toEqual([true, true]);
  }, 20_000);

  it('that overlap are both answered, however large they are', async () => {
    await using probes = await serve({ limits: { unreadBytes: 1 } }, () => 'x'.repeat(LONG));
    const { socket, read } = await probes.open();
    socket.pause();
    socket.write(METRICS);
    await until(() => probes.scrapes() === 1);
    expect(await probes.get('/metrics')).toMatchObject({ status: 200 });
    socket.resume();
    await until(() => read() >= LONG);
  });

  it('leave nothing behind when who asked has gone before', async () => {
    const { promise: gathered, resolve: gather } = Promise.withResolvers<string>();
    await using probes = await serve({ limits: { unreadBytes: 1, connectionMs: 100 } }, () => gathered);
    const { socket } = await probes.open();
    socket.write(METRICS);
    await until(() => socket.closed);
    expect(probes.scrapes()).toBe(1);
    gather('up 1\n');
    expect(await probes.get('/metrics')).toEqual({ status: 200, text: 'up 1\n' });
  });

  it('say in one line why there are none', async () => {
    await using probes = await serve({}, () => Promise.reject(new Error('a gauge\nfailed')));
    expect(await probes.get('/metrics')).toEqual({ status: 500, text: 'the metrics cannot be read: a gauge failed\n' });
  });
});
