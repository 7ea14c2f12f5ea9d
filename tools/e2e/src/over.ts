import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries } from '@instancetype-tools/apiserver';
import { kubeconfigOf } from '@instancetype/devcluster';
import { type ApiResource, connect, openApi } from '@instancetype/kube';
import type { TestCluster } from './cluster.ts';
import { sendJson } from './send-json.ts';

/** How to reach a cluster, and what only that one can do. */
export interface Underlying extends Pick<TestCluster, 'name' | 'url' | 'ca' | 'token' | 'expose' | 'requestsOf'> {
  end(): Promise<void>;
}

/** Namespaces. */
export const NAMESPACES: ApiResource = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };

/** A cluster for tests over one that runs.
 * @param underlying that one */
export async function clusterOver(underlying: Underlying): Promise<TestCluster> {
  const { name, url, ca, token, expose, requestsOf, end } = underlying;
  const directory = mkdtempSync(join(tmpdir(), 'e2e-'));
  const connection = await connect({ server: url, ca, token });
  const admin = openApi(connection);
  const kubeconfigFor = (whose: string): string => {
    const path = join(directory, `kubeconfig-${randomBytes(4).toString('hex')}`);
    writeFileSync(path, kubeconfigOf({ url, ca, token: whose }), { mode: 0o600 });
    return path;
  };
  const binaries = findBinaries();
  return {
    ...{ name, url, ca, token, admin, connection, expose, requestsOf, kubeconfigFor },
    ...{ kubeconfig: kubeconfigOf({ url, ca, token }), kubeconfigPath: kubeconfigFor(token) },
    kubectl: 'missing' in binaries ? undefined : binaries.kubectl,
    newNamespace: async (prefix) => {
      const named = `${prefix}-${randomBytes(4).toString('hex')}`;
      await admin.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: named } });
      return named;
    },
    tokenFor: async (namespace, serviceAccount) => {
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
      const { status, body } = await sendJson(connection, 'POST', path, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} });
      if (status !== 201) throw new Error(`The ${name} cluster gives no token for ${namespace}/${serviceAccount}: ${JSON.stringify(body)}`);
      return (body as { readonly status: { readonly token: string } }).status.token;
    },
    close: async () => {
      await connection.close();
      rmSync(directory, { recursive: true, force: true });
      await end();
    },
  };
}
