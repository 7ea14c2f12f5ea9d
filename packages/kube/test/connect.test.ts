import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificates } from '@instancetype/devcluster';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connect, type ConnectOptions } from '../src/connect.ts';
import { connectAs } from '../src/connect-as.ts';
import { RESOURCES } from '../src/known-resources.ts';
import { openApi } from '../src/open-api.ts';
import type { Connection } from '../src/transport.ts';
import { listen, type Listener, type Respond, type ServerTls } from './support/listener.ts';
import { Scratch } from './support/scratch.ts';
import { VirtualClock } from './support/virtual-clock.ts';

type Certificates = Awaited<ReturnType<typeof issueCertificates>>;

const vm = RESOURCES.VirtualMachine;
const named = { namespace: 'ns', name: 'a' };
const scratch = new Scratch();
let first: Certificates;
let second: Certificates;

beforeAll(async () => {
  [first, second] = await Promise.all([issueCertificates(), issueCertificates()]);
});

afterEach(() => scratch.end());

const serve = async (respond?: Respond, tls?: ServerTls): Promise<Listener> => scratch.keep(await listen(respond, tls));
const open = async (options: ConnectOptions, clock?: VirtualClock): Promise<Connection> => scratch.keep(await connect(options, clock));
const get = (connection: Connection): Promise<unknown> => openApi(connection).get(vm, named);

/** The files of a service account, and a server that takes its tokens. */
async function pod(tokens: readonly string[], tls: ServerTls = first): Promise<{ readonly directory: string; readonly server: Listener; write(file: string, text: string): Promise<void> }> {
  const directory = await scratch.folder();
  const write = (file: string, text: string): Promise<void> => writeFile(join(directory, file), text);
  const server = await serve(({ authorization }) => ({ status: tokens.includes(authorization ?? '') ? 200 : 401 }), tls);
  scratch.environment({ KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(server.port) });
  await Promise.all([write('token', 'one\n'), write('ca.crt', first.ca), write('namespace', 'prod\n')]);
  return { directory, server, write };
}

describe('a server that is given', () => {
  test('is asked over one connection, below its path, with the token', async () => {
    const server = await serve();
    const connection = await open({ server: `${server.url}/clusters/one/`, token: 'secret' });
    for (let time = 0; time < 5; time += 1) await get(connection);
    await openApi(connection).create(vm, { metadata: named });
    expect(server.heard.at(0)).toMatchObject({ method: 'GET', path: '/clusters/one/apis/kubevirt.io/v1/namespaces/ns/virtualmachines/a', authorization: 'Bearer secret', accept: 'application/json' });
    expect(server.heard.at(-1)).toMatchObject({ method: 'POST', contentType: 'application/json', body: '{"metadata":{"namespace":"ns","name":"a"}}' });
    expect(server.sockets()).toBeLessThan(3);
  });

  test('is believed with its certificate authority or on demand, and else not', async () => {
    const server = await serve(undefined, first);
    const client = await issueCertificates({ commonName: 'me', authority: first });
    await get(await open({ server: server.url, ca: first.ca, clientCert: client.cert, clientKey: client.key }));
    await get(await open({ server: server.url, insecure: true }));
    expect(server.heard.map((one) => one.client)).toEqual(['me', undefined]);
    await expect(get(await open({ server: server.url, ca: second.ca }))).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('that does not answer is unavailable, and the message says which it is', async () => {
    const server = await listen();
    await server.close();
    await expect(get(await open({ server: server.url }))).rejects.toThrow(`GET /apis/kubevirt.io/v1/namespaces/ns/virtualmachines/a did not reach ${server.url}: ECONNREFUSED`);
  });

  test('that does not answer is named without a password that stands in its URL', async () => {
    const server = await listen();
    await server.close();
    await expect(get(await open({ server: `http://user:s3cret@127.0.0.1:${server.port}` }))).rejects.toThrow(`did not reach ${server.url}: ECONNREFUSED`);
  });

  test('is not asked twice where there is no other token', async () => {
    const server = await serve(() => ({ status: 401 }));
    await expect(get(await open({ server: server.url, token: 'wrong' }))).rejects.toMatchObject({ code: 'unauthorized' });
    expect(server.heard).toHaveLength(1);
  });

  test.each([
    ['a certificate without its key', () => ({ clientCert: first.cert, clientKey: second.key })],
    ['a certificate authority that is half written', () => ({ ca: first.ca.slice(0, 200) })],
    ['a certificate authority that is none', () => ({ ca: 'x' })],
    ['two certificate authorities on one line', () => ({ ca: first.ca.trim() + second.ca.trim() })],
  ])('%s is refused at once', async (_, options) => {
    await expect(connect({ server: 'https://127.0.0.1:1', ...options() })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('There is no access to a cluster') });
  });

  test('R15 closed, it leaves no socket, and what is under way ends', async () => {
    const server = await serve(() => 'hang');
    const connection = await connect({ server: server.url });
    const pending = get(connection).catch((error: unknown) => error);
    await expect.poll(() => server.heard.length).toBe(1);
    await connection.close();
    expect(await pending).toMatchObject({ code: 'unavailable' });
    await expect.poll(() => server.sockets()).toBe(0);
    await expect(get(connection)).rejects.toMatchObject({ code: 'unavailable', message: 'The connection is closed.' });
  });
});

describe('a pod', () => {
  test('asks as its service account', async () => {
    const { directory, server } = await pod(['Bearer one']);
    const connection = await open({ inCluster: true, directory });
    await get(connection);
    expect([connection.server, connection.namespace, connection.accessError]).toEqual([server.url, 'prod', undefined]);
  });

  test('is asked as where the settings of a server name its files, and a kubeconfig goes first', async () => {
    const { directory, server } = await pod(['Bearer one']);
    const connection = scratch.keep(await connectAs({ serviceAccountDir: directory }));
    await get(connection);
    expect([connection.server, connection.namespace]).toEqual([server.url, 'prod']);
    await expect(connectAs({ kubeconfig: join(directory, 'none'), serviceAccountDir: directory })).rejects.toThrow(/There is no access to a cluster: .*none/);
  });

  test('row 59 reads its token once more where the cluster refuses it, and asks once more', async () => {
    const { directory, server, write } = await pod(['Bearer two']);
    await write('token', 'two');
    const connection = await open({ inCluster: true, directory });
    await write('token', 'one');
    await get(connection);
    const refusing = await pod(['Bearer three']);
    const other = await open({ inCluster: true, directory: refusing.directory });
    await refusing.write('token', 'two');
    await expect(get(other)).rejects.toMatchObject({ code: 'unauthorized' });
    await refusing.write('token', 'three');
    await get(other);
    expect(server.heard.map(({ authorization }) => authorization)).toEqual(['Bearer two']);
    expect(refusing.server.heard.map(({ authorization }) => authorization)).toEqual(['Bearer one', 'Bearer two', 'Bearer two', 'Bearer three']);
  });

  test('row 59 takes another certificate authority within a minute', async () => {
    const { directory, server, write } = await pod(['Bearer one'], second);
    const clock = new VirtualClock();
    const connection = await open({ inCluster: true, directory }, clock);
    await expect(get(connection)).rejects.toMatchObject({ code: 'unavailable' });
    await write('ca.crt', second.ca);
    await clock.advance(60_000);
    await get(connection);
    expect(server.heard).toHaveLength(1);
  });

  test('row 59 keeps what works while its files are half written, and says so', async () => {
    const { directory, server, write } = await pod(['Bearer one']);
    const clock = new VirtualClock();
    const connection = await open({ inCluster: true, directory }, clock);
    for (const [file, text] of [['ca.crt', first.ca.slice(0, -40)], ['token', '\n']] as const) {
      await write(file, text);
      await clock.advance(60_000);
      await get(connection);
      expect(connection.accessError).toMatchObject({ code: 'unavailable' });
    }
    await Promise.all([write('ca.crt', first.ca), write('token', 'one')]);
    await clock.advance(60_000);
    await get(connection);
    expect([connection.accessError, server.heard.length]).toEqual([undefined, 3]);
  });

  test('without its files, or outside, it says what is missing', async () => {
    const { directory, write } = await pod([]);
    await write('token', '\n');
    await expect(connect({ inCluster: true, directory })).rejects.toThrow(/token is empty/);
    await expect(connect({ inCluster: true, directory: join(directory, 'none') })).rejects.toThrow(/There is no access to a cluster: ENOENT.*none/);
    scratch.environment({ KUBERNETES_SERVICE_HOST: undefined });
    await expect(connect({ inCluster: true, directory })).rejects.toThrow('KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set');
  });
});
