import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from '../../src/index.ts';
import { ask, instancetype, mutating, preference, reviewOf, validating, vm } from './harness.ts';

const good = vm({ instancetype: { name: 'it' } });

test('the webhooks are served at the paths at which KubeVirt registers them', () => {
  expect([...ENDPOINTS.keys()]).toEqual([
    '/virtualmachines-mutate',
    '/virtualmachines-validate',
    '/virtualmachineinstancetypes-validate',
    '/virtualmachineclusterinstancetypes-validate',
    '/virtualmachinepreferences-validate',
    '/virtualmachineclusterpreferences-validate',
  ]);
});

describe('HTTP 400 without a body', () => {
  const review = reviewOf(good);
  test.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['text', 'x'],
    ['a number', 1],
    ['an empty object', {}],
    ['v1beta1', { ...review, apiVersion: 'admission.k8s.io/v1beta1' }],
    ['an unknown version', { ...review, apiVersion: 'admission.k8s.io/v2' }],
    ['another kind', { ...review, kind: 'Status' }],
    ['no request', { ...review, request: undefined }],
    ['null as request', { ...review, request: null }],
    ['a request in another letter case', { ...review, request: undefined, Request: review.request }],
    ['no uid', reviewOf(good, { uid: undefined })],
    ['an empty uid', reviewOf(good, { uid: '' })],
    ['a uid that is no text', reviewOf(good, { uid: 7 })],
    ['a uid of 10 KB', reviewOf(good, { uid: 'x'.repeat(10_000) })],
  ])('%s', async (_what, sent) => {
    const { status, reply } = await ask('/virtualmachines-validate', sent);
    expect(status).toBe(400);
    expect(reply.body).toBeUndefined();
    expect(reply.decision).toMatchObject({ allowed: false, reasons: ['review-malformed'] });
  });

  test('and 404 for a path that nothing is served at', async () => {
    for (const path of ['/', '/nothing', '/virtualmachines-validate/', '/constructor', '__proto__']) expect((await ask(path, reviewOf(good))).status).toBe(404);
  });
});

test('the UID comes back as it was sent, in a review of the same version', async () => {
  const uid = 'x'.repeat(128);
  const { reply } = await ask('/virtualmachines-mutate', reviewOf(good, { uid }));
  expect(reply.body).toMatchObject({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, allowed: true } });
});

describe('denied with code 400', () => {
  test.each<[string, object]>([
    ['no operation', { operation: undefined }],
    ['an unknown operation', { operation: 'create' }],
    ['CONNECT', { operation: 'CONNECT' }],
    ['no object', { object: null }],
    ['text as object', { object: '{}' }],
    ['a list as object', { object: [] }],
    ['an update without the old object', { operation: 'UPDATE', oldObject: null }],
    ['another resource', { resource: { group: 'kubevirt.io', version: 'v1', resource: 'virtualmachineinstances' } }],
    ['another group', { resource: { group: 'example.org', version: 'v1', resource: 'virtualmachines' } }],
    ['another version', { resource: { group: 'kubevirt.io', version: 'v1alpha1', resource: 'virtualmachines' } }],
    ['no resource', { resource: undefined }],
  ])('%s', async (_what, request) => {
    for (const path of ['/virtualmachines-mutate', '/virtualmachines-validate']) {
      const answer = await ask(path, reviewOf(good, request));
      expect(answer).toMatchObject({ status: 200, allowed: false, code: 400, patch: [] });
      expect(answer.message).toContain('request.');
      expect(answer.response.status).not.toHaveProperty('reason');
      expect(answer.reply.decision.code).toBe(400);
    }
  });

  test('the message names the field', async () => {
    expect((await mutating(good, {}, { operation: 'UPDATE' })).message).toContain('request.oldObject is nothing');
    expect((await mutating(null)).message).toContain('request.object is nothing');
  });
});

test('what is deleted is allowed, with or without an object', async () => {
  expect(await mutating(null, {}, { operation: 'DELETE', oldObject: good })).toMatchObject({ allowed: true, patch: [] });
  expect(await validating(vm({ template: null }), {}, { operation: 'DELETE', object: null })).toMatchObject({ allowed: true });
});

test('a subresource passes through unchanged, whatever it holds', async () => {
  for (const subResource of ['status', 'scale']) {
    expect(await mutating({ kind: 'Scale' }, {}, { subResource, operation: 'UPDATE' })).toMatchObject({ allowed: true, patch: [], warnings: [] });
  }
});

test('a dry run gets the same answer', async () => {
  for (const object of [good, vm({ instancetype: {} })]) {
    const [real, dry] = [await mutating(object, {}, { operation: 'UPDATE', oldObject: good }), await mutating(object, {}, { operation: 'UPDATE', oldObject: good, dryRun: true })];
    expect(dry.reply.body).toEqual(real.reply.body);
    expect([real.reply.decision.dryRun, dry.reply.decision.dryRun]).toEqual([false, true]);
  }
});

test('a decision tells who asked for what, and why it was denied', async () => {
  const { reply } = await mutating(vm({ instancetype: {} }));
  expect(reply.decision).toEqual({
    uid: 'c0ffee',
    kind: 'VirtualMachine',
    namespace: 'prod',
    name: 'web',
    user: 'ann',
    operation: 'CREATE',
    allowed: false,
    code: 422,
    reasons: ['matcher-empty'],
    dryRun: false,
  });
});

test('names in a decision are cut', async () => {
  const { reply } = await mutating(good, {}, { name: 'x'.repeat(1_000_000) });
  expect(reply.decision.name).toHaveLength(256);
});

describe('warnings', () => {
  test('what was noticed while the body was read comes first', async () => {
    const { warnings } = await validating(instancetype({ cpu: { guest: 1 }, memory: { guest: '-1Gi' } }), { warnings: ['request.object.spec stands twice'] });
    expect(warnings[0]).toBe('request.object.spec stands twice');
    expect(warnings[1]).toContain('spec.memory.guest is "-1Gi"');
  });

  test('there are at most ten, of at most 256 characters', async () => {
    const { warnings } = await validating(instancetype({ cpu: { guest: 1 }, memory: { guest: '1Gi' } }), { warnings: Array.from({ length: 500 }, (_, index) => `${index} ${'x'.repeat(1_000)}`) });
    expect(warnings).toHaveLength(10);
    expect(Math.max(...warnings.map((warning) => warning.length))).toBeLessThanOrEqual(256);
    expect(warnings[9]).toBe('491 more warnings are not listed.');
  });

  test('a key in another letter case is left alone, and told', async () => {
    const answer = await validating(instancetype({ cpu: { guest: 1, Model: 'host-model' }, memory: { guest: '1Gi' }, GPUs: [] }));
    expect(answer.allowed).toBe(true);
    expect(answer.warnings.join('\n')).toMatch(/spec\.cpu\.Model is not a field.*did you mean model\?[^]*spec\.GPUs/);
    const mutated = await mutating(vm({ Instancetype: { name: 'it' } }));
    expect(mutated).toMatchObject({ allowed: true });
    expect(mutated.warnings[0]).toContain('spec.Instancetype is not a field');
  });

  test('a key that is none in any letter case is refused', async () => {
    expect(await validating(instancetype({ cpu: { guest: 1 }, memory: { guest: '1Gi' }, color: 'red' }))).toMatchObject({ allowed: false, code: 422, fields: ['FieldValueNotSupported spec.color'] });
  });
});

test('a preference is judged by its own rules', async () => {
  expect(await validating(preference({ cpu: { preferredCPUTopology: 'sideways' } }))).toMatchObject({ allowed: false, code: 422, fields: ['FieldValueInvalid spec.cpu.preferredCPUTopology'] });
  const deprecated = await validating(preference({ cpu: { preferredCPUTopology: 'preferCores' } }));
  expect(deprecated.allowed).toBe(true);
  expect(deprecated.warnings[0]).toContain('preferCores');
});
