import { expect, test } from 'vitest';
import { type Ask, refusal } from './ask.ts';

/** Describes what an API server knows of Kubernetes' own kinds.
 * @param at asks a cluster, and names a namespace */
export function describeOwnKinds(at: () => { readonly ask: Ask; readonly namespace: string }): void {
  const ask: Ask = (...request) => at().ask(...request);
  const core = (plural: string): string => `/api/v1/namespaces/${at().namespace}/${plural}`;
  const leases = (): string => `/apis/coordination.k8s.io/v1/namespaces/${at().namespace}/leases`;
  const revisions = (): string => `/apis/apps/v1/namespaces/${at().namespace}/controllerrevisions`;

  test('an update of many of them needs no version, and creates no object', async () => {
    await ask('POST', core('configmaps'), { metadata: { name: 'plain' }, data: { a: 'b' } });
    expect((await ask('PUT', core('configmaps/plain'), { metadata: { name: 'plain' }, data: { c: 'd' } })).body.data).toEqual({ c: 'd' });
    expect((await ask('PUT', core('configmaps/none'), { metadata: { name: 'none' } })).code).toBe(404);
    expect((await ask('PUT', `${leases()}/new`, { metadata: { name: 'new' }, spec: {} })).code).toBe(201);
    expect((await ask('PUT', `${leases()}/new`, { metadata: { name: 'new' }, spec: {} })).code).toBe(422);
  });

  test.each(['2024-01-01T00:00:00.123Z', '2024-01-01T00:00:00Z'])('a lease cannot be renewed at %s', async (renewTime) => {
    const { code, body } = await ask('POST', leases(), { metadata: { name: 'lease' }, spec: { renewTime } });
    expect({ code, message: body.message }).toMatchObject({ code: 400, message: expect.stringContaining(`Lease in version "v1" cannot be handled as a Lease: parsing time "${renewTime}" as "2006-01-02T15:04:05.000000Z07:00": cannot parse`) });
  });

  test('a lease keeps microseconds, in UTC', async () => {
    const { body } = await ask('POST', leases(), { metadata: { name: 'lease' }, spec: { renewTime: '2024-01-01T02:00:00.123456+02:00', leaseDurationSeconds: 15, unheard: 1 } });
    expect(body.spec).toEqual({ renewTime: '2024-01-01T00:00:00.123456Z', leaseDurationSeconds: 15 });
    expect(refusal(await ask('PATCH', `${leases()}/lease`, { spec: { leaseDurationSeconds: 0, leaseTransitions: -1 } }))).toMatchObject({ code: 422, causes: ['spec.leaseDurationSeconds: FieldValueInvalid: Invalid value: 0: must be greater than 0', 'spec.leaseTransitions: FieldValueInvalid: Invalid value: -1: must be greater than or equal to 0'] });
  });

  test('the data of a controller revision stays as it was', async () => {
    expect((await ask('POST', revisions(), { metadata: { name: 'r' }, revision: 1 })).code).toBe(422);
    expect((await ask('POST', revisions(), { metadata: { name: 'r' }, data: { a: 1 } })).body.revision).toBe(0);
    expect(refusal(await ask('PATCH', `${revisions()}/r`, { data: { a: 2 } }))).toEqual({
      ...{ code: 422, reason: 'Invalid', message: 'ControllerRevision.apps "r" is invalid: data: Invalid value: {"a":2}: field is immutable', about: { name: 'r', group: 'apps', kind: 'ControllerRevision' } },
      causes: [{ reason: 'FieldValueInvalid', message: 'Invalid value: {"a":2}: field is immutable', field: 'data' }],
    });
    expect((await ask('PATCH', `${revisions()}/r`, { metadata: { labels: { a: 'b' } } })).code).toBe(200);
  });

  test('a claim needs a size and a way to be used, which stay', async () => {
    expect(refusal(await ask('POST', core('persistentvolumeclaims'), { metadata: { name: 'claim' }, spec: {} }))).toMatchObject({ code: 422, causes: ['spec.accessModes: FieldValueRequired: Required value: at least 1 access mode is required', 'spec.resources[storage]: FieldValueRequired: Required value'] });
    const { body } = await ask('POST', core('persistentvolumeclaims'), { metadata: { name: 'claim' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } });
    expect(body).toMatchObject({ metadata: { finalizers: ['kubernetes.io/pvc-protection'] }, spec: { volumeMode: 'Filesystem' }, status: { phase: 'Pending' } });
    expect((await ask('PATCH', core('persistentvolumeclaims/claim'), { spec: { volumeMode: 'Block' } })).code).toBe(422);
  });

  test('values have the types of their kind', async () => {
    expect(refusal(await ask('POST', core('configmaps'), { metadata: { name: 'typed' }, data: { a: 1 } }))).toMatchObject({ code: 400, message: 'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string' });
    expect((await ask('POST', core('secrets'), { metadata: { name: 'typed' }, data: { a: '#' } })).code).toBe(400);
    expect((await ask('POST', core('secrets'), { metadata: { name: 'typed' }, stringData: { a: 'b' } })).body).toMatchObject({ type: 'Opaque', data: { a: 'Yg==' } });
  });

  test('an immutable config map stays as it was', async () => {
    await ask('POST', core('configmaps'), { metadata: { name: 'fixed' }, data: { a: 'b' }, immutable: true });
    expect(refusal(await ask('PATCH', core('configmaps/fixed'), { data: { a: 'c' } }))).toMatchObject({ code: 422, causes: [{ reason: 'FieldValueForbidden', message: 'Forbidden: field is immutable when `immutable` is set', field: 'data' }] });
  });

  test('an event is about something in its namespace, and found by it', async () => {
    const about = { kind: 'Pod', namespace: at().namespace, name: 'x' };
    expect((await ask('POST', core('events'), { metadata: { name: 'e1' }, involvedObject: about, reason: 'Because', type: 'Normal' })).code).toBe(201);
    expect((await ask('POST', core('events'), { metadata: { name: 'e2' }, involvedObject: { ...about, namespace: 'other' } })).body.details.causes[0].field).toBe('involvedObject.namespace');
    expect((await ask('GET', core('events?fieldSelector=involvedObject.name%3Dx,reason%3DBecause'))).body.items).toHaveLength(1);
    expect((await ask('GET', core('events?fieldSelector=involvedObject.name%3Dy'))).body.items).toHaveLength(0);
  });

  test('a namespace has its name as a label, and when it goes nothing new comes into it', async () => {
    const name = `${at().namespace}-gone`;
    expect((await ask('POST', '/api/v1/namespaces', { metadata: { name } })).body).toMatchObject({ metadata: { labels: { 'kubernetes.io/metadata.name': name } }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
    const maps = `/api/v1/namespaces/${name}/configmaps`;
    await ask('POST', maps, { metadata: { name: 'held', finalizers: ['a.b/c'] } });
    expect((await ask('DELETE', `/api/v1/namespaces/${name}`)).body).toMatchObject({ kind: 'Namespace', metadata: { deletionTimestamp: expect.any(String) }, status: { phase: 'Terminating' } });
    expect(refusal(await ask('POST', maps, { metadata: { name: 'new' } }))).toEqual({
      ...{ code: 403, reason: 'Forbidden', message: `configmaps "new" is forbidden: unable to create new content in namespace ${name} because it is being terminated`, about: { name: 'new', kind: 'configmaps' } },
      causes: [{ reason: 'NamespaceTerminating', message: `namespace ${name} is being terminated`, field: 'metadata.namespace' }],
    });
    expect(refusal(await ask('POST', '/api/v1/namespaces/nowhere/configmaps', { metadata: { name: 'x' } }))).toEqual({ code: 404, reason: 'NotFound', message: 'namespaces "nowhere" not found', about: { name: 'nowhere', kind: 'namespaces' } });
    expect((await ask('DELETE', '/api/v1/namespaces/default')).code).toBe(403);
  });

  test.each([
    ['GET', '/api/v1/nothings', 404],
    ['POST', '/api/v1/configmaps', 405],
    ['PUT', '/api/v1/namespaces/default/configmaps', 405],
    ['POST', '/api/v1/namespaces/default/configmaps/x', 405],
    ['DELETE', '/api/v1/namespaces', 405],
    ['GET', '/api/v1/namespaces/default/configmaps/x/status', 404],
    ['GET', '/api/v1/namespaces/default/namespaces/default', 404],
  ])('%s %s is not there', async (method, path, code) => {
    expect((await ask(method, path, method === 'GET' || method === 'DELETE' ? undefined : { metadata: { name: 'x' } })).code).toBe(code);
  });

  test('a service account gets a token, and some deletions are answered with the object', async () => {
    await ask('POST', core('serviceaccounts'), { metadata: { name: 'robot' } });
    const { code, body } = await ask('POST', core('serviceaccounts/robot/token'), { spec: {} });
    expect({ code, kind: body.kind, seconds: body.spec.expirationSeconds }).toEqual({ code: 201, kind: 'TokenRequest', seconds: 3600 });
    const who = await ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { authorization: `Bearer ${body.status.token}` });
    expect(who.body.status.userInfo).toMatchObject({ username: `system:serviceaccount:${at().namespace}:robot`, groups: ['system:serviceaccounts', `system:serviceaccounts:${at().namespace}`, 'system:authenticated'] });
    expect((await ask('POST', core('serviceaccounts/none/token'), { spec: {} })).code).toBe(404);
    expect((await ask('DELETE', core('serviceaccounts/robot'))).body.kind).toBe('ServiceAccount');
  });
}
