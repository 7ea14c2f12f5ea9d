import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClusterAccess, findBinaries, type RealCluster, startApiServer } from '../src/index.ts';

const found = findBinaries();
const START_MS = 120_000;

interface Identity {
  readonly token?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Asks a server, and gives the status of its answer, or the code of the error. */
function ask({ url, ca }: ClusterAccess, path: string, { token, ...certificate }: Identity): Promise<number | string | undefined> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve) => {
    request(`${url}${path}`, { ca, headers, agent: false, ...certificate }, (response) => response.resume().on('end', () => resolve(response.statusCode)))
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .end();
  });
}

if ('missing' in found) {
  test.skip(`a real control plane: skipped, ${found.missing}`);
} else {
  describe('a real control plane', () => {
    let cluster: RealCluster;
    beforeAll(async () => {
      cluster = await startApiServer({ flags: { 'service-account-max-token-expiration': '2h' } });
    }, START_MS);
    afterAll(() => cluster?.close());

    test('lets in who has the token or the certificate, and nobody else', async () => {
      const { token, clientCert: cert, clientKey: key } = cluster;
      expect(await ask(cluster, '/api/v1/namespaces', { token })).toBe(200);
      expect(await ask(cluster, '/api/v1/namespaces', { cert, key })).toBe(200);
      expect(await ask(cluster, '/api/v1/namespaces', { token: `${token}x` })).toBe(401);
      expect(await ask(cluster, '/api/v1/namespaces', {})).toBe(403);
    });

    test('notes requests in its audit log', async () => {
      await ask(cluster, '/version?noted', { token: cluster.token });
      await expect.poll(() => readFileSync(cluster.auditLog, 'utf8'), { timeout: 20_000 }).toContain('/version?noted');
    });

    test('ends, and takes its files along, when it is closed', async () => {
      await cluster.close();
      expect(await ask(cluster, '/readyz', { token: cluster.token })).toBe('ECONNREFUSED');
      expect(existsSync(cluster.kubeconfigPath)).toBe(false);
    });

    test('ends when the process is killed that has started it', async () => {
      const library = pathToFileURL(new URL('../src/index.ts', import.meta.url).pathname);
      const program = `const { startApiServer } = await import('${library}'); console.log(JSON.stringify(await startApiServer())); setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] });
      const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
      const access = JSON.parse(line) as ClusterAccess;
      expect(await ask(access, '/readyz', { token: access.token })).toBe(200);
      child.kill('SIGKILL');
      for (let tries = 0; tries < 300 && existsSync(access.kubeconfigPath); tries += 1) await sleep(100);
      expect(existsSync(access.kubeconfigPath)).toBe(false);
      expect(await ask(access, '/readyz', { token: access.token })).toBe('ECONNREFUSED');
    }, START_MS);

    test('says what is wrong where it does not start', async () => {
      await expect(startApiServer({ flags: { 'no-such-flag': '1' } })).rejects.toThrow(/kube-apiserver ended before it was ready[^]*unknown flag: --no-such-flag/);
    }, START_MS);
  });
}
