import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issueCertificates } from '../src/index.ts';
import { type Asked, configMap, CONFIG_MAPS, startAsked } from './support/client.ts';

let asked: Asked;
const RBAC = '/apis/rbac.authorization.k8s.io/v1';

beforeAll(async () => {
  asked = await startAsked();
  const { call } = asked;
  await call('POST', CONFIG_MAPS, configMap('a'));
  await call('POST', `${RBAC}/namespaces/default/roles`, { metadata: { name: 'reader' }, rules: [{ verbs: ['get', 'watch'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'] }] });
  await call('POST', `${RBAC}/namespaces/default/rolebindings`, {
    metadata: { name: 'readers' },
    subjects: [{ kind: 'User', name: 'bob' }, { kind: 'Group', name: 'staff' }, { kind: 'ServiceAccount', name: 'robot', namespace: 'kube-system' }],
    roleRef: { kind: 'Role', name: 'reader' },
  });
});
afterAll(() => asked.close());

const as = (user: string, groups: readonly string[] = []): Readonly<Record<string, string>> => ({ authorization: `Bearer ${asked.cluster.tokenFor({ username: user, groups })}` });

describe('roles', () => {
  test('let those do something to whom they are bound', async () => {
    for (const headers of [as('bob'), as('ann', ['staff']), as('system:serviceaccount:kube-system:robot')]) {
      expect((await asked.call('GET', `${CONFIG_MAPS}/a`, undefined, headers)).code).toBe(200);
    }
  });

  test.each([
    ['GET', `${CONFIG_MAPS}/b`, 'configmaps "b" is forbidden: User "bob" cannot get resource "configmaps" in API group "" in the namespace "default"'],
    ['GET', CONFIG_MAPS, 'configmaps is forbidden: User "bob" cannot list resource "configmaps" in API group "" in the namespace "default"'],
    ['DELETE', CONFIG_MAPS, 'configmaps is forbidden: User "bob" cannot deletecollection resource "configmaps" in API group "" in the namespace "default"'],
    ['PUT', '/apis/kubevirt.io/v1/namespaces/x/virtualmachines/y/status', 'virtualmachines.kubevirt.io "y" is forbidden: User "bob" cannot update resource "virtualmachines/status" in API group "kubevirt.io" in the namespace "x"'],
    ['GET', '/api/v1/namespaces', 'namespaces is forbidden: User "bob" cannot list resource "namespaces" in API group "" at the cluster scope'],
    ['GET', '/apis/nowhere.example.com/v1/things', 'things.nowhere.example.com is forbidden: User "bob" cannot list resource "things" in API group "nowhere.example.com" at the cluster scope'],
    ['GET', '/metrics', 'forbidden: User "bob" cannot get path "/metrics"'],
  ])('and nobody else: %s %s', async (method, path, message) => {
    expect(await asked.call(method, path, undefined, as('bob'))).toMatchObject({ code: 403, body: { reason: 'Forbidden', message } });
  });

  test('by name also cover a list that is selected by that name', async () => {
    const path = `${CONFIG_MAPS}?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3D`;
    expect((await asked.call('GET', `${path}a`, undefined, as('bob'))).code).toBe(200);
    expect((await asked.call('GET', `${path}b`, undefined, as('bob'))).code).toBe(403);
  });

  test('everybody who is known can discover the API, and anybody can ask for its health', async () => {
    expect((await asked.call('GET', '/apis', undefined, as('bob'))).code).toBe(200);
    expect((await asked.call('GET', '/readyz', undefined, { authorization: '' })).code).toBe(200);
    expect((await asked.call('GET', CONFIG_MAPS, undefined, { authorization: '' })).body.message).toContain('User "system:anonymous" cannot list');
  });

  test('of a new or changed binding hold at once', async () => {
    const path = `${RBAC}/namespaces/default/rolebindings/readers`;
    const { body } = await asked.call('GET', path);
    await asked.call('PATCH', path, { subjects: [] });
    expect((await asked.call('GET', `${CONFIG_MAPS}/a`, undefined, as('bob'))).code).toBe(403);
    await asked.call('PATCH', path, { subjects: body.subjects });
    expect((await asked.call('GET', `${CONFIG_MAPS}/a`, undefined, as('bob'))).code).toBe(200);
  });
});

test('a token that was revoked is not believed', async () => {
  const token = asked.cluster.tokenFor({ username: 'bob', groups: [] });
  asked.cluster.revoke(token);
  expect(await asked.call('GET', `${CONFIG_MAPS}/a`, undefined, { authorization: `Bearer ${token}` })).toMatchObject({ code: 401, body: { reason: 'Unauthorized' } });
});

test('a client certificate says who somebody is, and in which groups', async () => {
  const { cert, key } = await asked.cluster.certificateFor({ username: 'carol', groups: ['guests', 'staff'] });
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  get(`${asked.cluster.url}${CONFIG_MAPS}/a`, { ca: asked.cluster.ca, cert, key, agent: false }, (response) => {
    response.resume();
    resolve(response.statusCode);
  }).on('error', reject);
  expect(await promise).toBe(200);
  const other = await issueCertificates({ hosts: [], commonName: 'admin', organizations: ['system:masters'] });
  const refused = Promise.withResolvers<number | undefined>();
  get(`${asked.cluster.url}${CONFIG_MAPS}/a`, { ca: asked.cluster.ca, cert: other.cert, key: other.key, agent: false }, (response) => {
    response.resume();
    refused.resolve(response.statusCode);
  }).on('error', refused.reject);
  expect(await refused.promise).toBe(403);
});

test('a service account gets a token', async () => {
  await asked.call('POST', '/api/v1/namespaces/kube-system/serviceaccounts', { metadata: { name: 'robot' } });
  const { code, body } = await asked.call('POST', '/api/v1/namespaces/kube-system/serviceaccounts/robot/token', { spec: { expirationSeconds: 600 } });
  expect({ code, seconds: body.spec.expirationSeconds }).toEqual({ code: 201, seconds: 600 });
  const who = await asked.call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { authorization: `Bearer ${body.status.token}` });
  expect(who.body.status.userInfo).toMatchObject({ username: 'system:serviceaccount:kube-system:robot', groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'] });
  const review = await asked.call('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: body.status.token } });
  expect(review.body.status).toMatchObject({ authenticated: true, user: { username: 'system:serviceaccount:kube-system:robot' } });
});

test.each([
  ['get', 'a', true],
  ['get', 'b', false],
  ['list', '', false],
])('somebody can ask whether he may %s "%s"', async (verb, name, allowed) => {
  const spec = { resourceAttributes: { verb, resource: 'configmaps', namespace: 'default', name } };
  const own = await asked.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec }, as('bob'));
  const others = await asked.call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { spec: { ...spec, user: 'bob' } });
  expect([own, others].map(({ code, body }) => ({ code, allowed: body.status.allowed }))).toEqual([{ code: 201, allowed }, { code: 201, allowed }]);
});

test('who may do everything can act as somebody else, and who may not cannot', async () => {
  expect((await asked.call('GET', CONFIG_MAPS, undefined, { 'impersonate-user': 'bob' })).body.message).toContain('User "bob" cannot list');
  expect((await asked.call('GET', `${CONFIG_MAPS}/a`, undefined, { 'impersonate-user': 'ann', 'impersonate-group': 'staff' })).code).toBe(200);
  expect((await asked.call('GET', CONFIG_MAPS, undefined, { ...as('bob'), 'impersonate-user': 'admin' })).body.message).toContain('User "bob" cannot impersonate resource "users"');
});

describe('an aggregated API server', () => {
  test('gets requests with who makes them, from a client that it can trust', async () => {
    const { ca, cert, key } = await issueCertificates({ hosts: ['extra.kubevirt.svc'] });
    const trust = await asked.call('GET', '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication');
    const server = createServer({ cert, key, requestCert: true, ca: trust.body.data['requestheader-client-ca-file'], rejectUnauthorized: false }, (request, response) => {
      const { socket } = request;
      const client = socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate().subject.CN : undefined;
      const { 'x-remote-user': user, 'x-remote-group': group, authorization } = request.headers;
      response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify({ client, user, group, authorization, path: request.url }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const spec = { group: 'extra.example.com', version: 'v1', groupPriorityMinimum: 1000, versionPriority: 15, service: { namespace: 'kubevirt', name: 'extra' }, caBundle: Buffer.from(ca).toString('base64') };
      await asked.call('POST', '/apis/apiregistration.k8s.io/v1/apiservices', { metadata: { name: 'v1.extra.example.com' }, spec });
      const path = '/apis/extra.example.com/v1/namespaces/default/things/a/start?x=y';
      expect(await asked.call('PUT', path, {})).toMatchObject({ code: 503, body: { reason: 'ServiceUnavailable' } });
      asked.cluster.serve('kubevirt/extra', `127.0.0.1:${(server.address() as AddressInfo).port}`);
      expect(await asked.call('PUT', path, {})).toMatchObject({ code: 202, body: { client: 'front-proxy-client', user: 'admin', group: 'system:masters, system:authenticated', path } });
      expect((await asked.call('PUT', path, {})).body.authorization).toBeUndefined();
      expect((await asked.call('PUT', path, {}, as('bob'))).body.message).toContain('User "bob" cannot update resource "things/start" in API group "extra.example.com"');
      expect((await asked.call('GET', '/apis')).body.groups.map(({ name }: { name: string }) => name)).toContain('extra.example.com');
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
