import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asked, startAsked, vm, VMS } from './support/client.ts';
import { patchOf, startWebhook, type Webhook } from './support/webhook.ts';

let asked: Asked;
let hook: Webhook;
const GROUP = '/apis/admissionregistration.k8s.io/v1';
const [MUTATING, VALIDATING] = [`${GROUP}/mutatingwebhookconfigurations`, `${GROUP}/validatingwebhookconfigurations`];

beforeAll(async () => {
  [asked, hook] = await Promise.all([startAsked(), startWebhook(['127.0.0.1', 'hook.kubevirt.svc'])]);
});
afterAll(async () => {
  await asked.close();
  await hook.close();
});
beforeEach(async () => {
  for (const path of [MUTATING, VALIDATING, VMS]) await asked.call('DELETE', path);
  hook.answer = () => ({});
  hook.reviews.length = 0;
});

function webhook(name: string, more: object = {}): object {
  return {
    ...{ name: `${name}.example.com`, admissionReviewVersions: ['v1'], sideEffects: 'None' },
    clientConfig: { url: `https://127.0.0.1:${hook.port}/${name}`, caBundle: hook.caBundle },
    rules: [{ apiGroups: ['kubevirt.io'], apiVersions: ['v1'], resources: ['virtualmachines'], operations: ['*'] }],
    ...more,
  };
}

async function configure(path: string, name: string, ...webhooks: readonly object[]): Promise<void> {
  const { code, body } = await asked.call('POST', path, { metadata: { name }, webhooks });
  expect(body.message ?? code).toBe(201);
}

describe('mutating webhooks', () => {
  test('change what is stored, in the order of their names, and may warn', async () => {
    await configure(MUTATING, 'b', webhook('second'));
    await configure(MUTATING, 'a', webhook('first'));
    hook.answer = (_review, path) => ({ ...(patchOf({ op: 'add', path: '/spec/by', value: path }) as object), warnings: [`seen by ${path.split('?')[0]}`] });
    const { body, warning } = await asked.call('POST', VMS, vm('a'));
    expect(body.spec).toEqual({ runStrategy: 'Halted', by: '/second?timeout=10s' });
    expect(warning).toBe('299 - "seen by /first", 299 - "seen by /second"');
    expect(hook.reviews[1]?.request.object.spec.by).toBe('/first?timeout=10s');
  });

  test('are asked again where they want to be and a later one has changed the object', async () => {
    await configure(MUTATING, 'a', webhook('first', { reinvocationPolicy: 'IfNeeded' }), webhook('never'), webhook('last'));
    hook.answer = (_review, path) => (path.startsWith('/last') ? patchOf({ op: 'add', path: '/spec/late', value: true }) : {});
    await asked.call('POST', VMS, vm('a'));
    expect(hook.reviews).toHaveLength(4);
    expect(hook.reviews[3]?.request.object.spec.late).toBe(true);
  });

  test('see a new object before the server has completed it; the validating ones see it as it will be', async () => {
    await configure(MUTATING, 'm', webhook('m'));
    await configure(VALIDATING, 'v', webhook('v'));
    await asked.call('POST', VMS, { ...vm('a'), status: { ready: true } });
    const [mutating, validating] = hook.reviews.map(({ request }) => request.object);
    expect(mutating.metadata).toEqual({ name: 'a', namespace: 'default' });
    expect(mutating.status).toEqual({ ready: true });
    expect(validating.metadata).toMatchObject({ name: 'a', generation: 1, uid: expect.any(String), creationTimestamp: expect.any(String) });
    expect(validating.status).toBeUndefined();
  });

  test('whose patch does not apply stop the request', async () => {
    await configure(MUTATING, 'm', webhook('m'));
    hook.answer = () => patchOf({ op: 'remove', path: '/spec/none' });
    expect(await asked.call('POST', VMS, vm('a'))).toMatchObject({ code: 500, body: { reason: 'InternalError' } });
    expect((await asked.call('GET', `${VMS}/a`)).code).toBe(404);
  });
});

describe('validating webhooks', () => {
  test('deny with the code, reason and causes that they give', async () => {
    await configure(VALIDATING, 'v', webhook('v'));
    const causes = [{ reason: 'FieldValueInvalid', message: 'too small', field: 'spec.size' }];
    hook.answer = () => ({ allowed: false, status: { code: 422, reason: 'Invalid', message: 'no', details: { causes } } });
    const { code, body } = await asked.call('POST', VMS, vm('a'));
    expect({ code, ...body }).toMatchObject({ code: 422, reason: 'Invalid', message: 'admission webhook "v.example.com" denied the request: no', details: { causes } });
  });

  test('deny with 400 where they do not say why', async () => {
    await configure(VALIDATING, 'v', webhook('v'));
    hook.answer = () => ({ allowed: false });
    const { code, body } = await asked.call('POST', VMS, vm('a'));
    expect(code).toBe(400);
    expect(body).toEqual({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'admission webhook "v.example.com" denied the request without explanation', code: 400 });
  });

  test('see both objects of an update, one of a deletion, and the subresource', async () => {
    await asked.call('POST', VMS, vm('a'));
    await configure(VALIDATING, 'v', webhook('v', { rules: [{ apiGroups: ['*'], apiVersions: ['*'], resources: ['*/*'], operations: ['*'] }] }));
    await asked.call('PATCH', `${VMS}/a`, { spec: { x: 1 } });
    await asked.call('PATCH', `${VMS}/a/status`, { status: { x: 1 } });
    await asked.call('DELETE', `${VMS}/a`, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' });
    const seen = hook.reviews.map(({ request }) => ({ operation: request.operation, sub: request.subResource, object: request.object?.spec.x, old: request.oldObject?.spec.x, options: request.options }));
    expect(seen).toEqual([
      { operation: 'UPDATE', sub: undefined, object: 1, old: undefined, options: { kind: 'UpdateOptions', apiVersion: 'meta.k8s.io/v1' } },
      { operation: 'UPDATE', sub: 'status', object: 1, old: 1, options: { kind: 'UpdateOptions', apiVersion: 'meta.k8s.io/v1' } },
      { operation: 'DELETE', sub: undefined, object: undefined, old: 1, options: { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', propagationPolicy: 'Background' } },
    ]);
  });

  test('do not concern each other', async () => {
    await configure(VALIDATING, 'v', webhook('v', { rules: [{ apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], operations: ['*'] }] }));
    hook.answer = () => ({ allowed: false });
    expect((await asked.call('DELETE', `${VALIDATING}/v`)).code).toBe(200);
  });
});

describe('a webhook is asked only about what it names', () => {
  const cases: readonly (readonly [string, object, number])[] = [
    ['another resource', { rules: [{ apiGroups: ['kubevirt.io'], apiVersions: ['v1'], resources: ['kubevirts'], operations: ['*'] }] }, 0],
    ['another operation', { rules: [{ apiGroups: ['kubevirt.io'], apiVersions: ['v1'], resources: ['virtualmachines'], operations: ['DELETE'] }] }, 0],
    ['subresources alone', { rules: [{ apiGroups: ['kubevirt.io'], apiVersions: ['v1'], resources: ['virtualmachines/status'], operations: ['*'] }] }, 0],
    ['kinds of the cluster', { rules: [{ apiGroups: ['*'], apiVersions: ['*'], resources: ['*'], operations: ['*'], scope: 'Cluster' }] }, 0],
    ['labels that it has', { objectSelector: { matchLabels: { app: 'x' } } }, 1],
    ['labels that it has not', { objectSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['x'] }] } }, 0],
    ['a namespace by its name', { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'default' } } }, 1],
    ['another namespace', { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }, 0],
    ['another version of the kind, exactly', { matchPolicy: 'Exact', rules: [{ apiGroups: ['kubevirt.io'], apiVersions: ['v1alpha3'], resources: ['virtualmachines'], operations: ['*'] }] }, 0],
  ];
  test.each(cases)('%s', async (_title, more, times) => {
    await configure(VALIDATING, 'v', webhook('v', more));
    await asked.call('POST', VMS, vm('a', { labels: { app: 'x' } }));
    expect(hook.reviews).toHaveLength(times);
  });

  test('and is shown the version that it names', async () => {
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const version = (name: string, storage: boolean): object => ({ name, storage, served: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } });
    const names = { plural: 'boxes', kind: 'Box' };
    await asked.call('POST', definitions, { metadata: { name: 'boxes.example.com' }, spec: { group: 'example.com', scope: 'Namespaced', names, versions: [version('v1', true), version('v2', false)] } });
    await configure(MUTATING, 'm', webhook('m', { rules: [{ apiGroups: ['example.com'], apiVersions: ['v1'], resources: ['boxes'], operations: ['*'] }] }));
    hook.answer = () => patchOf({ op: 'add', path: '/spec', value: { seen: true } });
    const { body } = await asked.call('POST', '/apis/example.com/v2/namespaces/default/boxes', { apiVersion: 'example.com/v2', kind: 'Box', metadata: { name: 'a' } });
    expect(body).toMatchObject({ apiVersion: 'example.com/v2', spec: { seen: true } });
    expect(hook.reviews[0]?.request).toMatchObject({ kind: { version: 'v1' }, requestKind: { version: 'v2' }, object: { apiVersion: 'example.com/v1' } });
  });
});

describe('a webhook that does not answer', () => {
  const failing: readonly (readonly [string, object, RegExp])[] = [
    ['says 500', {}, /an error on the server/],
    ['takes too long', { timeoutSeconds: 1 }, /context deadline exceeded/],
    ['is not there', { clientConfig: { url: 'https://127.0.0.1:1/' } }, /connection refused/],
    ['has a certificate of somebody else', { clientConfig: { url: 'https://localhost:PORT/' } }, /./],
    ['is a service of which nobody knows where it is', { clientConfig: { service: { namespace: 'kubevirt', name: 'nowhere' } } }, /tell where it is with the option "services"/],
  ];
  const withPort = (more: object): object => JSON.parse(JSON.stringify(more).replace('PORT', String(hook.port))) as object;
  const answerFor = (title: string) => () => (title === 'takes too long' ? 'hang' : 'fail');

  test.each(failing)('%s: the request fails', async (title, more, why) => {
    await configure(VALIDATING, 'v', webhook('v', withPort(more)));
    hook.answer = answerFor(title);
    const { code, body } = await asked.call('POST', VMS, vm('a'));
    expect({ code, reason: body.reason }).toEqual({ code: 500, reason: 'InternalError' });
    expect(body.message).toMatch(/^Internal error occurred: failed calling webhook "v.example.com": failed to call webhook: /);
    expect(body.message).toMatch(why);
  });

  test.each(failing)('%s: the request is let through with failurePolicy Ignore', async (title, more) => {
    await configure(VALIDATING, 'v', webhook('v', { failurePolicy: 'Ignore', ...withPort(more) }));
    hook.answer = answerFor(title);
    expect((await asked.call('POST', VMS, vm('a'))).code).toBe(201);
  });

  test('but one that denies is heeded with failurePolicy Ignore too', async () => {
    await configure(VALIDATING, 'v', webhook('v', { failurePolicy: 'Ignore' }));
    hook.answer = () => ({ allowed: false, status: { reason: 'Because' } });
    expect((await asked.call('POST', VMS, vm('a'))).body.message).toBe('admission webhook "v.example.com" denied the request: Because');
  });
});

test('a webhook is reached as a service, by the name in its certificate', async () => {
  asked.cluster.serve('kubevirt/hook', `127.0.0.1:${hook.port}`);
  await configure(VALIDATING, 'v', webhook('v', { clientConfig: { service: { namespace: 'kubevirt', name: 'hook', path: '/x' }, caBundle: hook.caBundle } }));
  expect((await asked.call('POST', VMS, vm('a'))).code).toBe(201);
  expect(hook.reviews).toHaveLength(1);
});

test('a rehearsal asks webhooks and stores nothing', async () => {
  await configure(MUTATING, 'm', webhook('m'));
  hook.answer = () => patchOf({ op: 'add', path: '/spec/x', value: 1 });
  const { code, body } = await asked.call('POST', `${VMS}?dryRun=All`, vm('a'));
  expect({ code, x: body.spec.x, version: body.metadata.resourceVersion }).toEqual({ code: 201, x: 1, version: undefined });
  expect(hook.reviews[0]?.request).toMatchObject({ dryRun: true, options: { dryRun: ['All'] } });
  expect((await asked.call('GET', `${VMS}/a`)).code).toBe(404);
});

test('a configuration gets the defaults of a real server, and is refused where one would refuse it', async () => {
  await configure(MUTATING, 'm', webhook('m'));
  const { body } = await asked.call('GET', `${MUTATING}/m`);
  expect(body.webhooks[0]).toMatchObject({ failurePolicy: 'Fail', matchPolicy: 'Equivalent', timeoutSeconds: 10, reinvocationPolicy: 'Never', namespaceSelector: {}, rules: [{ scope: '*' }] });
  const refused = await asked.call('POST', VALIDATING, { metadata: { name: 'v' }, webhooks: [webhook('v', { sideEffects: 'Unknown', timeoutSeconds: 31 })] });
  expect(refused.body.details.causes.map(({ field }: { field: string }) => field)).toEqual(['webhooks[0].sideEffects', 'webhooks[0].timeoutSeconds']);
});
