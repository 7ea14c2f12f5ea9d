import { createServer, type Server } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { issueCertificates } from '@instancetype/devcluster';
import { type ApiObject, type ApiResource, connect, openApi, RESOURCES, type WatchEvent } from '@instancetype/kube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installCrds, readCrds } from '../src/crds.ts';
import { sendJson } from '../src/send-json.ts';
import { describeOnClusters, openTestClusters } from '../src/test-clusters.ts';

const [VM, INSTANCETYPE, NAMESPACE] = [RESOURCES.VirtualMachine, RESOURCES.VirtualMachineInstancetype, RESOURCES.Namespace];
const SERVICE_ACCOUNT: ApiResource = { group: '', version: 'v1', plural: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true };
const rbac = (plural: string, name: string): ApiResource => ({ group: 'rbac.authorization.k8s.io', version: 'v1', plural, kind: name, namespaced: true });
const WEBHOOKS: ApiResource = { group: 'admissionregistration.k8s.io', version: 'v1', plural: 'validatingwebhookconfigurations', kind: 'ValidatingWebhookConfiguration', namespaced: false };
const API_SERVICES: ApiResource = { group: 'apiregistration.k8s.io', version: 'v1', plural: 'apiservices', kind: 'APIService', namespaced: false };
const [ROLE, ROLE_BINDING] = [rbac('roles', 'Role'), rbac('rolebindings', 'RoleBinding')];

const vm = (namespace: string, name: string): ApiObject => ({
  ...{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: { namespace, name } },
  spec: { runStrategy: 'Halted', instancetype: { name: 'small', kind: 'VirtualMachineInstancetype', color: 'red' }, template: { metadata: null, spec: { domain: { devices: {} } } } },
});

const small = (namespace: string, spec: object = {}): ApiObject => ({
  ...{ apiVersion: 'instancetype.kubevirt.io/v1beta1', kind: 'VirtualMachineInstancetype', metadata: { namespace, name: 'small' } },
  spec: { cpu: { guest: 2 }, memory: { guest: '1Gi' }, ...spec },
});

test('the definitions are of the kinds that the clients know', () => {
  const defined = readCrds().map(({ spec }) => `${spec.names.plural}.${spec.group}/${spec.versions[0]?.name}`);
  const known = Object.values(RESOURCES).map(({ plural, group, version }) => `${plural}.${group}/${version}`);
  expect(defined.filter((each) => !known.includes(each))).toEqual([]);
  expect(defined).toHaveLength(14);
});

test('the embedded API is always there, and a real one unless something is missing that is named', () => {
  expect(openTestClusters()).toMatchObject([{ name: 'embedded', missing: undefined }, { name: 'real' }]);
});

describeOnClusters('a cluster', (cluster) => {
  let namespace = '';
  beforeAll(async () => {
    await installCrds(cluster());
    namespace = await cluster().newNamespace('harness');
  });

  test('serves the kinds, also to one who installs them again', async () => {
    await installCrds(cluster());
    const { items } = await cluster().admin.list(VM, { namespace });
    expect(items).toEqual([]);
  });

  test('gives back what was created, without what its kind does not know', async () => {
    const { admin } = cluster();
    await admin.create(INSTANCETYPE, small(namespace, { color: 'red' }));
    await admin.create(VM, vm(namespace, 'kept'));
    const type = await admin.get(INSTANCETYPE, { namespace, name: 'small' });
    expect(type['spec']).toEqual({ cpu: { guest: 2 }, memory: { guest: '1Gi' } });
    const kept = await admin.get(VM, { namespace, name: 'kept' });
    expect(kept['spec']).toMatchObject({ instancetype: { name: 'small', kind: 'VirtualMachineInstancetype' }, template: { spec: { domain: { devices: {} } } } });
    expect(kept['spec']).not.toHaveProperty('instancetype.color');
    expect(kept.metadata).toMatchObject({ generation: 1, uid: expect.any(String), resourceVersion: expect.any(String) });
  });

  test.each([
    ['no memory', { memory: undefined }, 'spec.memory'],
    ['a number of vCPUs that is a text', { cpu: { guest: '2' } }, 'spec.cpu.guest'],
    ['a quantity that is none', { memory: { guest: 'much' } }, 'spec.memory.guest'],
    ['more than all memory', { memory: { guest: '1Gi', overcommitPercent: 101 } }, 'spec.memory.overcommitPercent'],
  ])('refuses an instance type with %s', async (_, spec, field) => {
    const created = cluster().admin.create(INSTANCETYPE, small(namespace, spec));
    await expect(created).rejects.toMatchObject({ code: 'invalid', status: 422, details: { causes: [{ field }] } });
  });

  test('keeps status apart from the rest', async () => {
    const { admin } = cluster();
    const created = await admin.create(VM, { ...vm(namespace, 'status'), status: { ready: true } });
    expect(created['status']).toBeUndefined();
    const reference = { name: 'small', kind: 'VirtualMachineInstancetype' };
    await admin.update(VM, { ...created, status: { instancetypeRef: reference } }, { subresource: 'status' });
    const read = await admin.get(VM, { namespace, name: 'status' });
    expect(read['status']).toEqual({ instancetypeRef: reference });
    expect(read.metadata).toMatchObject({ generation: 1 });
  });

  test('tells who watches of every change', async () => {
    const { admin } = cluster();
    const { resourceVersion } = await admin.list(VM, { namespace });
    const events: string[] = [];
    const end = new AbortController();
    const note = ({ type, object }: WatchEvent): void => {
      events.push(`${type} ${object.metadata?.name}`);
      if (type === 'DELETED') end.abort();
    };
    const watching = admin.watch(VM, { namespace, resourceVersion }, note, { signal: end.signal }).catch(() => undefined);
    const created = await admin.create(VM, vm(namespace, 'watched'));
    await admin.update(VM, { ...created, spec: { ...(created['spec'] as object), runStrategy: 'Always' } });
    await admin.delete(VM, { namespace, name: 'watched' });
    await watching;
    expect(events).toEqual(['ADDED watched', 'MODIFIED watched', 'DELETED watched']);
  });

  describe('for a service account', () => {
    const user = (): string => `system:serviceaccount:${namespace}:reader`;

    test('allows what a role gives, refuses the rest, and remembers both', async () => {
      const { admin, url, ca, tokenFor, requestsOf } = cluster();
      await admin.create(SERVICE_ACCOUNT, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace, name: 'reader' } });
      const metadata = { namespace, name: 'read-instancetypes' };
      const rules = [{ apiGroups: ['instancetype.kubevirt.io'], resources: ['virtualmachineinstancetypes'], verbs: ['get'] }];
      await admin.create(ROLE, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules });
      const [roleRef, subjects] = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name }, [{ kind: 'ServiceAccount', namespace, name: 'reader' }]];
      await admin.create(ROLE_BINDING, { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata, roleRef, subjects });

      const connection = await connect({ server: url, ca, token: await tokenFor(namespace, 'reader') });
      try {
        const api = openApi(connection);
        await untilAllowed(() => api.get(INSTANCETYPE, { namespace, name: 'small' }));
        const refused = { code: 'forbidden', status: 403 };
        await expect(api.list(INSTANCETYPE, { namespace })).rejects.toMatchObject(refused);
        await expect(api.get(VM, { namespace, name: 'kept' })).rejects.toMatchObject(refused);
        await expect(api.create(NAMESPACE, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'own' } })).rejects.toMatchObject(refused);
      } finally {
        await connection.close();
      }
      const requests = (await requestsOf(user())).slice(-4);
      expect(requests).toEqual([
        { verb: 'get', resource: 'virtualmachineinstancetypes.instancetype.kubevirt.io', namespace, name: 'small', code: 200 },
        { verb: 'list', resource: 'virtualmachineinstancetypes.instancetype.kubevirt.io', namespace, name: '', code: 403 },
        { verb: 'get', resource: 'virtualmachines.kubevirt.io', namespace, name: 'kept', code: 403 },
        { verb: 'create', resource: 'namespaces', namespace: '', name: '', code: 403 },
      ]);
    });

    test('gives no token where there is no such account', async () => {
      await expect(cluster().tokenFor(namespace, 'nobody')).rejects.toThrow(/nobody/);
    });
  });

  describe('that reaches a server as a service', () => {
    let server: Server;
    let port = 0;
    let caBundle = '';
    const service = (): { readonly namespace: string; readonly name: string } => ({ namespace, name: 'server' });
    beforeAll(async () => {
      const certificates = await issueCertificates({ hosts: [`server.${namespace}.svc`] });
      caBundle = Buffer.from(certificates.ca).toString('base64');
      server = createServer({ cert: certificates.cert, key: certificates.key }, (request, response) => {
        void answerTo(request).then((body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
      await cluster().expose(service(), port);
    });
    afterAll(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    test('asks a webhook', async () => {
      const { admin } = cluster();
      const webhook = {
        ...{ name: 'refuse.example.org', admissionReviewVersions: ['v1'], sideEffects: 'None', failurePolicy: 'Fail' },
        rules: [{ operations: ['CREATE'], apiGroups: ['kubevirt.io'], apiVersions: ['*'], resources: ['virtualmachines'] }],
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        clientConfig: { caBundle, service: { ...service(), path: '/review', port } },
      };
      const configuration = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', metadata: { name: namespace }, webhooks: [webhook] };
      await admin.create(WEBHOOKS, configuration);
      // a real server learns of it a moment later
      await expect.poll(() => admin.create(VM, vm(namespace, 'refused'), { dryRun: true }).catch((error: unknown) => error), { timeout: 20_000 }).toMatchObject({ status: 418, message: expect.stringContaining('Not here') });
      await admin.delete(WEBHOOKS, { name: namespace });
    });

    test('hands the requests for an API over, and says of whom they are', async () => {
      const { admin, connection } = cluster();
      const group = `${namespace}.example.org`;
      const spec = { group, version: 'v1', groupPriorityMinimum: 1000, versionPriority: 10, caBundle, service: { ...service(), port } };
      await admin.create(API_SERVICES, { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: `v1.${group}` }, spec });
      const path = `/apis/${group}/v1/things/one`;
      await expect.poll(() => sendJson(connection, 'GET', path), { timeout: 20_000 }).toEqual({ status: 200, body: { path, user: 'admin', groups: expect.stringContaining('system:masters') } });
      await admin.delete(API_SERVICES, { name: `v1.${group}` });
    });
  });
});

/** What the server of the tests answers: to a review that it refuses, to other requests who they are of. */
async function answerTo(request: IncomingMessage): Promise<object> {
  const { url = '', headers } = request;
  if (!url.startsWith('/review')) return { path: url, user: headers['x-remote-user'], groups: String(headers['x-remote-group']) };
  const { request: review } = (await json(request)) as { readonly request: { readonly uid: string } };
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: review.uid, allowed: false, status: { code: 418, message: 'Not here.' } } };
}

/** A real server learns of roles a moment after they are there. */
async function untilAllowed(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      await ask();
      return;
    } catch (error) {
      if ((error as { readonly code?: string }).code !== 'forbidden') throw error;
      await sleep(50);
    }
  }
  throw new Error('What a role gives is still refused.');
}
