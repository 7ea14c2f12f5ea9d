import { chmod, readFile, writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { issueCertificates } from '@instancetype/devcluster';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../src/connect.ts';
import { RESOURCES } from '../src/known-resources.ts';
import { openApi } from '../src/open-api.ts';
import type { Connection } from '../src/transport.ts';
import { listen, type Listener, type Respond, type ServerTls } from './support/listener.ts';
import { Scratch } from './support/scratch.ts';
import { VirtualClock } from './support/virtual-clock.ts';

const scratch = new Scratch();
let certificates: Awaited<ReturnType<typeof issueCertificates>>;

beforeAll(async () => {
  certificates = await issueCertificates();
});

afterEach(() => scratch.end());

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const get = (connection: Connection): Promise<unknown> => openApi(connection).get(RESOURCES.Namespace, { name: 'a' });
const serve = async (respond?: Respond, tls?: ServerTls): Promise<Listener> => scratch.keep(await listen(respond, tls));

/** A kubeconfig with one cluster and one user. */
async function written(cluster: object, user: object, folder?: string): Promise<{ readonly file: string; readonly folder: string }> {
  const place = folder ?? (await scratch.folder());
  const file = join(place, 'config');
  const contexts = [
    { name: 'one', context: { cluster: 'c', user: 'u', namespace: 'prod' } },
    { name: 'nowhere', context: { cluster: 'gone', user: 'u' } },
  ];
  const config = { apiVersion: 'v1', kind: 'Config', clusters: [{ name: 'c', cluster }], users: [{ name: 'u', user }], contexts, 'current-context': 'one' };
  await writeFile(file, JSON.stringify(config));
  return { file, folder: place };
}

async function open(cluster: object, user: object, clock?: VirtualClock): Promise<Connection> {
  const { file } = await written(cluster, user);
  return scratch.keep(await connect({ kubeconfig: file }, clock));
}

/** A plugin that gives a token with a number which grows each time that it runs. */
async function plugin(): Promise<{ readonly command: string; runs(): Promise<number> }> {
  const folder = await scratch.folder();
  const [command, count] = [join(folder, 'plugin'), join(folder, 'count')];
  await writeFile(count, '');
  await writeFile(command, `#!/bin/sh\nprintf x >> '${count}'\nn=$(wc -c < '${count}' | tr -d ' ')\nprintf '{"kind":"ExecCredential","status":{"token":"token-%s"}}' "$n"\n`);
  await chmod(command, 0o755);
  return { command, runs: async () => (await readFile(count, 'utf8')).length };
}

describe('a kubeconfig', () => {
  test('says where the cluster is, which namespace is meant and who asks', async () => {
    const server = await serve();
    const connection = await open({ server: server.url }, { token: 'secret', as: 'alice' });
    await get(connection);
    expect([connection.server, connection.namespace]).toEqual([server.url, 'prod']);
    expect(server.heard).toMatchObject([{ authorization: 'Bearer secret', impersonated: 'alice' }]);
  });

  test('may hold a name and a password', async () => {
    const server = await serve();
    await get(await open({ server: server.url }, { username: 'a', password: 'b' }));
    expect(server.heard[0]?.authorization).toBe(`Basic ${base64('a:b')}`);
  });

  test('may hold certificates, or name their files', async () => {
    const client = await issueCertificates({ commonName: 'me', authority: certificates });
    const server = await serve(undefined, { ...certificates, ca: certificates.ca });
    await get(
      await open(
        { server: server.url, 'certificate-authority-data': base64(certificates.ca) },
        { 'client-certificate-data': base64(client.cert), 'client-key-data': base64(client.key) },
      ),
    );
    const { file, folder } = await written({ server: server.url, 'certificate-authority': 'ca.pem' }, { 'client-certificate': 'cert.pem', 'client-key': 'key.pem' });
    await Promise.all([writeFile(join(folder, 'ca.pem'), certificates.ca), writeFile(join(folder, 'cert.pem'), client.cert), writeFile(join(folder, 'key.pem'), client.key)]);
    await get(scratch.keep(await connect({ kubeconfig: file })));
    expect(server.heard.map((one) => one.client)).toEqual(['me', 'me']);
  });

  test('is found by KUBECONFIG', async () => {
    const server = await serve();
    const { file } = await written({ server: server.url }, {});
    scratch.environment({ KUBECONFIG: file, KUBERNETES_SERVICE_HOST: undefined });
    await get(scratch.keep(await connect()));
    expect(server.heard).toHaveLength(1);
  });

  test('is read anew every minute', async () => {
    const server = await serve();
    const clock = new VirtualClock();
    const { file, folder } = await written({ server: server.url }, { token: 'one' });
    const connection = scratch.keep(await connect({ kubeconfig: file }, clock));
    await get(connection);
    await written({ server: server.url }, { token: 'two' }, folder);
    await get(connection);
    await clock.advance(60_000);
    await get(connection);
    await writeFile(file, 'half a fi: {');
    await clock.advance(60_000);
    await get(connection);
    expect(server.heard.map(({ authorization }) => authorization)).toEqual(['Bearer one', 'Bearer one', 'Bearer two', 'Bearer two']);
    expect(connection.accessError?.code).toBe('unavailable');
  });

  test('may name a plugin, which is asked again only where the cluster refuses its token', async () => {
    let good = 'Bearer token-1';
    const server = await serve(({ authorization }) => ({ status: authorization === good ? 200 : 401 }));
    const { command, runs } = await plugin();
    const clock = new VirtualClock();
    const connection = await open({ server: server.url }, { exec: { apiVersion: 'client.authentication.k8s.io/v1', command } }, clock);
    for (let minute = 0; minute < 3; minute += 1) {
      await get(connection);
      await clock.advance(60_000);
    }
    expect(await runs()).toBe(1);
    good = 'Bearer token-2';
    await get(connection);
    expect([await runs(), server.heard.at(-1)?.authorization]).toEqual([2, 'Bearer token-2']);
  });

  test('whose plugin never ends holds nobody longer than a request may take', async () => {
    const folder = await scratch.folder();
    const command = join(folder, 'plugin');
    await writeFile(command, `#!/bin/sh\nif [ -e '${folder}/again' ]; then exec sleep 3; fi\ntouch '${folder}/again'\nprintf '{"kind":"ExecCredential","status":{"token":"x"}}'\n`);
    await chmod(command, 0o755);
    const server = await serve(() => ({ status: 401 }));
    const connection = await open({ server: server.url }, { exec: { apiVersion: 'client.authentication.k8s.io/v1', command } });
    await expect(openApi(connection, { timeoutMs: 200 }).get(RESOURCES.Namespace, { name: 'a' })).rejects.toMatchObject({ code: 'timed-out' });
  });
});

describe('a kubeconfig that is of no use', () => {
  test.each([
    ['names a context that there is not', { server: 'https://x' }, {}, { context: 'two' }, 'The kubeconfig has no context "two". It has: one, nowhere.'],
    ['leads to no cluster', { server: 'https://x' }, {}, { context: 'nowhere' }, 'The kubeconfig names no cluster'],
    ['has no URL as its server', { server: 'example.com' }, {}, {}, 'The kubeconfig has no URL as server of the cluster "c".'],
    ['has a proxy of another kind', { server: 'https://x', 'proxy-url': 'socks5://127.0.0.1:1080' }, {}, {}, 'The proxy "socks5://127.0.0.1:1080" is no URL of HTTP'],
    ['has a proxy of another kind, whose password nobody gets to see', { server: 'https://x', 'proxy-url': 'socks5://user:s3cret@127.0.0.1:1080' }, {}, {}, 'The proxy "socks5://127.0.0.1:1080" is no URL of HTTP'],
    ['has a proxy with a password and without a scheme', { server: 'https://x', 'proxy-url': 'user:s3@cret@127.0.0.1:1080' }, {}, {}, 'The proxy "127.0.0.1:1080" is no URL of HTTP'],
    ['has a proxy that is no URL', { server: 'https://x', 'proxy-url': 'http://user:s3cret@one two' }, {}, {}, 'The proxy "http://one two" is no URL of HTTP'],
    ['names a plugin that there is not', { server: 'https://x' }, { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: '/no/such/plugin' } }, {}, '/no/such/plugin'],
  ])('because it %s', async (_, cluster, user, options, message) => {
    const { file } = await written(cluster, user);
    await expect(connect({ kubeconfig: file, ...options })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(message) });
  });

  test('because it is not there', async () => {
    const folder = await scratch.folder();
    await expect(connect({ kubeconfig: join(folder, 'none') })).rejects.toThrow('ENOENT');
    scratch.environment({ HOME: folder, KUBECONFIG: undefined, KUBERNETES_SERVICE_HOST: undefined });
    await expect(connect()).rejects.toThrow('There is no kubeconfig');
  });
});

test('an HTTP proxy is gone through', async () => {
  const server = await serve(undefined, certificates);
  const through: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket, head) => {
    through.push(request.url ?? '');
    const onward = connectSocket(server.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  scratch.keep({ close: async () => void proxy.close() });
  const { port } = proxy.address() as { readonly port: number };
  await get(await open({ server: server.url, 'proxy-url': `http://127.0.0.1:${port}`, 'certificate-authority-data': base64(certificates.ca) }, { token: 'secret' }));
  expect(through).toEqual([`127.0.0.1:${server.port}`]);
  expect(server.heard[0]?.authorization).toBe('Bearer secret');
});
