import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instancetype, preference, reviewOf, vm } from '../review/harness.ts';
import { ADMITTER_USER, type Running, startBoth, until } from './harness.ts';

const VALIDATE = '/virtualmachines-validate';
const MUTATE = '/virtualmachines-mutate';
const small = instancetype({ cpu: { guest: 2 }, memory: { guest: '2Gi' } }, 'small');
const linux = preference({ machine: { preferredMachineType: 'pc-q35' } }, 'linux');
const named = (it = 'small'): Record<string, unknown> => vm({ instancetype: { name: it }, preference: { name: 'linux' } });

describe('a running admitter', () => {
  let running: Running;

  beforeAll(async () => {
    running = await startBoth();
    await running.create(small);
    await running.create(linux);
    await until(async () => (await running.probe('/readyz')).status === 200);
    // a cache hears of an object a moment after it is created
    await until(async () => (await running.review(VALIDATE, reviewOf(named()))).warnings === undefined);
  });
  afterAll(() => running.stop());

  const asked = (): string[] => running.cluster.requests.filter(({ user }) => user === ADMITTER_USER).map(({ verb, resource, name }) => `${verb} ${resource} ${name}`);

  test('mutates and validates', async () => {
    const { allowed, patch } = await running.review(MUTATE, reviewOf(named()));
    expect(allowed).toBe(true);
    const operations = JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as { readonly path: string; readonly value: unknown }[];
    expect(operations).toContainEqual({ op: 'add', path: '/spec/template/spec/domain/machine', value: { type: 'pc-q35' } });
    expect(operations.map(({ path }) => path)).not.toContain('/spec');
    const refused = await running.review(VALIDATE, reviewOf(vm({ instancetype: { name: 'small' } }, { cpu: { cores: 2 } })));
    expect(refused).toMatchObject({ allowed: false, status: { code: 422, details: { causes: [{ reason: 'FieldValueInvalid', field: 'spec.template.spec.domain.cpu.cores' }] } } });
  });

  test('asks the cluster nothing where its caches are warm', async () => {
    running.cluster.clearRequests();
    for (const path of [MUTATE, VALIDATE]) await running.review(path, reviewOf(named()));
    expect(asked()).toEqual([]);
  });

  test('asks once for what no cache holds', async () => {
    running.cluster.clearRequests();
    expect((await running.review(VALIDATE, reviewOf(named('missing')))).warnings).toEqual([expect.stringContaining('missing')]);
    expect(asked()).toEqual(['get virtualmachineclusterinstancetypes.instancetype.kubevirt.io missing']);
  });

  test('judges by an instance type that was changed a moment ago', async () => {
    const stored = await running.create(instancetype({ cpu: { guest: 2 }, memory: { guest: '2Gi' } }, 'changing'));
    const withModel = vm({ instancetype: { name: 'changing' } }, { cpu: { model: 'Haswell' } });
    expect((await running.review(VALIDATE, reviewOf(withModel))).allowed).toBe(true);
    const resource = { group: 'instancetype.kubevirt.io', version: 'v1beta1', plural: 'virtualmachineclusterinstancetypes', kind: 'VirtualMachineClusterInstancetype', namespaced: false };
    await running.api.update(resource, { ...stored, spec: { cpu: { guest: 2, model: 'Skylake' }, memory: { guest: '2Gi' } } });
    await until(async () => (await running.review(VALIDATE, reviewOf(withModel))).allowed === false);
  });

  test('takes the defaults of the KubeVirt object, and keeps the last that can be used', async () => {
    const machine = async (): Promise<unknown> => {
      const { patch } = await running.review(MUTATE, reviewOf(vm()));
      return (JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as { readonly path: string; readonly value: { readonly type?: string } }[]).find(({ path }) => path.endsWith('/machine'))?.value.type;
    };
    expect(await machine()).toBe('q35');
    const kubevirt = { apiVersion: 'kubevirt.io/v1', kind: 'KubeVirt', metadata: { name: 'kubevirt', namespace: 'kubevirt' }, spec: { configuration: { machineType: 'pc-i440fx' } } };
    const stored = await running.create(kubevirt);
    await until(async () => (await machine()) === 'pc-i440fx');
    const resource = { group: 'kubevirt.io', version: 'v1', plural: 'kubevirts', kind: 'KubeVirt', namespaced: true };
    await running.api.update(resource, { ...stored, spec: { configuration: { machineType: { type: 'q35' } } } });
    await until(() => running.lines.some(({ problem }) => String(problem).includes('spec.configuration.machineType')));
    expect(await machine()).toBe('pc-i440fx');
    await running.api.delete(resource, { namespace: 'kubevirt', name: 'kubevirt' });
    await until(async () => (await machine()) === 'q35');
  });

  test('remembers a revision that it was asked about', async () => {
    const revisionName = 'kept';
    const data = { ...instancetype({ cpu: { guest: 4 }, memory: { guest: '4Gi' } }, 'small') };
    await running.api.create({ group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false }, { metadata: { name: 'prod' } } as never);
    await running.create({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: { name: revisionName, namespace: 'prod' }, revision: 0, data });
    running.cluster.clearRequests();
    const object = vm({ instancetype: { name: 'small', revisionName } });
    for (let time = 0; time < 3; time++) expect((await running.review(VALIDATE, reviewOf(object))).allowed).toBe(true);
    expect(asked()).toEqual(['get controllerrevisions.apps kept']);
  });

  test('writes a line a decision, without the object', async () => {
    const secret = 'chpasswd-hunter2';
    const object = vm({ template: undefined }) as { spec: { template?: unknown } };
    object.spec.template = { metadata: { annotations: { secret } }, spec: { domain: { devices: {} }, volumes: [{ name: 'init', cloudInitNoCloud: { userData: secret } }] } };
    const before = running.lines.length;
    await running.review(VALIDATE, reviewOf(object, { uid: 'told-once' }));
    const lines = running.lines.slice(before);
    expect(lines.filter(({ uid }) => uid === 'told-once')).toEqual([expect.objectContaining({ message: 'review', webhook: 'virtualmachines-validate', user: 'ann', kind: 'VirtualMachine', namespace: 'prod', name: 'web', operation: 'CREATE', allowed: true, code: 200 })]);
    expect(JSON.stringify(lines)).not.toContain(secret);
  });

  test('a name can neither break a line of the log nor fill it (row 63)', async () => {
    const before = running.lines.length;
    await running.review(VALIDATE, reviewOf(vm(), { uid: 'odd', name: `\n\u001b[2J${'x'.repeat(1_000_000)}` }));
    // each line was parsed by itself
    const [line] = running.lines.slice(before).filter(({ uid }) => uid === 'odd');
    expect(String(line?.['name']).length).toBeLessThanOrEqual(300);
  });

  test('tells of itself by metrics', async () => {
    const { text } = await running.probe('/metrics');
    expect(text).toMatch(/instancetype_admitter_build_info\{version="\d+\.\d+\.\d+"\} 1/);
    // those that the README promises
    const [, table = ''] = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').split('after `instancetype_admitter_` |');
    const names = [...table.split('\n\n')[0]!.matchAll(/`([a-z_]{6,})(?:\{[a-z,]+\})?`/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(text).toContain(`# HELP instancetype_admitter_${name} `);
    expect(text).toMatch(/instancetype_admitter_cache_synced\{resource="virtualmachineclusterinstancetypes"\} 1/);
    expect(text).toMatch(/instancetype_admitter_reviews_total\{webhook="virtualmachines-validate",allowed="false",code="422"\} [1-9]/);
  });

  test('warns of a key that stands twice, and judges by the last (row 15)', async () => {
    const text = JSON.stringify(reviewOf(vm())).replace('"operation":"CREATE"', '"operation":"DELETE","operation":"CREATE"');
    const { status, text: answer } = await running.post(VALIDATE, text);
    expect([status, JSON.parse(answer).response.allowed]).toEqual([200, true]);
    expect(JSON.parse(answer).response.warnings).toEqual([expect.stringContaining('/request/operation')]);
  });

  test.each([
    ['an empty body (row 1)', ''],
    ['an empty object (row 2)', '{}'],
    ['null (row 2)', 'null'],
    ['a list (row 2)', '[]'],
    ['a text (row 2)', '"x"'],
    ['truncated JSON (row 3)', '{"apiVersion":"admission.k8s.io/v1"'],
    ['two documents (row 3)', '{}{}'],
    ['invalid UTF-8 (row 11)', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['a byte order mark (row 11)', '\ufeff{}'],
    ['JSON that is 300 deep (row 12)', '['.repeat(300) + ']'.repeat(300)],
    ['JSON that is a million deep (row 12)', '['.repeat(1_000_000)],
    ['two million objects (row 13)', `[${'{},'.repeat(2_000_000)}{}]`],
    ['200,000 keys (row 13)', `{${Array.from({ length: 210_000 }, (_, index) => `"k${index}":1`).join(',')}}`],
    ['a review of an old version (row 17)', JSON.stringify({ ...reviewOf(vm()), apiVersion: 'admission.k8s.io/v1beta1' })],
    ['a review without a request (row 18)', JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' })],
    ['a uid of 10 kB (row 18)', JSON.stringify(reviewOf(vm(), { uid: 'u'.repeat(10_000) }))],
  ])('%s is HTTP 400, and the next review is answered', async (_, body) => {
    const { status, text } = await running.post(VALIDATE, body);
    expect(status).toBe(400);
    expect(text).not.toMatch(/\bat .*\.[jt]s/);
    expect((await running.review(VALIDATE, reviewOf(vm()))).allowed).toBe(true);
  });

  test('a body of 8 MiB is 413, a compressed one and a text are 415, other methods 405, other paths 404 (rows 4 to 7)', async () => {
    const gzip = await running.post(VALIDATE, '{}', { 'content-encoding': 'gzip' });
    const plain = await running.post(VALIDATE, '{}', { 'content-type': 'text/plain' });
    const charset = await running.post(VALIDATE, JSON.stringify(reviewOf(vm())), { 'content-type': 'application/json; charset=utf-8' });
    const get = await running.post(VALIDATE, '', {}, 'GET');
    const elsewhere = await running.post('/virtualmachines-validate/', '{}');
    expect([gzip, plain, charset, get, elsewhere].map(({ status }) => status)).toEqual([415, 415, 200, 405, 404]);
    const large = await running.post(VALIDATE, Buffer.alloc(8 * 1024 * 1024, 0x20)).catch((error: NodeJS.ErrnoException) => error.code);
    // the connection may be closed before the client has read the answer
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(typeof large === 'object' ? large.status : large);
  });
});

describe('strict mode', () => {
  test('refuses what KubeVirt accepts', async () => {
    const running = await startBoth({ flags: ['--mode=strict'] });
    try {
      await until(async () => (await running.probe('/readyz')).status === 200);
      expect(await running.review(VALIDATE, reviewOf(named('missing')))).toMatchObject({ allowed: false, status: { code: 422 } });
      const negative = instancetype({ cpu: { guest: 1 }, memory: { guest: '-1Gi' } });
      expect(await running.review('/virtualmachineclusterinstancetypes-validate', reviewOf(negative))).toMatchObject({ allowed: false });
    } finally {
      await running.stop();
    }
  });
});
