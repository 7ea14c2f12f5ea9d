import { describe, expect, test } from 'vitest';
import { hasCode } from '../src/api-error.ts';
import type { GuardedPatch } from '../src/guarded-patch.ts';
import { RESOURCES } from '../src/known-resources.ts';
import { openApi } from '../src/open-api.ts';
import { Answers, statusText } from './support/answers.ts';

const { VirtualMachine: vm, Namespace: namespace, PersistentVolumeClaim: claim, VirtualMachineClusterInstancetype: clusterInstancetype } = RESOURCES;
const named = { namespace: 'ns', name: 'a' };
const stored = { metadata: { ...named, resourceVersion: '7' } };

function cluster(): { readonly api: ReturnType<typeof openApi>; readonly cluster: Answers } {
  const answers = new Answers();
  return { api: openApi(answers), cluster: answers };
}

describe('what is asked', () => {
  test('paths of kinds of the core and of groups, namespaced or not, with subresources', async () => {
    const { api, cluster: asked } = cluster();
    await api.get(vm, named);
    await api.get(claim, named);
    await api.get(namespace, { name: 'ns' });
    await api.get(clusterInstancetype, { name: 'u1.small', namespace: 'ignored' });
    await api.create(vm, stored);
    await api.create(clusterInstancetype, { metadata: { name: 'x' } });
    await api.update(vm, stored, { subresource: 'status' });
    await api.patch(vm, named, { json: [{ op: 'test', path: '/metadata/uid', value: 'u' }] }, { subresource: 'status' });
    await api.delete(vm, named);
    expect(asked.asked.split('\n')).toEqual([
      'GET /apis/kubevirt.io/v1/namespaces/ns/virtualmachines/a',
      'GET /api/v1/namespaces/ns/persistentvolumeclaims/a',
      'GET /api/v1/namespaces/ns',
      'GET /apis/instancetype.kubevirt.io/v1beta1/virtualmachineclusterinstancetypes/u1.small',
      'POST /apis/kubevirt.io/v1/namespaces/ns/virtualmachines',
      'POST /apis/instancetype.kubevirt.io/v1beta1/virtualmachineclusterinstancetypes',
      'PUT /apis/kubevirt.io/v1/namespaces/ns/virtualmachines/a/status',
      'PATCH /apis/kubevirt.io/v1/namespaces/ns/virtualmachines/a/status',
      'DELETE /apis/kubevirt.io/v1/namespaces/ns/virtualmachines/a',
    ]);
  });

  test('queries are escaped, and what is unset is left out', async () => {
    const { api, cluster: asked } = cluster();
    asked.answer = { body: '{"kind":"VirtualMachineList","metadata":{},"items":[]}' };
    await api.list(vm, { labelSelector: 'a=b,c in (d)', fieldSelector: undefined, limit: 5, continue: 'x&y' });
    await api.list(vm, { namespace: 'ns' });
    await api.watch(vm, { resourceVersion: '7', allowWatchBookmarks: true }, () => undefined).catch(() => undefined);
    expect(asked.asked.split('\n')).toEqual([
      'GET /apis/kubevirt.io/v1/virtualmachines?labelSelector=a%3Db%2Cc%20in%20(d)&limit=5&continue=x%26y',
      'GET /apis/kubevirt.io/v1/namespaces/ns/virtualmachines',
      'GET /apis/kubevirt.io/v1/virtualmachines?watch=true&resourceVersion=7&allowWatchBookmarks=true',
    ]);
  });

  test('a list has the items of one page, its version, and what asks for the next page', async () => {
    const { api, cluster: asked } = cluster();
    asked.answer = { body: '{"kind":"VirtualMachineList","metadata":{"resourceVersion":"7","continue":"more"},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}' };
    expect(await api.list(vm)).toEqual({ items: [{ metadata: { name: 'a' } }, { metadata: { name: 'b' } }], resourceVersion: '7', continue: 'more' });
  });

  test('dry runs and field managers', async () => {
    const { api, cluster: asked } = cluster();
    const options = { dryRun: true, fieldManager: 'me' };
    await api.create(vm, stored, options);
    await api.update(vm, stored, options);
    await api.patch(vm, named, { merge: { metadata: { resourceVersion: '7' } } }, options);
    await api.delete(vm, named, { dryRun: true, uid: 'u', resourceVersion: '7', propagationPolicy: 'Foreground' });
    expect(asked.calls.slice(0, 3).map(({ path }) => path.split('?')[1])).toEqual(Array(3).fill('dryRun=All&fieldManager=me'));
    expect(JSON.parse(asked.calls[3]?.body ?? '')).toEqual({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'u', resourceVersion: '7' }, propagationPolicy: 'Foreground', dryRun: ['All'] });
  });

  test.each(['', '.', '..', undefined])('a name %j that would ask for something else is not sent', async (name) => {
    const { api, cluster: asked } = cluster();
    await expect(api.get(vm, { namespace: 'ns', name: name as string })).rejects.toThrow(TypeError);
    await expect(api.get(vm, { namespace: name as string, name: 'a' })).rejects.toThrow(TypeError);
    expect(asked.calls).toEqual([]);
  });

  test('a name cannot leave its place in the path', async () => {
    const { api, cluster: asked } = cluster();
    await api.get(vm, { namespace: 'ns', name: '../../secrets?x#\ud800' });
    expect(asked.asked).toBe('GET /apis/kubevirt.io/v1/namespaces/ns/virtualmachines/..%2F..%2Fsecrets%3Fx%23%EF%BF%BD');
  });
});

describe('R20 writes overwrite nothing that their author has not seen', () => {
  test.each([
    ['a JSON patch without a test', { json: [{ op: 'replace', path: '/spec', value: {} }] }],
    ['a JSON patch that tests too late', { json: [{ op: 'remove', path: '/spec' }, { op: 'test', path: '/metadata/uid', value: 'u' }] }],
    ['an empty JSON patch', { json: [] }],
    ['a merge patch without a version', { merge: { metadata: { labels: {} } } }],
    ['a merge patch with an empty version', { merge: { metadata: { resourceVersion: '' } } }],
    ['no patch at all', {}],
  ])('%s is refused', async (_, patch) => {
    const { api, cluster: asked } = cluster();
    await expect(api.patch(vm, named, patch as unknown as GuardedPatch)).rejects.toThrow(TypeError);
    expect(asked.calls).toEqual([]);
  });

  test('unguarded patches do not compile', () => {
    // @ts-expect-error it must begin with a test
    const json: GuardedPatch = { json: [{ op: 'remove', path: '/spec' }] };
    // @ts-expect-error it must carry a version
    const merge: GuardedPatch = { merge: { metadata: { labels: {} } } };
    expect([json, merge]).toHaveLength(2);
  });

  test('an update without a version is refused', async () => {
    const { api, cluster: asked } = cluster();
    for (const metadata of [named, { ...named, resourceVersion: '' }, { ...named, resourceVersion: null }, null, undefined]) {
      await expect(api.update(vm, { metadata } as never)).rejects.toThrow(/metadata\.resourceVersion/);
    }
    expect(asked.calls).toEqual([]);
  });

  test('patches are sent as what they are', async () => {
    const { api, cluster: asked } = cluster();
    const json = [{ op: 'test', path: '/metadata/resourceVersion', value: '7' }] as const;
    await api.patch(vm, named, { json });
    await api.patch(vm, named, { merge: { metadata: { resourceVersion: '7' }, spec: null } });
    expect(asked.calls.map(({ contentType, body }) => [contentType, JSON.parse(body ?? '')])).toEqual([
      ['application/json-patch+json', json],
      ['application/merge-patch+json', { metadata: { resourceVersion: '7' }, spec: null }],
    ]);
  });
});

describe('errors are told apart by their code', () => {
  test.each([
    [401, 'Unauthorized', 'unauthorized'],
    [403, 'Forbidden', 'forbidden'],
    [404, 'NotFound', 'not-found'],
    [408, 'Timeout', 'timed-out'],
    [409, 'Conflict', 'conflict'],
    [409, 'AlreadyExists', 'already-exists'],
    [410, 'Expired', 'gone'],
    [412, 'PreconditionFailed', 'conflict'],
    [413, 'RequestEntityTooLarge', 'invalid'],
    [415, 'UnsupportedMediaType', 'invalid'],
    [422, 'Invalid', 'invalid'],
    [429, 'TooManyRequests', 'too-many-requests'],
    [500, 'InternalError', 'unavailable'],
    [503, 'ServiceUnavailable', 'unavailable'],
    [504, 'Timeout', 'timed-out'],
    [301, 'Moved', 'unavailable'],
  ])('%i %s is %s', async (status, reason, code) => {
    const { api, cluster: answers } = cluster();
    answers.answer = { status, body: statusText(status, reason, { details: { name: 'a' } }) };
    const error = await api.get(vm, named).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ApiError', code, status, reason, details: { name: 'a' } });
    expect((error as Error).message).toContain(`GET /apis/kubevirt.io/v1/namespaces/ns/virtualmachines/a was answered with ${status} ${reason}: it is ${reason}`);
  });

  test.each([
    ['as an API server says it', { message: 'the server rejected our request due to an error in our request', details: {} }],
    ['with a cause', { details: { causes: [{ reason: 'UnexpectedServerResponse', message: 'testing value /metadata/uid failed: test failed' }] } }],
    ['where the tested field is gone', { details: { causes: [{ message: "error in test for path: '/status/ref': missing path" }] } }],
  ])('a test of a JSON patch that does not hold is a conflict, %s', async (_, more) => {
    const { api, cluster: answers } = cluster();
    answers.answer = { status: 422, body: statusText(422, 'Invalid', more) };
    await expect(api.patch(vm, named, { json: [{ op: 'test', path: '/metadata/uid', value: 'u' }] })).rejects.toMatchObject({ code: 'conflict', status: 422 });
  });

  test.each([
    ['without a word', { message: 'admission webhook "v.example.com" denied the request without explanation' }],
    ['with a reason', { message: 'admission webhook "v.example.com" denied the request: the label is missing', details: {} }],
    ['with what another API server has told it', { message: 'admission webhook "v.example.com" denied the request: the server rejected our request due to an error in our request', details: {} }],
    ['with a cause that has the same words', { message: 'admission webhook "v.example.com" denied the request: no', details: { causes: [{ message: 'the smoke test failed' }] } }],
  ])('what a webhook refuses with 422 is invalid and no conflict, %s', async (_, more) => {
    const { api, cluster: answers } = cluster();
    answers.answer = { status: 422, body: statusText(422, 'Invalid', more) };
    await expect(api.patch(vm, named, { json: [{ op: 'test', path: '/metadata/uid', value: 'u' }] })).rejects.toMatchObject({ code: 'invalid', status: 422 });
  });

  test('what would come of a patch may still be invalid', async () => {
    const { api, cluster: answers } = cluster();
    answers.answer = { status: 422, body: statusText(422, 'Invalid', { details: { causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec' }] } }) };
    await expect(api.patch(vm, named, { json: [{ op: 'test', path: '/metadata/uid', value: 'u' }] })).rejects.toMatchObject({ code: 'invalid' });
    answers.answer = { status: 422, body: statusText(422, 'Invalid') };
    await expect(api.patch(vm, named, { merge: { metadata: { resourceVersion: '7' } } })).rejects.toMatchObject({ code: 'invalid' });
  });

  test.each([
    ['7', 7],
    ['3600', 60],
    ['-1', 0],
    ['0', 0],
    ['Thu, 01 Jan 2015 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [new Date(Date.now() + 3_600_000).toUTCString(), 60],
  ])('Retry-After %s means %s seconds', async (retryAfter, seconds) => {
    const { api, cluster: answers } = cluster();
    answers.answer = { status: 429, retryAfter, body: 'slow down' };
    await expect(api.get(vm, named)).rejects.toMatchObject({ code: 'too-many-requests', retryAfterSeconds: seconds });
  });

  test.each([
    ['a login page', { contentType: 'text/html', body: '<html>sign in</html>' }],
    ['a login page that claims to be JSON', { body: '<html>sign in</html>' }],
    ['JSON that is cut off', { body: '{"kind":"VirtualMachine","meta' }],
    ['nothing', { body: '' }],
    ['null', { body: 'null' }],
    ['a list', { body: '[]' }],
    ['a table', { contentType: 'application/json;as=Table', body: '{"kind":"Table","rows":[]}' }],
    ['a Status', { body: '{"kind":"Status","status":"Success"}' }],
    ['no UTF-8', { body: [Buffer.from([0x22, 0xff, 0x22])] }],
    ['more than 8 MiB', { body: Array.from({ length: 9 }, () => Buffer.alloc(1024 * 1024, ' ')) }],
  ])('status 200 with %s is unavailable', async (_, answer) => {
    const { api, cluster: answers } = cluster();
    answers.answer = answer;
    await expect(api.get(vm, named)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(api.list(vm)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a bare text is told without the end of its line, as where a kind is not served', async () => {
    const { api, cluster: answers } = cluster();
    answers.answer = { status: 404, contentType: 'text/plain', body: '404 page not found\n' };
    await expect(api.list(vm)).rejects.toMatchObject({ code: 'not-found', message: expect.stringMatching(/was answered with 404: 404 page not found$/) });
  });

  test('of an error page without end, the beginning is enough', async () => {
    const { api, cluster: answers } = cluster();
    answers.answer = { status: 502, body: Array.from({ length: 100 }, () => Buffer.alloc(64 * 1024, 'x')) };
    const error = await api.get(vm, named).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unavailable', status: 502 });
    expect((error as Error).message.length).toBeLessThan(400);
  });

  test('what the caller of a list or a watch throws passes through', async () => {
    const { api, cluster: answers } = cluster();
    const mine = new RangeError('mine');
    const fail = (): never => {
      throw mine;
    };
    answers.answer = { body: '{"kind":"VirtualMachineList","items":[{}]}' };
    await expect(api.listEach(vm, {}, fail)).rejects.toBe(mine);
    answers.answer = { body: '{"type":"ADDED","object":{}}\n' };
    await expect(api.watch(vm, {}, fail)).rejects.toBe(mine);
  });

  test('hasCode knows errors of other copies of this package, and nothing else', () => {
    const other = Object.assign(new Error('x'), { name: 'ApiError', code: 'gone' });
    expect([hasCode(other, 'gone'), hasCode(other), hasCode(other, 'invalid'), hasCode(new Error('x')), hasCode({ name: 'ApiError', code: 'gone' }, 'gone'), hasCode(undefined)]).toEqual([true, true, false, false, false, false]);
  });

  test('the reason of a signal is what a request rejects with', async () => {
    const { api, cluster: answers } = cluster();
    const reason = new Error('enough');
    await expect(api.get(vm, named, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(answers.calls).toEqual([]);
    const controller = new AbortController();
    const pending = openApi({ send: () => new Promise(() => undefined) }).get(vm, named, { signal: controller.signal });
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });
});
