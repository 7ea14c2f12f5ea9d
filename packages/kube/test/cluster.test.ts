import { startDevCluster } from '@instancetype/devcluster';
import { afterEach, expect, test } from 'vitest';
import { connect } from '../src/connect.ts';
import { RESOURCES } from '../src/known-resources.ts';
import { openApi } from '../src/open-api.ts';
import { openCache } from '../src/open-cache.ts';
import { Scratch } from './support/scratch.ts';

const namespace = RESOURCES.Namespace;
const scratch = new Scratch();

afterEach(() => scratch.end());

test.each([true, false])('a cache follows a cluster over TLS through cut connections and forgotten events (as a stream: %s)', async (watchList) => {
  const cluster = scratch.keep(await startDevCluster());
  const { url: server, ca, token } = cluster;
  const connection = scratch.keep(await connect({ server, ca, token }));
  const api = openApi(connection);
  const cache = openCache(api, namespace, { watchList, random: () => 0 });
  scratch.keep({ close: () => cache.stop() });
  await cache.synced;
  expect(cache.get(undefined, 'default')?.kind).toBe('Namespace');
  await api.create(namespace, { metadata: { name: 'one' } });
  await expect.poll(() => cache.get(undefined, 'one')?.kind, { timeout: 20_000 }).toBe('Namespace');

  cluster.disconnect();
  await expect.poll(() => api.delete(namespace, { name: 'one' }).then(() => 'removed', () => 'again'), { timeout: 20_000 }).toBe('removed');
  await api.create(namespace, { metadata: { name: 'two' } });
  cluster.compact();
  await expect.poll(() => [cache.get(undefined, 'one'), cache.get(undefined, 'two')?.kind], { timeout: 20_000 }).toEqual([undefined, 'Namespace']);
  expect(cache.status()).toMatchObject({ synced: true, stopped: false });
});
