import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { issueCertificates } from '@instancetype/devcluster';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Running, startBoth, until } from './harness.ts';

const HOST = 'instancetype-admitter.instancetype.svc';
const YEARS = 2 * 365 * 24 * 3600 * 1000;

// RELIABILITY D, row 59
describe('the certificate of an admitter', () => {
  let running: Running;
  beforeAll(async () => {
    running = await startBoth();
    await until(async () => (await running.probe('/readyz')).status === 200);
  });
  afterAll(() => running.stop());
  afterEach(() => {
    vi.useRealTimers();
  });

  const write = (name: string, text: string): void => writeFileSync(join(running.folder, name), text);
  const metric = async (name: string): Promise<number> => Number(new RegExp(`\ninstancetype_admitter_${name} (\\S+)`).exec((await running.probe('/metrics')).text)?.[1]);
  const served = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: running.admitter.port, servername: HOST, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate()?.serialNumber ?? '');
        socket.destroy();
      });
      socket.once('error', reject);
    });
  const serialOf = (cert: string): string => new X509Certificate(cert).serialNumber;

  test('stays where the new one is half written or not of the key, which the log and the metrics tell, and goes for one that is good', async () => {
    const { certificates } = running;
    const next = await issueCertificates({ hosts: [HOST], authority: certificates });
    const [failures, loads] = [await metric('certificate_load_failures_total'), await metric('certificate_loads_total')];
    write('tls.crt', next.cert.slice(0, 400));
    await until(async () => (await metric('certificate_load_failures_total')) === failures + 1);
    write('tls.crt', next.cert);
    await until(async () => (await metric('certificate_load_failures_total')) === failures + 2);
    expect(running.lines.filter(({ level, message }) => level === 'error' && message === 'the new certificate is not used').map(({ problem }) => String(problem))).toEqual([
      expect.stringContaining('half written'),
      expect.stringContaining('does not belong to the certificate'),
    ]);
    expect([await served(), (await running.probe('/readyz')).status]).toEqual([serialOf(certificates.cert), 200]);
    write('tls.key', next.key);
    await until(async () => (await served()) === serialOf(next.cert));
    expect(await metric('certificate_loads_total')).toBe(loads + 1);
  });

  test('that has expired is no reason to end, but one not to be ready', async () => {
    expect((await metric('certificate_not_after_seconds')) * 1000).toBeGreaterThan(Date.now());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + YEARS });
    const { status, text } = await running.probe('/readyz');
    expect([status, text]).toEqual([503, expect.stringMatching(/certificate: .*tls\.crt has expired on \d{4}-/)]);
    expect((await metric('certificate_not_after_seconds')) * 1000).toBeLessThan(Date.now());
    vi.useRealTimers();
    expect((await running.probe('/readyz')).status).toBe(200);
  });
});
