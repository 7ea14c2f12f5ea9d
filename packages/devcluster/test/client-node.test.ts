import { CoreV1Api, CustomObjectsApi, KubeConfig, type KubernetesObject, KubernetesObjectApi, setHeaderOptions, VersionApi, Watch } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DevCluster, startDevCluster } from '../src/index.ts';
import { until } from './support/client.ts';

let cluster: DevCluster;
const config = new KubeConfig();
const VMS = { group: 'kubevirt.io', version: 'v1', namespace: 'default', plural: 'virtualmachines' };

beforeAll(async () => {
  cluster = await startDevCluster();
  config.loadFromString(cluster.kubeconfig);
});
afterAll(() => cluster.close());

test('the client of Kubernetes for Node works with it', async () => {
  const [core, custom] = [config.makeApiClient(CoreV1Api), config.makeApiClient(CustomObjectsApi)];
  expect((await config.makeApiClient(VersionApi).getCode()).gitVersion).toContain('devcluster');
  await core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'a', labels: { x: 'y' } }, data: { a: 'b' } } });
  const { items } = await core.listNamespacedConfigMap({ namespace: 'default', labelSelector: 'x=y' });
  expect(items.map(({ metadata, data }) => ({ name: metadata?.name, data }))).toEqual([{ name: 'a', data: { a: 'b' } }]);
  expect(items[0]?.metadata?.creationTimestamp).toBeInstanceOf(Date);

  await custom.createNamespacedCustomObject({ ...VMS, body: { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { name: 'a' }, spec: {} } });
  const patched = await custom.patchNamespacedCustomObject({ ...VMS, name: 'a', body: { spec: { runStrategy: 'Always' } } }, setHeaderOptions('Content-Type', 'application/merge-patch+json'));
  expect(patched).toMatchObject({ spec: { runStrategy: 'Always' }, metadata: { generation: 2 } });
  await expect(custom.getNamespacedCustomObject({ ...VMS, name: 'none' })).rejects.toMatchObject({ code: 404 });
});

test('its dynamic client finds kinds by discovery', async () => {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const small: KubernetesObject & { readonly spec: object } = { apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineInstancetype', metadata: { name: 'small', namespace: 'default' }, spec: { cpu: { guest: 1 } } };
  const created = await objects.create(small);
  expect(created.metadata?.uid).toBeDefined();
  const { items } = await objects.list('instancetype.kubevirt.io/v1beta1', 'VirtualMachineInstancetype', 'default');
  expect(items).toHaveLength(1);
});

test('its watch is told of changes, until the cluster hangs up', async () => {
  const seen: string[] = [];
  let ended = false;
  const watch = await new Watch(config).watch(
    '/api/v1/namespaces/kubevirt/configmaps',
    {},
    (type, object: { metadata: { name: string } }) => seen.push(`${type} ${object.metadata.name}`),
    () => {
      ended = true;
    },
  );
  const core = config.makeApiClient(CoreV1Api);
  await core.createNamespacedConfigMap({ namespace: 'kubevirt', body: { metadata: { name: 'w' } } });
  await core.deleteNamespacedConfigMap({ namespace: 'kubevirt', name: 'w' });
  await until(() => seen.length === 2, 'both events have come');
  expect(seen).toEqual(['ADDED w', 'DELETED w']);
  cluster.disconnect();
  await until(() => ended, 'the watch has ended');
  watch.abort();
});
