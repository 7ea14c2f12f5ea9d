import { createConnection } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Handler, openLog, openMetrics, type Request } from '@instancetype/operate';
import { until } from './support/folder.ts';
import { JSON_HEADERS, send, startServer } from './support/server.ts';

const MIB = 1024 * 1024;
const routes = (handler: Handler) => ({ routes: new Map([['/echo', handler]]) });

describe('the server', () => {
  it('gives a handler the request, and the client the reply', async () => {
    let seen: Request | undefined;
    const handler: Handler = (request) => {
      seen = request;
      return { status: 201, body: '{"ä":1}', headers: { 'x-more': 'yes' } };
    };
    await using tested = await startServer(routes(handler));
    const answer = await tested.send('/echo?timeout=2s&x=%20', { body: '{}' });
    expect(answer).toMatchObject({ status: 201, text: '{"ä":1}', headers: { 'content-type': 'application/json', 'content-length': '8', 'x-more': 'yes' } });
    expect(seen).toMatchObject({ path: '/echo', deadlineMs: 1_800, caller: undefined, body: Buffer.from('{}') });
    expect([seen?.query.get('x'), seen?.headers['content-type'], seen?.signal.aborted]).toEqual([' ', 'application/json', false]);
    await until(() => tested.replies.length === 1);
    expect(tested.replies[0]).toMatchObject({ path: '/echo', status: 201, bytes: 2 });
    expect(tested.server.inFlight).toBe(0);
  });

  it.each([
    ['1m30s', 27_000],
    ['1.5s', 1_350],
    ['500ms', 450],
    ['300ms200us', 270.18],
    ['0s', 9_000],
    ['-1s', 9_000],
    ['10', 9_000],
    ['1s1', 9_000],
    ['9'.repeat(100), 9_000],
    ['', 9_000],
  ])('bad input 24: understands ?timeout=%s', async (timeout, deadlineMs) => {
    await using tested = await startServer(routes((request) => ({ status: 200, body: String(request.deadlineMs) })));
    expect(Number((await tested.send(`/echo?timeout=${timeout}`)).text)).toBeCloseTo(deadlineMs, 6);
  });

  it('bad input 1: gives a handler an empty body, with and without a length', async () => {
    await using tested = await startServer();
    expect(await tested.send('/echo', { body: '' })).toMatchObject({ status: 200, text: '0' });
    expect(await tested.send('/echo', { headers: { ...JSON_HEADERS, 'transfer-encoding': 'chunked' } })).toMatchObject({ status: 200, text: '0' });
  });

  it('bad input 4: refuses a body of more than 7 MiB by its length, before it is sent', async () => {
    await using tested = await startServer();
    const raw = await tested.raw();
    raw.socket.write(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${7 * MIB + 1}\r\n\r\n`);
    const text = await raw.ended;
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toMatch(/Connection: close/i);
    expect(text).toContain('the body has more than 7340032 bytes');
    expect(tested.replies[0]).toMatchObject({ status: 413, bytes: 0 });
  });

  it('bad input 4: asks the client that waits for 100-continue only for what it takes', async () => {
    await using tested = await startServer();
    const raw = await tested.raw();
    raw.socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n');
    await until(() => raw.text().includes('100 Continue'));
    raw.socket.write('{}');
    await until(() => raw.text().includes('200 OK'));
    raw.socket.write(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ${8 * MIB}\r\n\r\n`);
    expect((await raw.ended).split('HTTP/1.1 ').map((part) => part.slice(0, 3))).toEqual(['', '100', '200', '413']);
  });

  it.each([
    ['with its length', { 'content-length': String(300 * MIB) }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('bad input 4: reads no more than 8 MiB of an endless body sent %s, and ends the connection', async (_how, headers) => {
    await using tested = await startServer();
    const { socket, ended } = await tested.raw();
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const chunked = 'transfer-encoding' in headers;
    socket.write(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`);
    let sent = 0;
    const pump = (): void => {
      while (!socket.destroyed && socket.writable && sent < 64 * MIB) {
        sent += chunk.length;
        if (chunked) socket.write('10000\r\n');
        if (!socket.write(chunked ? Buffer.concat([chunk, Buffer.from('\r\n')]) : chunk)) return;
      }
    };
    socket.on('drain', pump);
    pump();
    expect(await ended).toMatch(/^HTTP\/1\.1 413 /);
    // 8 MiB, and what the system holds between the two
    expect(sent).toBeLessThan(24 * MIB);
    expect(tested.replies[0]?.bytes).toBeLessThanOrEqual(7 * MIB);
  });

  it('takes a body of exactly 7 MiB', async () => {
    await using tested = await startServer();
    expect(await tested.send('/echo', { body: Buffer.alloc(7 * MIB, ' ') })).toMatchObject({ status: 200, text: String(7 * MIB) });
  });

  it.each([
    [undefined, 415],
    ['text/plain', 415],
    ['application/jsonx', 415],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=utf-8; q=1', 415],
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset="UTF-8"', 200],
  ])('bad input 5: answers the content type %s with %d', async (type, status) => {
    await using tested = await startServer();
    const answer = await tested.send('/echo', { headers: type === undefined ? {} : { 'content-type': type }, body: '{}' });
    expect(answer.status).toBe(status);
    if (status === 415) expect(answer.text).toContain('application/json');
  });

  it('bad input 6: does not inflate anything', async () => {
    await using tested = await startServer();
    const bomb = gzipSync(Buffer.alloc(32 * MIB, ' '));
    expect(await tested.send('/echo', { headers: { ...JSON_HEADERS, 'content-encoding': 'gzip' }, body: bomb })).toMatchObject({ status: 415 });
    expect(await tested.send('/echo', { headers: { ...JSON_HEADERS, 'content-encoding': 'identity' }, body: '{}' })).toMatchObject({ status: 200 });
  });

  it.each([
    ['GET', '/echo', 405],
    ['PUT', '/echo', 405],
    ['HEAD', '/echo', 405],
    ['DELETE', '/echo', 405],
    ['POST', '/', 404],
    ['POST', '//', 404],
    ['POST', '//echo', 404],
    ['POST', '/echo/', 404],
    ['POST', '/%2e%2e/echo', 404],
    ['POST', '/%65cho', 404],
    ['POST', '/__proto__', 404],
    ['POST', 'https://localhost/echo', 404],
    ['GET', '/other', 404],
  ])('bad input 7: answers %s %s with %d', async (method, path, status) => {
    await using tested = await startServer();
    const answer = await tested.send(path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers['allow']).toBe(status === 405 ? 'POST' : undefined);
  });

  it('bad input 7: refuses 17 KiB of headers', async () => {
    await using tested = await startServer();
    const raw = await tested.raw();
    raw.socket.write(`POST /echo HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17 * 1024)}\r\n\r\n`);
    expect(await raw.ended).toMatch(/^HTTP\/1\.1 431 /);
    const { headers } = await tested.send('/echo', { headers: { ...JSON_HEADERS, 'x-long': 'x'.repeat(15 * 1024) } });
    expect(headers['content-length']).toBe('1');
  });

  it.each([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['an unknown encoding', 'Transfer-Encoding: gzip\r\n\r\n{}'],
    ['a bad chunk', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a bad length', 'Content-Length: -1\r\n\r\n'],
    ['a broken header', 'Broken header\r\n\r\n'],
  ])('bad input 10: answers %s with 400 and ends the connection', async (_what, rest) => {
    const metrics = openMetrics();
    await using tested = await startServer({ metrics });
    const raw = await tested.raw();
    raw.socket.write(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${rest}`);
    const text = await raw.ended;
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(await metrics.text()).toContain('https_refused_connections_total{reason="malformed"} 1\n');
    metrics.close();
  });

  it('speaks TLS alone, 1.2 at least, and 1.3 where asked for', async () => {
    await using tested = await startServer();
    const plain = createConnection(tested.server.port, '127.0.0.1');
    plain.on('error', () => undefined).write('GET / HTTP/1.1\r\n\r\n');
    await new Promise<void>((resolve) => {
      plain.on('close', () => resolve());
    });
    // OpenSSL of today offers nothing below 1.2 unless its security level is lowered
    await expect(tested.send('/echo', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow(/protocol version|EPROTO|alert/i);
    expect(await tested.send('/echo', { maxVersion: 'TLSv1.2' })).toMatchObject({ status: 200 });
    await using strict = await startServer({ minVersion: 'TLSv1.3' });
    await expect(strict.send('/echo', { maxVersion: 'TLSv1.2' })).rejects.toThrow(/protocol version|EPROTO|alert/i);
    expect(await strict.send('/echo')).toMatchObject({ status: 200 });
  });

  it.each([
    ['throws', () => Promise.reject(Object.assign(new Error('secret'), { code: 'EWRONG' }))],
    ['throws at once', () => {
      throw new TypeError('secret');
    }],
    ['throws no error', () => Promise.reject('secret')],
    ['answers nothing', () => undefined as never],
    ['answers nonsense', () => ({ status: 200, body: 1 as never })],
    ['sets a bad header', () => ({ status: 200, body: '', headers: { 'x-a': 'a\nb' } })],
  ] satisfies [string, Handler][])('answers 500 when a handler %s, counts and logs it, and goes on', async (_what, handler) => {
    const metrics = openMetrics();
    const lines: string[] = [];
    await using tested = await startServer({ routes: new Map<string, Handler>([['/bad', handler], ['/good', () => ({ status: 200, body: 'fine' })]]), metrics, log: openLog({ level: 'info', write: (line) => void lines.push(line) }) });
    const answer = await tested.send('/bad');
    expect(answer).toMatchObject({ status: 500, text: 'this request could not be answered: the log of the server says why\n' });
    expect(await tested.send('/good')).toMatchObject({ status: 200 });
    await until(() => tested.replies.length === 2);
    expect(tested.replies[0]?.error).toBeInstanceOf(Error);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', path: '/bad', status: 500, error: { message: expect.any(String) } });
    expect(await metrics.text()).toContain('https_handler_failures_total{path="/bad"} 1\n');
    metrics.close();
  });

  it('outlives a listener that throws', async () => {
    const onReply = (): void => {
      throw new Error('no');
    };
    await using tested = await startServer({ onReply });
    expect(await tested.send('/echo')).toMatchObject({ status: 200 });
    expect(await tested.send('/echo')).toMatchObject({ status: 200 });
  });

  it('aborts the signal at the deadline, and answers 504 for a handler that does not care', async () => {
    let reason: unknown;
    const hung = routes(async ({ signal }) => {
      signal.addEventListener('abort', () => {
        reason = signal.reason;
      });
      return new Promise(() => undefined);
    });
    await using tested = await startServer(hung);
    expect(await tested.send('/echo?timeout=100ms')).toMatchObject({ status: 504 });
    expect(reason).toMatchObject({ message: 'the deadline of 90 ms is over' });
    await until(() => tested.server.inFlight === 0);
    await using careful = await startServer(routes(({ signal }) => new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ status: 200, body: 'denied in time' }));
    })));
    expect(await careful.send('/echo?timeout=100ms')).toMatchObject({ status: 200, text: 'denied in time' });
  });

  it('aborts the signal when the client goes', async () => {
    let signal: AbortSignal | undefined;
    await using tested = await startServer(routes((request) => {
      signal = request.signal;
      return new Promise((resolve) => {
        request.signal.addEventListener('abort', () => resolve({ status: 200, body: '' }));
      });
    }));
    const raw = await tested.raw();
    raw.socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}');
    await until(() => signal !== undefined);
    raw.socket.destroy();
    await until(() => signal?.aborted === true);
    expect(signal?.reason).toMatchObject({ message: 'the client has gone' });
    await until(() => tested.server.inFlight === 0);
    expect(tested.replies[0]).toMatchObject({ path: '/echo', status: 499 });
  });

  it('counts by route and status, and takes no path of a client for a label', async () => {
    const metrics = openMetrics({ prefix: 'instancetype_' });
    await using tested = await startServer({ metrics, metricsName: 'webhook' });
    await tested.send('/echo');
    await tested.send('/secret-of-a-client');
    await until(() => tested.replies.length === 2);
    const text = await metrics.text();
    for (const line of ['webhook_requests_total{path="/echo",code="200"} 1', 'webhook_requests_total{path="/echo",code="500"} 0', 'webhook_requests_total{path="other",code="404"} 1', 'webhook_request_duration_seconds_count{path="/echo"} 1', 'webhook_requests_in_flight 0']) {
      expect(text).toContain(`instancetype_${line}\n`);
    }
    expect(text).not.toContain('secret');
    metrics.close();
  });

  it('says in one line when the port is taken', async () => {
    await using tested = await startServer();
    await expect(startServer({ port: tested.server.port })).rejects.toThrow(`cannot listen on 127.0.0.1:${tested.server.port}: another program uses it (EADDRINUSE)`);
    await expect(send(tested.server.port, '/echo', { ca: tested.ca })).resolves.toMatchObject({ status: 200 });
  });
});
