import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCertificates, startDevCluster } from '@instancetype/devcluster';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './harness.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[]): { readonly ended: Promise<Ended>; readonly printed: () => string; readonly kill: (signal: NodeJS.Signals) => void } {
  const child = spawn(process.execPath, ['--conditions=@instancetype/source', '--disable-warning=ExperimentalWarning', MAIN, ...args], { env: { PATH: process.env['PATH'] } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  return { ended, printed: () => stdout, kill: (signal) => void child.kill(signal) };
}

describe('the program', () => {
  let folder = '';
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'admitter-main-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('prints its help and its version', async () => {
    const help = await start(['--help']).ended;
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('--tls-cert-file');
    expect(await start(['--version']).ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
  });

  test('says in one line what is wrong with a setting', async () => {
    const { code, stdout, stderr } = await start(['--tls-cert-file', MAIN, '--tls-key-file', MAIN, '--port=http']).ended;
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain('--port');
  });

  test('says in one line why it cannot start', async () => {
    const [cert, key] = [file('no.crt', 'no certificate'), file('no.key', 'no key')];
    const { code, stdout, stderr } = await start([`--tls-cert-file=${cert}`, `--tls-key-file=${key}`]).ended;
    const told = `${stdout}${stderr}`.trimEnd();
    expect([code, told.split('\n').length]).toEqual([1, 1]);
    expect(told).toContain('no.crt');
  });

  test('writes nothing that is less severe than --log-level', async () => {
    const cluster = await startDevCluster();
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    try {
      const { cert, key } = await issueCertificates();
      const flags = [`--tls-cert-file=${file('tls.crt', cert)}`, `--tls-key-file=${file('tls.key', key)}`, `--kubeconfig=${file('kubeconfig', cluster.kubeconfig)}`];
      const running = start([...flags, '--host=127.0.0.1', '--port=0', '--probe-host=127.0.0.1', `--probe-port=${port}`, '--drain-delay=0s', '--log-level=warn']);
      await until(async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.status === 200);
      running.kill('SIGTERM');
      expect(await running.ended).toEqual({ code: 0, stdout: '', stderr: '' });
    } finally {
      await cluster.close();
    }
  });

  test('serves until SIGTERM, and ends well', async () => {
    const cluster = await startDevCluster();
    try {
      const { cert, key } = await issueCertificates();
      const flags = [`--tls-cert-file=${file('tls.crt', cert)}`, `--tls-key-file=${file('tls.key', key)}`, `--kubeconfig=${file('kubeconfig', cluster.kubeconfig)}`];
      const running = start([...flags, '--host=127.0.0.1', '--port=0', '--probe-host=127.0.0.1', '--probe-port=0', '--drain-delay=500ms', '--drain-timeout=5s']);
      await until(() => running.printed().includes('"serving"'));
      const { probePort } = JSON.parse(running.printed().split('\n').find((line) => line.includes('"serving"')) ?? '{}') as { readonly probePort: number };
      const readiness = async (): Promise<number> => (await fetch(`http://127.0.0.1:${probePort}/readyz`)).status;
      await until(async () => (await readiness()) === 200);
      running.kill('SIGTERM');
      await until(async () => (await readiness()) === 503);
      expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    } finally {
      await cluster.close();
    }
  });
});
