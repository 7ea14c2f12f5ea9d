import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Ask, refusal } from './ask.ts';
import { type Hook, patchOf, startHook } from './hook-server.ts';
import { thing, thingsIn } from './things.ts';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const [MUTATING, VALIDATING] = [`${GROUP}/mutatingwebhookconfigurations`, `${GROUP}/validatingwebhookconfigurations`];

/** Describes how an API server asks webhooks, and what it does with their answers.
 * @param at asks a cluster, and names a namespace */
export function describeAdmission(at: () => { readonly ask: Ask; readonly namespace: string }): void {
  let hook: Hook;
  const ask: Ask = (...request) => at().ask(...request);
  const path = (rest = ''): string => `${thingsIn(at().namespace)}${rest}`;
  const isMutating = (each: string): boolean => each.startsWith('/mutate');
  // of this test's namespace alone: others use the same cluster
  const webhook = (name: string, more: object = {}): object => ({
    ...{ name: `${name}.behaviour.example.com`, clientConfig: hook.at(`/${name}`), admissionReviewVersions: ['v1'], sideEffects: 'None', timeoutSeconds: 2 },
    rules: [{ apiGroups: ['behaviour.example.com'], apiVersions: ['v1'], resources: ['things', 'things/status'], operations: ['*'] }],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': at().namespace } },
    ...more,
  });
  const install = async (): Promise<void> => {
    await ask('POST', MUTATING, { metadata: { name: `mutate-${at().namespace}` }, webhooks: [webhook('mutate')] });
    await ask('POST', VALIDATING, { metadata: { name: `validate-${at().namespace}` }, webhooks: [webhook('validate'), webhook('lenient', { failurePolicy: 'Ignore', objectSelector: { matchLabels: { lenient: 'yes' } } })] });
  };

  beforeAll(async () => {
    hook = await startHook();
    await install();
    // an API server learns of webhooks a moment later
    const seen = async (): Promise<number> => {
      await ask('POST', path('?dryRun=All'), thing('probe', { size: 1 }, { labels: { lenient: 'yes' } }));
      return new Set(hook.asked.map((each) => each.path)).size;
    };
    await vi.waitFor(async () => expect(await seen()).toBe(3), { timeout: 15_000, interval: 100 });
  });
  afterAll(async () => {
    await ask('DELETE', `${MUTATING}/mutate-${at().namespace}`);
    await ask('DELETE', `${VALIDATING}/validate-${at().namespace}`);
    await hook.close();
  });
  beforeEach(() => {
    hook.answer = () => ({});
    hook.asked.length = 0;
  });

  test('configurations are completed', async () => {
    expect((await ask('GET', `${MUTATING}/mutate-${at().namespace}`)).body.webhooks[0]).toMatchObject({ failurePolicy: 'Fail', matchPolicy: 'Equivalent', reinvocationPolicy: 'Never', objectSelector: {}, rules: [{ scope: '*' }] });
    const { body } = await ask('POST', VALIDATING, { metadata: { name: 'refused' }, webhooks: [{ name: 'short' }] });
    expect(body.details.causes.map(({ field }: { field: string }) => field).toSorted()).toEqual(['webhooks[0].admissionReviewVersions', 'webhooks[0].clientConfig', 'webhooks[0].name', 'webhooks[0].sideEffects']);
  });

  test('a mutating webhook sees what was sent, a validating one what will be stored', async () => {
    hook.answer = (each) => (isMutating(each) ? { ...patchOf({ op: 'add', path: '/spec/size', value: 5 }), warnings: ['say "so"'] } : {});
    const { code, body, warning } = await ask('POST', path(), { ...thing('mutated', {}), status: { x: 1 } });
    expect({ code, spec: body.spec, warning }).toEqual({ code: 201, spec: { size: 5, color: 'red' }, warning: String.raw`299 - "say \"so\""` });
    expect(hook.asked.map((each) => each.path)).toEqual(['/mutate?timeout=2s', '/validate?timeout=2s']);
    const [mutating, validating] = hook.asked.map(({ request }) => request);
    expect(mutating).toMatchObject({
      ...{ operation: 'CREATE', name: 'mutated', namespace: at().namespace, dryRun: false, oldObject: null },
      ...{ kind: { group: 'behaviour.example.com', version: 'v1', kind: 'Thing' }, resource: { group: 'behaviour.example.com', version: 'v1', resource: 'things' }, options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' } },
      object: { metadata: { name: 'mutated', namespace: at().namespace }, spec: { color: 'red' }, status: { x: 1 } },
    });
    expect([mutating.object.metadata.uid, mutating.object.metadata.creationTimestamp]).toEqual([undefined, undefined]);
    expect(validating.object).toMatchObject({ metadata: { uid: expect.any(String), generation: 1 }, spec: { size: 5 } });
    expect(validating.object.status).toBeUndefined();
  });

  test('it is told of updates, subresources and deletions', async () => {
    await ask('POST', path(), thing('told'));
    hook.asked.length = 0;
    await ask('PATCH', path('/told'), { spec: { size: 2 } });
    await ask('PATCH', path('/told/status'), { status: { x: 1 } });
    await ask('DELETE', path('/told'), { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' });
    const told = hook.asked.filter(({ path: each }) => !isMutating(each)).map(({ request }) => ({ operation: request.operation, sub: request.subResource, size: request.object?.spec.size, old: request.oldObject?.spec.size, generation: request.object?.metadata.generation, options: request.options }));
    expect(told).toEqual([
      { operation: 'UPDATE', sub: undefined, size: 2, old: 1, generation: 2, options: { kind: 'UpdateOptions', apiVersion: 'meta.k8s.io/v1' } },
      { operation: 'UPDATE', sub: 'status', size: 2, old: 2, generation: 2, options: { kind: 'UpdateOptions', apiVersion: 'meta.k8s.io/v1' } },
      { operation: 'DELETE', sub: undefined, size: undefined, old: 2, generation: undefined, options: { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', propagationPolicy: 'Background' } },
    ]);
  });

  test('another version of the kind is shown to it as the one that it names', async () => {
    const { body } = await ask('POST', thingsIn(at().namespace, 'v1beta1'), { ...thing('beta'), apiVersion: 'behaviour.example.com/v1beta1' });
    expect(body.apiVersion).toBe('behaviour.example.com/v1beta1');
    expect(hook.asked[0]?.request).toMatchObject({ kind: { version: 'v1' }, requestKind: { version: 'v1beta1' }, object: { apiVersion: 'behaviour.example.com/v1' } });
  });

  test.each([
    ['with causes', { status: { code: 422, reason: 'Invalid', message: 'no good', details: { causes: [{ reason: 'FieldValueInvalid', message: 'bad', field: 'spec.size' }] } } }, { code: 422, reason: 'Invalid', message: 'admission webhook "validate.behaviour.example.com" denied the request: no good', causes: [{ reason: 'FieldValueInvalid', message: 'bad', field: 'spec.size' }] }],
    ['with a code that is none', { status: { code: 200, reason: 'Because' } }, { code: 400, reason: 'Because', message: 'admission webhook "validate.behaviour.example.com" denied the request: Because' }],
    ['without a word', {}, { code: 400, reason: undefined, message: 'admission webhook "validate.behaviour.example.com" denied the request without explanation' }],
  ])('it can deny %s', async (_how, verdict, expected) => {
    hook.answer = (each) => (isMutating(each) ? {} : { allowed: false, warnings: ['mind'], ...verdict });
    const answered = await ask('POST', path(), thing('denied'));
    expect(refusal(answered)).toEqual(expected);
    expect(answered.warning).toBe('299 - "mind"');
    expect((await ask('GET', path('/denied'))).code).toBe(404);
  });

  test.each([
    ['hang', 'failed to call webhook: Post "[^"]*/validate\\?timeout=2s": context deadline exceeded'],
    ['fail', 'failed to call webhook: an error on the server'],
    ['mumble', 'received invalid webhook response: webhook response was absent'],
  ] as const)('one that does %s stops the request, unless it may be ignored', async (failure, why) => {
    hook.answer = (each) => (each.startsWith('/validate') ? failure : {});
    const { code, body } = await ask('POST', path(), thing('stopped'));
    expect({ code, reason: body.reason }).toEqual({ code: 500, reason: 'InternalError' });
    expect(body.message).toMatch(new RegExp(`^Internal error occurred: failed calling webhook "validate.behaviour.example.com": ${why}`));
    expect(body.details.causes[0].message).toBe(body.message.replace('Internal error occurred: ', ''));
    hook.answer = (each) => (each.startsWith('/lenient') ? failure : {});
    expect((await ask('POST', path(`?dryRun=All`), thing('lenient', { size: 1 }, { labels: { lenient: 'yes' } }))).code).toBe(201);
  });

  test('a patch that does not apply stops the request, and one that makes the object invalid too', async () => {
    hook.answer = (each) => (isMutating(each) ? patchOf({ op: 'remove', path: '/spec/none' }) : {});
    expect((await ask('POST', path(), thing('unpatched'))).code).toBe(500);
    hook.answer = (each) => (isMutating(each) ? patchOf({ op: 'add', path: '/spec/size', value: 'x' }) : {});
    expect(refusal(await ask('POST', path(), thing('unpatched')))).toMatchObject({ code: 422, causes: [{ field: 'spec.size' }] });
    expect(hook.asked.filter((each) => !isMutating(each.path))).toEqual([]);
  });

  test('a rehearsal is told that it is one', async () => {
    await ask('POST', path('?dryRun=All&fieldManager=me'), thing('rehearsed'));
    expect(hook.asked[0]?.request).toMatchObject({ dryRun: true, options: { dryRun: ['All'], fieldManager: 'me' } });
  });
}
