import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { reviewOf, vm } from '../review/harness.ts';
import { ADMITTER_USER, type Running, startBoth, until } from './harness.ts';

const VALIDATE = '/virtualmachines-validate';
// a network that no machine has
const ELSEWHERE = '192.0.2.1';

let open: Running | undefined;

async function start(flags: readonly string[], faults?: NonNullable<Parameters<typeof startBoth>[0]>['cluster']): Promise<Running> {
  open = await startBoth({ flags, ...(faults && { cluster: faults }) });
  const running = open;
  await until(async () => (await running.probe('/readyz')).status === 200);
  return running;
}

/** Opens a connection; undefined where there comes none about. */
function connection({ admitter, certificates }: Running, options: ConnectionOptions = {}): Promise<TLSSocket | undefined> {
  const socket = connect({ host: '127.0.0.1', port: admitter.port, ca: certificates.ca, servername: 'instancetype-admitter.instancetype.svc', ...options });
  return new Promise((resolve) => {
    socket.once('secureConnect', () => resolve(socket)).on('error', () => resolve(undefined)).once('close', () => resolve(undefined));
  });
}

afterEach(async () => {
  await open?.stop();
  open = undefined;
});

describe('what a setting says is what happens', () => {
  test('--tls-min-version', async () => {
    const running = await start(['--tls-min-version=1.3']);
    expect(await connection(running, { maxVersion: 'TLSv1.2' })).toBeUndefined();
    const socket = await connection(running);
    expect(socket?.getProtocol()).toBe('TLSv1.3');
    socket?.destroy();
  });

  test.each(['--host', '--probe-host'])('%s: where that is not an address of this machine, nothing is left listening', async (flag) => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    await expect(startBoth({ flags: [`--port=${port}`, `${flag}=${ELSEWHERE}`] })).rejects.toThrow(ELSEWHERE);
    const again = createServer();
    await new Promise<void>((resolve, reject) => again.once('error', reject).listen(port, '127.0.0.1', resolve));
    await new Promise((resolve) => again.close(resolve));
  });

  test('--max-in-flight', async () => {
    const running = await start(['--max-in-flight=1'], { faults: ({ user, verb }) => (user === ADMITTER_USER && verb === 'get' ? { delay: 60_000 } : undefined) });
    const waiting = running.post(`${VALIDATE}?timeout=2s`, JSON.stringify(reviewOf(vm({ instancetype: { name: 'slow' } }))));
    await until(async () => (await running.post(VALIDATE, JSON.stringify(reviewOf(vm())))).status === 429);
    expect((await waiting).status).toBe(200);
    expect((await running.post(VALIDATE, JSON.stringify(reviewOf(vm())))).status).toBe(200);
  });

  test('--max-connections', async () => {
    const running = await start(['--max-connections=1']);
    const first = await connection(running);
    expect(first).toBeDefined();
    expect(await connection(running)).toBeUndefined();
    first?.destroy();
  });

  test.each([
    ['true', false],
    ['false', true],
  ])('--stream-lists=%s', async (value, lists) => {
    const { cluster } = await start([`--stream-lists=${value}`]);
    expect(cluster.requests.some(({ user, verb }) => user === ADMITTER_USER && verb === 'list')).toBe(lists);
  });

  test('--context', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'admitter-context-'));
    const file = join(folder, 'kubeconfig');
    // one context, which is not the current one
    const before = ({ kubeconfig }: { readonly kubeconfig: string }): void => {
      const config = JSON.parse(kubeconfig) as { readonly contexts: readonly object[] };
      writeFileSync(file, JSON.stringify({ ...config, 'current-context': '', contexts: config.contexts.map((context) => ({ ...context, name: 'chosen' })) }));
    };
    try {
      await expect(startBoth({ before, flags: [`--kubeconfig=${file}`] })).rejects.toThrow('name a context');
      open = await startBoth({ before, flags: [`--kubeconfig=${file}`, '--context=chosen'] });
      const running = open;
      await until(async () => (await running.probe('/readyz')).status === 200);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
