import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type Handler, type HttpsServer, watchCertificate } from '@instancetype/operate';
import { certificatesFor } from './support/certificates.ts';
import { makeFolder, mountSecret, until } from './support/folder.ts';
import { JSON_HEADERS, startServer } from './support/server.ts';

const slowly: Handler = async ({ body }) => {
  await new Promise((resolve) => {
    setTimeout(resolve, Math.random() * 4);
  });
  return { status: 200, body: String(body.length) };
};
const routes = new Map([['/echo', slowly]]);

/** A client with a pool of connections that are kept, as Go's: it never repeats a request, and a new connection goes where the service leads at that time. */
class PooledClient {
  readonly failures: string[] = [];
  readonly #agent: Agent;
  readonly #ports = new Map<number, number>();
  #stopped = false;
  answered = 0;

  constructor(where: () => number, ca: string) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: 16, maxFreeSockets: 16, scheduling: 'fifo' });
    this.#agent.createConnection = () => {
      const port = where();
      this.#ports.set(port, (this.#ports.get(port) ?? 0) + 1);
      return connect({ host: '127.0.0.1', port, ca, servername: 'localhost' });
    };
  }

  /** How many connections were made to a port. */
  connectionsTo(port: number): number {
    return this.#ports.get(port) ?? 0;
  }

  async run(workers: number): Promise<void> {
    await Promise.all(Array.from({ length: workers }, async () => {
      while (!this.#stopped) await this.#one();
    }));
    this.#agent.destroy();
  }

  stop(): void {
    this.#stopped = true;
  }

  #one(): Promise<void> {
    return new Promise((resolve) => {
      const fail = (error: Error): void => {
        this.failures.push(error.message);
        resolve();
      };
      const call = request({ agent: this.#agent, method: 'POST', path: '/echo?timeout=10s', headers: JSON_HEADERS }, (response) => {
        if (response.statusCode !== 200) this.failures.push(String(response.statusCode));
        response.on('error', fail).resume().on('end', () => {
          this.answered += 1;
          resolve();
        });
      });
      call.on('error', fail).end('{"kind":"AdmissionReview"}');
    });
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

describe('a rollout under load', () => {
  it('loses no request when a server drains and another takes over', async () => {
    await using old = await startServer({ routes });
    await using fresh = await startServer({ routes });
    let target: HttpsServer = old.server;
    const client = new PooledClient(() => target.port, old.ca);
    const load = client.run(12);
    await until(() => client.answered > 300);
    // a signal comes; the service leads elsewhere a little later, as the news of endpoints travels
    old.server.beginDrain();
    await pause(100);
    expect(client.connectionsTo(old.server.port)).toBeGreaterThan(12);
    target = fresh.server;
    await pause(300);
    const cut = await old.server.close({ withinMs: 5_000 });
    const before = client.answered;
    await until(() => client.answered > before + 100);
    client.stop();
    await load;
    expect([cut, client.failures]).toEqual([0, []]);
    await until(() => old.server.connections === 0);
    expect(client.connectionsTo(fresh.server.port)).toBeGreaterThan(0);
  });

  it('serves a new certificate to new connections once the files are exchanged, and drops no old one', async () => {
    await using folder = await makeFolder();
    const pairs = [await certificatesFor('server'), await certificatesFor('next server')] as const;
    const mount = (version: number): Promise<void> => mountSecret(folder, `v${version}`, { 'tls.crt': pairs[version % 2 ? 1 : 0].cert, 'tls.key': pairs[version % 2 ? 1 : 0].key });
    await mount(0);
    const certificate = await watchCertificate({ certFile: folder.file('tls.crt'), keyFile: folder.file('tls.key') });
    await using tested = await startServer({ routes, certificate });
    const client = new PooledClient(() => tested.server.port, pairs.map(({ ca }) => ca).join('\n'));
    const load = client.run(12);
    await until(() => client.answered > 200);
    const connections = client.connectionsTo(tested.server.port);
    for (let version = 1; version <= 5; version++) {
      await mount(version);
      await until(() => certificate.loads === version + 1);
    }
    const before = client.answered;
    await until(() => client.answered > before + 100);
    // new connections are verified by the new authority alone
    expect(await tested.send('/echo', { ca: pairs[1].ca })).toMatchObject({ status: 200 });
    await expect(tested.send('/echo', { ca: pairs[0].ca })).rejects.toThrow(/certificate/);
    client.stop();
    await load;
    certificate.close();
    expect([client.failures, client.connectionsTo(tested.server.port), certificate.failures]).toEqual([[], connections, 0]);
  });
});

describe('a pool that makes connections ahead', () => {
  const LIMITS = { headersMs: 200, requestMs: 400, checkMs: 50 };

  it('may use one for the first time as late as it may use any other again', async () => {
    await using tested = await startServer({ routes, limits: { ...LIMITS, keepAliveMs: 5_000 } });
    const [unused, used] = [await tested.raw(), await tested.raw()];
    const request = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
    used.socket.write(request);
    await until(() => used.text() !== '');
    await pause(800);
    for (const { socket } of [unused, used]) socket.write(request);
    await until(() => unused.text() !== '' || unused.socket.closed);
    expect(unused.text()).toMatch(/^HTTP\/1\.1 200 /);
    await until(() => used.text().match(/HTTP\/1\.1 200 /g)?.length === 2);
  });

  it('is not kept waiting for ever', async () => {
    await using tested = await startServer({ routes, limits: { ...LIMITS, keepAliveMs: 700 } });
    const unused = await tested.raw();
    const began = performance.now();
    await unused.ended;
    expect(performance.now() - began).toBeGreaterThan(600);
  });
});

describe('the end of a server', () => {
  it('waits for what is at work, and no longer for what is silent', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    await using tested = await startServer({ routes: new Map([['/echo', async () => {
      await opened;
      return { status: 200, body: 'done' };
    }]]) });
    const agent = new Agent({ keepAlive: true });
    const working = tested.send('/echo', { agent });
    await tested.raw();
    await until(() => tested.server.inFlight === 1);
    const closed = tested.server.close({ withinMs: 30_000 });
    await expect(tested.send('/echo')).rejects.toThrow('ECONNREFUSED');
    open();
    expect(await working).toMatchObject({ status: 200, text: 'done', headers: { connection: 'close' } });
    expect(await closed).toBe(0);
    await until(() => tested.server.connections === 0);
    agent.destroy();
  });

  it('cuts off what does not end in time, and says how many', async () => {
    await using tested = await startServer({ routes: new Map([['/echo', () => new Promise(() => undefined)]]) });
    const working = Promise.allSettled([tested.send('/echo?timeout=200ms'), tested.send('/echo?timeout=200ms')]);
    await until(() => tested.server.inFlight === 2);
    expect(await tested.server.close({ withinMs: 20 })).toBe(2);
    expect((await working).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
