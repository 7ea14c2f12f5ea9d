import { startDevCluster } from '@instancetype/devcluster';
import type { TestCluster } from './cluster.ts';
import { clusterOver } from './over.ts';

/** Starts an embedded API for this test alone. */
export async function openEmbedded(): Promise<TestCluster> {
  const cluster = await startDevCluster();
  const { url, ca, token } = cluster;
  return clusterOver({
    ...{ name: 'embedded', url, ca, token },
    requestsOf: async (asked) => {
      // a request is noted when its answer has been sent: let those be noted that somebody has waited for
      await new Promise((resolve) => setImmediate(resolve));
      return cluster.requests.filter(({ user }) => user === asked).map(({ verb, resource, namespace, name, code }) => ({ verb, resource, namespace, name, code }));
    },
    expose: async ({ namespace, name }, port) => cluster.serve(`${namespace}/${name}`, `127.0.0.1:${port}`),
    end: () => cluster.close(),
  });
}
