import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCertificates } from '@instancetype/devcluster';
import { describe, expect, test } from 'vitest';
import { reviewOf, vm } from '../review/harness.ts';
import { type Running, startBoth } from './harness.ts';

describe('callers', () => {
  test('only those are answered whose certificate has a listed name and a known signature', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'admitter-callers-'));
    const known = await issueCertificates({ commonName: 'kube-apiserver', hosts: [] });
    const other = await issueCertificates({ commonName: 'somebody', hosts: [], authority: known });
    const forged = await issueCertificates({ commonName: 'kube-apiserver', hosts: [] });
    writeFileSync(join(folder, 'ca.crt'), known.ca);
    const running = await startBoth({ flags: [`--client-ca-file=${join(folder, 'ca.crt')}`, '--client-names=kube-apiserver'] });
    try {
      const ask = (client?: { readonly cert: string; readonly key: string }): Promise<number | string> => statusAs(running, client);
      expect(await ask(known)).toBe(200);
      expect(await ask(other)).not.toBe(200);
      expect(await ask(forged)).not.toBe(200);
      expect(await ask()).not.toBe(200);
      expect(await ask(known)).toBe(200);
    } finally {
      await running.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

/** The HTTP status that a client gets, or why it gets none. */
async function statusAs({ admitter, certificates }: Running, client: { readonly cert: string; readonly key: string } | undefined): Promise<number | string> {
  const body = JSON.stringify(reviewOf(vm()));
  const { promise, resolve } = Promise.withResolvers<number | string>();
  const tls = { ca: certificates.ca, servername: 'instancetype-admitter.instancetype.svc', ...(client && { cert: client.cert, key: client.key }) };
  const call = request({ ...tls, agent: false, host: '127.0.0.1', port: admitter.port, path: '/virtualmachines-validate', method: 'POST', headers: { 'content-type': 'application/json' } }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
  });
  call.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  call.end(body);
  return promise;
}
