import { type RealCluster, startApiServer } from '@instancetype-tools/apiserver';
import { type ApiResource, connect, hasCode, openApi } from '@instancetype/kube';
import { requestsInAuditLog } from './audit-log.ts';
import type { TestCluster } from './cluster.ts';
import { clusterOver, NAMESPACES } from './over.ts';
import { sendJson } from './send-json.ts';

const SHARED = Symbol.for('instancetype.shared-control-plane');
const SERVICES: ApiResource = { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true };

/** Opens the real control plane. All tests of a process have the same one: the first starts it, and it ends with the process. */
export async function openReal(): Promise<TestCluster> {
  const { url, ca, token, auditLog } = await sharedControlPlane();
  const cluster: TestCluster = await clusterOver({
    ...{ name: 'real', url, ca, token },
    requestsOf: (user) => requestsInAuditLog(auditLog, user, (path) => sendJson(cluster.connection, 'GET', path)),
    expose: async ({ namespace, name }, port) => {
      const spec = { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] };
      await cluster.admin.create(SERVICES, { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec });
    },
    end: async () => undefined,
  });
  return cluster;
}

// kept where every copy of this module finds it: projects of a test runner have copies of their own
function sharedControlPlane(): Promise<RealCluster> {
  const kept = globalThis as { [SHARED]?: Promise<RealCluster> };
  kept[SHARED] ??= startWithNamespaces();
  return kept[SHARED];
}

async function startWithNamespaces(): Promise<RealCluster> {
  const cluster = await startApiServer();
  const connection = await connect({ server: cluster.url, ca: cluster.ca, token: cluster.token });
  try {
    // what the embedded API has from the start
    await openApi(connection).create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kubevirt' } });
  } catch (error) {
    if (!hasCode(error, 'already-exists')) throw error;
  } finally {
    await connection.close();
  }
  return cluster;
}
