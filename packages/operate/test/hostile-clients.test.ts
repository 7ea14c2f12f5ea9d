import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Handler, openMetrics } from '@instancetype/operate';
import { until } from './support/folder.ts';
import { type Raw, startServer, type Tested } from './support/server.ts';

const HEAD = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const LATE = { headersMs: 200, requestMs: 400, checkMs: 50, keepAliveMs: 30_000 };
const FAST = { headersMs: 800, requestMs: 1_600, handshakeMs: 800, checkMs: 100, keepAliveMs: 800 };
const sockets: Socket[] = [];

function openTcp(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  return new Promise((resolve) => {
    socket.on('error', () => undefined).once('connect', () => resolve(socket)).once('close', () => resolve(socket));
  });
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function openMany(tested: Tested, count: number): Promise<Raw[]> {
  const opened = await Promise.allSettled(Array.from({ length: count }, () => tested.raw()));
  return opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

describe('hostile clients', () => {
  it('bad input 8: slow heads, slow bodies, unfinished handshakes and silent connections are cut off, and others are served', async () => {
    const metrics = openMetrics();
    await using tested = await startServer({ limits: FAST, metrics });
    const silent = await openTcp(tested.server.port);
    const [idle, slowHead, slowBody, used] = await openMany(tested, 4) as [Raw, Raw, Raw, Raw];
    slowHead.socket.write('POST /');
    slowBody.socket.write(`${HEAD}Content-Length: 100\r\n\r\n{`);
    used.socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}`);
    const drip = setInterval(() => {
      slowHead.socket.write('P');
      slowBody.socket.write(' ');
    }, 100);
    const others: number[] = [];
    while (![silent, idle.socket, slowHead.socket, slowBody.socket, used.socket].every(({ closed }) => closed)) others.push((await tested.send('/echo', { body: '{}' })).status);
    clearInterval(drip);
    expect(new Set(others)).toEqual(new Set([200]));
    expect(others.length).toBeGreaterThan(10);
    expect(await idle.ended).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(await slowHead.ended).toMatch(/^HTTP\/1\.1 408 /);
    expect(await slowBody.ended).toMatch(/^HTTP\/1\.1 408 /);
    expect(await used.ended).toMatch(/^HTTP\/1\.1 200 /);
    expect(await metrics.text()).toMatch(/reason="timeout"\} [23]\n/);
    metrics.close();
  });

  it('bad input 8: a head that comes late is cut off as soon as any other when it comes slowly', async () => {
    await using tested = await startServer({ limits: LATE });
    const late = await tested.raw();
    await pause(800);
    expect(late.socket.closed).toBe(false);
    late.socket.write('POST /');
    const drip = setInterval(() => late.socket.write('P'), 100);
    expect(await late.ended).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(drip);
  });

  it('bad input 8: who does not read the answer to a late request is not kept as long as who is silent', async () => {
    const long = 'x'.repeat(32_000_000);
    await using tested = await startServer({ limits: { ...LATE, maxDeadlineMs: 100 }, routes: new Map([['/echo', () => ({ status: 200, body: long })]]) });
    const late = await tested.raw();
    late.socket.pause();
    await pause(800);
    late.socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}`);
    await until(() => tested.server.inFlight === 1);
    await until(() => tested.server.connections === 0);
  });

  it('bad input 8: slow bodies take no place of others', async () => {
    await using tested = await startServer({ limits: { inFlight: 2 } });
    const slow = await openMany(tested, 20);
    for (const { socket } of slow) socket.write(`${HEAD}Content-Length: 100\r\n\r\n{`);
    await until(() => tested.server.inFlight === 20);
    expect(await tested.send('/echo', { body: '{}' })).toMatchObject({ status: 200 });
    for (const { socket } of slow) socket.destroy();
    await until(() => tested.server.inFlight === 0);
  });

  it('bad input 9: connections that are not used are capped, and keep nobody out who asks for something', async () => {
    const metrics = openMetrics();
    await using tested = await startServer({ limits: { connections: 50 }, metrics });
    const many = await openMany(tested, 200);
    expect(tested.server.connections).toBeLessThanOrEqual(50);
    expect(await tested.send('/echo')).toMatchObject({ status: 200 });
    for (const { socket } of many) socket.destroy();
    await until(() => tested.server.connections === 0);
    expect(Number(/reason="limit"\} (\d+)/.exec(await metrics.text())?.[1])).toBeGreaterThanOrEqual(151);
    metrics.close();
  });

  it('bad input 9: what is too much at once is answered with 429, and everything is answered', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const handler: Handler = async () => {
      await opened;
      return { status: 200, body: '' };
    };
    await using tested = await startServer({ routes: new Map([['/echo', handler]]), limits: { inFlight: 3 } });
    const working = Array.from({ length: 3 }, () => tested.send('/echo'));
    await until(() => tested.server.inFlight === 3);
    expect(await tested.send('/echo')).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    open();
    expect((await Promise.all(working)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await tested.send('/echo')).toMatchObject({ status: 200 });
  });

  it('bad input 9: of 10,000 pipelined requests the first are answered, with 200 or 429, and the connection ends or all are', async () => {
    await using tested = await startServer({ limits: { inFlight: 50 } });
    const raw = await tested.raw();
    const request = `${HEAD}Content-Length: 2\r\n\r\n{}`;
    raw.socket.write(request.repeat(10_000));
    const answers = (): string[] => raw.text().match(/HTTP\/1\.1 \d+/g) ?? [];
    await until(() => raw.socket.closed || answers().length === 10_000);
    expect(answers().length).toBeGreaterThan(10);
    expect(answers().filter((line) => !/ (200|429)$/.test(line))).toEqual([]);
    await until(() => tested.server.inFlight === 0);
    expect(await tested.send('/echo')).toMatchObject({ status: 200 });
    raw.socket.destroy();
  });

  it('bad input 9: a client that pipelines and goes leaves nothing at work', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const handler: Handler = async () => {
      await opened;
      return { status: 200, body: '' };
    };
    await using tested = await startServer({ routes: new Map([['/echo', handler]]) });
    const raw = await tested.raw();
    raw.socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}`.repeat(10));
    await until(() => tested.server.inFlight === 10);
    raw.socket.destroy();
    await until(() => tested.server.connections === 0);
    open();
    await until(() => tested.server.inFlight === 0);
    expect(tested.replies.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 499));
  });

  it('long bodies are taken only as long as all of them together are not too much; short ones always', async () => {
    await using tested = await startServer({ limits: { allBodiesBytes: 1024 * 1024 } });
    const slow = await tested.raw();
    slow.socket.write(`${HEAD}Content-Length: 2000000\r\n\r\n${' '.repeat(900 * 1024)}`);
    await until(() => tested.server.inFlight === 1);
    // until what the other has sent is held, this one may still pass
    await until(async () => (await tested.send('/echo', { body: Buffer.alloc(500 * 1024, ' ') })).status === 429);
    expect(await tested.send('/echo', { body: '{}' })).toMatchObject({ status: 200 });
    slow.socket.destroy();
    await until(async () => (await tested.send('/echo', { body: Buffer.alloc(500 * 1024, ' ') })).status === 200);
  });

  it('refusals keep the connection where the body is short', async () => {
    await using tested = await startServer();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<unknown>();
    agent.on('free', (socket: Socket) => ports.add(socket.localPort));
    for (const path of ['/echo', '/none', '/echo', '/none']) await tested.send(path, { agent, body: '{}' });
    expect(ports.size).toBe(1);
    agent.destroy();
  });
});
