import { beforeAll, expect, test, vi } from 'vitest';
import { type Ask, refusal } from './ask.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** Describes who may do what.
 * @param at asks a cluster, and names a namespace */
export function describeAccess(at: () => { readonly ask: Ask; readonly namespace: string }): void {
  const ask: Ask = (...request) => at().ask(...request);
  const maps = (rest = ''): string => `/api/v1/namespaces/${at().namespace}/configmaps${rest}`;
  const asBob: Ask = (method, path, body, headers) => ask(method, path, body, { 'impersonate-user': 'bob', ...headers });

  beforeAll(async () => {
    const roles = `${RBAC}/namespaces/${at().namespace}`;
    await ask('POST', maps(), { metadata: { name: 'a' } });
    await ask('POST', `${roles}/roles`, { metadata: { name: 'reader' }, rules: [{ verbs: ['get', 'watch'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'] }] });
    await ask('POST', `${roles}/rolebindings`, { metadata: { name: 'readers' }, subjects: [{ kind: 'User', name: 'bob' }, { kind: 'Group', name: 'staff' }], roleRef: { kind: 'Role', name: 'reader' } });
    // an API server may learn of roles a moment later
    await vi.waitFor(async () => expect((await asBob('GET', maps('/a'))).code).toBe(200), { timeout: 10_000, interval: 50 });
  });

  test.each([
    ['GET', '/api/v1/namespaces/NS/configmaps/b', 'configmaps "b" is forbidden: User "bob" cannot get resource "configmaps" in API group "" in the namespace "NS"'],
    ['GET', '/api/v1/namespaces/NS/configmaps', 'configmaps is forbidden: User "bob" cannot list resource "configmaps" in API group "" in the namespace "NS"'],
    ['GET', '/api/v1/configmaps?watch=1', 'configmaps is forbidden: User "bob" cannot watch resource "configmaps" in API group "" at the cluster scope'],
    ['POST', '/api/v1/namespaces/NS/configmaps', 'configmaps is forbidden: User "bob" cannot create resource "configmaps" in API group "" in the namespace "NS"'],
    ['DELETE', '/api/v1/namespaces/NS/configmaps', 'configmaps is forbidden: User "bob" cannot deletecollection resource "configmaps" in API group "" in the namespace "NS"'],
    ['PATCH', '/apis/kubevirt.io/v1/namespaces/NS/virtualmachines/y/status', 'virtualmachines.kubevirt.io "y" is forbidden: User "bob" cannot patch resource "virtualmachines/status" in API group "kubevirt.io" in the namespace "NS"'],
    ['GET', '/api/v1/namespaces/NS', 'namespaces "NS" is forbidden: User "bob" cannot get resource "namespaces" in API group "" in the namespace "NS"'],
    ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles/x', 'clusterroles.rbac.authorization.k8s.io "x" is forbidden: User "bob" cannot get resource "clusterroles" in API group "rbac.authorization.k8s.io" at the cluster scope'],
    ['GET', '/apis/none.example.com/v1/things', 'things.none.example.com is forbidden: User "bob" cannot list resource "things" in API group "none.example.com" at the cluster scope'],
    ['GET', '/metrics', 'forbidden: User "bob" cannot get path "/metrics"'],
  ])('somebody cannot do what no role lets him: %s %s', async (method, path, message) => {
    const named = (text: string): string => text.replaceAll('NS', at().namespace);
    expect(refusal(await asBob(method, named(path), method === 'GET' || method === 'DELETE' ? undefined : {}))).toMatchObject({ code: 403, reason: 'Forbidden', message: named(message) });
  });

  test('a role by name covers what is selected by that name', async () => {
    expect((await asBob('GET', maps('?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Da'))).code).toBe(200);
    expect((await asBob('GET', maps('?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Db'))).code).toBe(403);
    expect((await ask('GET', maps('/a'), undefined, { 'impersonate-user': 'ann', 'impersonate-group': 'staff' })).code).toBe(200);
  });

  test('everybody who is known can discover the API, and anybody ask for its health', async () => {
    expect((await asBob('GET', '/apis')).code).toBe(200);
    expect((await ask('GET', '/readyz', undefined, { authorization: '' })).code).toBe(200);
    expect(refusal(await ask('GET', maps(), undefined, { authorization: '' }))).toMatchObject({ code: 403, message: expect.stringContaining('User "system:anonymous" cannot list') });
    expect(refusal(await ask('GET', maps(), undefined, { authorization: 'Bearer nobody' }))).toEqual({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  });

  test('somebody can ask what he may do', async () => {
    const spec = (verb: string): object => ({ resourceAttributes: { verb, resource: 'configmaps', namespace: at().namespace, name: 'a' } });
    const may = async (verb: string): Promise<boolean> => (await asBob('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec: spec(verb) })).body.status.allowed;
    expect([await may('get'), await may('delete')]).toEqual([true, false]);
    expect((await ask('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { spec: { user: 'bob', ...spec('get') } })).body.status.allowed).toBe(true);
    expect((await ask('POST', '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: 'nobody' } })).body.status.authenticated).toBeUndefined();
  });

  test('what a role is bound by cannot change', async () => {
    const binding = `${RBAC}/namespaces/${at().namespace}/rolebindings/readers`;
    expect(refusal(await ask('PATCH', binding, { roleRef: { name: 'other' } }))).toMatchObject({ code: 422, causes: [{ field: 'roleRef', reason: 'FieldValueInvalid' }] });
    expect((await ask('GET', binding)).body).toMatchObject({ subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'bob' }, { kind: 'Group' }], roleRef: { apiGroup: 'rbac.authorization.k8s.io' } });
    expect((await ask('POST', `${RBAC}/namespaces/${at().namespace}/roles`, { metadata: { name: 'empty' }, rules: [{}] })).body.details.causes).toHaveLength(3);
  });
}
