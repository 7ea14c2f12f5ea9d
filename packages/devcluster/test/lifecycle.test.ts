import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asked, configMap, CONFIG_MAPS, eventsIn, startAsked, until, vm, VMS } from './support/client.ts';

let asked: Asked;
beforeAll(async () => {
  asked = await startAsked({ tls: false });
});
afterAll(() => asked.close());
beforeEach(async () => {
  await asked.call('DELETE', CONFIG_MAPS);
  await asked.call('DELETE', VMS);
});

const isGone = (path: string) => async () => (await asked.call('GET', path)).code === 404;
const owner = (object: any, more: object = {}): object => ({ apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name, uid: object.metadata.uid, ...more });

describe('finalizers', () => {
  test('hold an object that is being deleted, until the last is taken away', async () => {
    const { body: created } = await asked.call('POST', VMS, vm('a', { finalizers: ['example.com/hold'] }));
    const { code, body: marked } = await asked.call('DELETE', `${VMS}/a`);
    expect(code).toBe(200);
    expect(marked.metadata).toMatchObject({ deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 0, generation: 2, finalizers: ['example.com/hold'] });
    expect((await asked.call('POST', VMS, vm('a'))).body.message).toContain('object is being deleted');
    expect(await asked.call('PATCH', `${VMS}/a`, { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } })).toMatchObject({ code: 422, body: { details: { causes: [{ field: 'metadata.finalizers' }] } } });
    expect((await asked.call('PATCH', `${VMS}/a`, { metadata: { finalizers: null } })).code).toBe(200);
    expect((await asked.call('GET', `${VMS}/a`)).code).toBe(404);
    const events = eventsIn(await asked.call('GET', `${VMS}?watch=1&timeoutSeconds=1&resourceVersion=${created.metadata.resourceVersion}`));
    expect(events.map(({ type }) => type)).toEqual(['MODIFIED', 'DELETED']);
  });
});

describe('what belongs to an object', () => {
  test('goes after it', async () => {
    const { body } = await asked.call('POST', VMS, vm('owner'));
    await asked.call('POST', CONFIG_MAPS, configMap('mine', { ownerReferences: [owner(body)] }));
    await asked.call('DELETE', `${VMS}/owner`);
    await until(isGone(`${CONFIG_MAPS}/mine`), 'the config map is gone');
  });

  test('stays while it has another owner, whom alone it names then', async () => {
    const [{ body: first }, { body: second }] = [await asked.call('POST', VMS, vm('first')), await asked.call('POST', VMS, vm('second'))];
    await asked.call('POST', CONFIG_MAPS, configMap('ours', { ownerReferences: [owner(first), owner(second)] }));
    await asked.call('DELETE', `${VMS}/first`);
    await until(async () => (await asked.call('GET', `${CONFIG_MAPS}/ours`)).body.metadata.ownerReferences.length === 1, 'one owner is left');
    expect((await asked.call('GET', `${CONFIG_MAPS}/ours`)).body.metadata.ownerReferences).toEqual([owner(second)]);
  });

  test('goes at once where the owner is gone already, and stays where nobody can tell', async () => {
    const gone = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'x', uid: 'gone' };
    await asked.call('POST', CONFIG_MAPS, configMap('late', { ownerReferences: [gone] }));
    await asked.call('POST', CONFIG_MAPS, configMap('foreign', { ownerReferences: [{ ...gone, kind: 'Unheard' }] }));
    await until(isGone(`${CONFIG_MAPS}/late`), 'the late one is gone');
    expect((await asked.call('GET', `${CONFIG_MAPS}/foreign`)).code).toBe(200);
  });

  test('goes before it where the deletion is in the foreground', async () => {
    const { body } = await asked.call('POST', VMS, vm('owner'));
    await asked.call('POST', CONFIG_MAPS, configMap('mine', { ownerReferences: [owner(body, { blockOwnerDeletion: true })], finalizers: ['example.com/hold'] }));
    const { body: marked } = await asked.call('DELETE', `${VMS}/owner?propagationPolicy=Foreground`);
    expect(marked.metadata.finalizers).toEqual(['foregroundDeletion']);
    await until(async () => (await asked.call('GET', `${CONFIG_MAPS}/mine`)).body.metadata.deletionTimestamp !== undefined, 'the config map is being deleted');
    expect((await asked.call('GET', `${VMS}/owner`)).code).toBe(200);
    await asked.call('PATCH', `${CONFIG_MAPS}/mine`, { metadata: { finalizers: null } });
    await until(isGone(`${VMS}/owner`), 'the owner is gone');
  });

  test('is set free where the deletion says so', async () => {
    const { body } = await asked.call('POST', VMS, vm('owner'));
    await asked.call('POST', CONFIG_MAPS, configMap('free', { ownerReferences: [owner(body)] }));
    await asked.call('DELETE', `${VMS}/owner`, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Orphan' });
    await until(isGone(`${VMS}/owner`), 'the owner is gone');
    expect((await asked.call('GET', `${CONFIG_MAPS}/free`)).body.metadata.ownerReferences).toBeUndefined();
  });
});

describe('a namespace', () => {
  test('goes with all that is in it, and takes nothing new meanwhile', async () => {
    await asked.call('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } });
    const within = '/api/v1/namespaces/shop/configmaps';
    await asked.call('POST', within, configMap('held', { finalizers: ['example.com/hold'] }));
    await asked.call('POST', within, configMap('plain'));
    expect((await asked.call('DELETE', '/api/v1/namespaces/shop')).body).toMatchObject({ kind: 'Namespace', status: { phase: 'Terminating' } });
    expect(await asked.call('POST', within, configMap('new'))).toMatchObject({ code: 403, body: { details: { causes: [{ reason: 'NamespaceTerminating' }] } } });
    await until(isGone(`${within}/plain`), 'the plain one is gone');
    expect((await asked.call('GET', '/api/v1/namespaces/shop')).code).toBe(200);
    await asked.call('PATCH', `${within}/held`, { metadata: { finalizers: null } });
    await until(isGone('/api/v1/namespaces/shop'), 'the namespace is gone');
  });

  test('has to be there before what is in it', async () => {
    expect(await asked.call('POST', '/api/v1/namespaces/nowhere/configmaps', configMap('a'))).toMatchObject({ code: 404, body: { message: 'namespaces "nowhere" not found' } });
    expect((await asked.call('DELETE', '/api/v1/namespaces/default')).code).toBe(403);
  });
});

describe('a definition', () => {
  const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const BOXES = '/apis/example.com/v1/namespaces/default/boxes';
  const schema = { type: 'object', properties: { spec: { type: 'object', required: ['size'], properties: { size: { type: 'integer', maximum: 9 }, color: { type: 'string', default: 'red' } } } } };
  const definition = { metadata: { name: 'boxes.example.com' }, spec: { group: 'example.com', scope: 'Namespaced', names: { plural: 'boxes', kind: 'Box' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }] } };
  const box = (spec: object, metadata: object = { name: 'a' }): object => ({ apiVersion: 'example.com/v1', kind: 'Box', metadata, spec });

  test('makes a kind known, whose objects are checked, until it goes and takes them with it', async () => {
    expect((await asked.call('GET', BOXES)).code).toBe(404);
    expect((await asked.call('POST', DEFINITIONS, definition)).body.status.conditions).toMatchObject([{ type: 'NamesAccepted' }, { type: 'Established', status: 'True' }]);
    const { body, warning } = await asked.call('POST', BOXES, box({ size: 3, depth: 4 }));
    expect(body.spec).toEqual({ size: 3, color: 'red' });
    expect(warning).toBe(String.raw`299 - "unknown field \"spec.depth\""`);
    expect((await asked.call('POST', `${BOXES}?fieldValidation=Strict`, box({ size: 3, depth: 4 }))).code).toBe(400);
    expect((await asked.call('POST', BOXES, box({ size: 10 }))).body.message).toBe('Box.example.com "a" is invalid: spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9');
    expect((await asked.call('DELETE', `${DEFINITIONS}/boxes.example.com`)).body.kind).toBe('CustomResourceDefinition');
    await until(isGone(`${DEFINITIONS}/boxes.example.com`), 'the definition is gone');
    expect((await asked.call('GET', BOXES)).code).toBe(404);
  });

  test('counts generations of what is asked for, not of metadata and status', async () => {
    await asked.call('POST', VMS, vm('a'));
    await asked.call('PATCH', `${VMS}/a`, { metadata: { labels: { a: 'b' } } });
    await asked.call('PATCH', `${VMS}/a/status`, { status: { ready: true }, spec: { ignored: true } });
    const { body } = await asked.call('PATCH', `${VMS}/a`, { spec: { runStrategy: 'Always' }, status: null });
    expect(body).toMatchObject({ metadata: { generation: 2 }, spec: { runStrategy: 'Always' }, status: { ready: true } });
    expect(body.spec.ignored).toBeUndefined();
  });
});

describe('optimistic locking', () => {
  test('refuses an update of what has changed, and one that does not say of which version, where the kind demands that', async () => {
    const { body: old } = await asked.call('POST', VMS, vm('a'));
    await asked.call('PATCH', `${VMS}/a`, { spec: { x: 1 } });
    expect(await asked.call('PUT', `${VMS}/a`, old)).toMatchObject({ code: 409, body: { reason: 'Conflict', details: { name: 'a', group: 'kubevirt.io', kind: 'virtualmachines' } } });
    expect(await asked.call('PUT', `${VMS}/a`, vm('a'))).toMatchObject({ code: 422, body: { details: { causes: [{ field: 'metadata.resourceVersion' }] } } });
    await asked.call('POST', CONFIG_MAPS, configMap('a'));
    expect((await asked.call('PUT', `${CONFIG_MAPS}/a`, configMap('a', {}, { c: 'd' }))).body.data).toEqual({ c: 'd' });
  });

  test('lets one of many writers win, and patches be applied one after the other', async () => {
    const { body } = await asked.call('POST', VMS, vm('a'));
    const updates = await Promise.all(Array.from({ length: 8 }, (_, index) => asked.call('PUT', `${VMS}/a`, { ...body, spec: { index } })));
    expect(updates.map(({ code }) => code).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
    await Promise.all(Array.from({ length: 8 }, (_, index) => asked.call('PATCH', `${VMS}/a`, { spec: { [`k${index}`]: index } })));
    expect(Object.keys((await asked.call('GET', `${VMS}/a`)).body.spec)).toHaveLength(9);
  });

  test('does not count an update that changes nothing', async () => {
    const { body } = await asked.call('POST', VMS, vm('a'));
    expect((await asked.call('PUT', `${VMS}/a`, body)).body).toEqual(body);
    expect((await asked.call('PATCH', `${VMS}/a`, {})).body).toEqual(body);
  });
});

test.each([
  ['2024-01-01T00:00:00.123Z', 400],
  ['2024-01-01T00:00:00Z', 400],
  ['2024-01-01T00:00:00.123456Z', 201],
])('a lease is renewed at %s: %i, for it takes six digits', async (renewTime, code) => {
  const path = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
  expect((await asked.call('POST', `${path}?dryRun=All`, { metadata: { name: 'l' }, spec: { renewTime } })).code).toBe(code);
});

test('the data of a controller revision stays as it was', async () => {
  const path = '/apis/apps/v1/namespaces/default/controllerrevisions';
  await asked.call('POST', path, { metadata: { name: 'r' }, data: { a: 1 }, revision: 1 });
  expect(await asked.call('PATCH', `${path}/r`, { data: { a: 2 } })).toMatchObject({ code: 422, body: { details: { causes: [{ field: 'data', message: 'Invalid value: {"a":2}: field is immutable' }] } } });
  expect((await asked.call('PATCH', `${path}/r`, { metadata: { labels: { a: 'b' } } })).code).toBe(200);
});

test('names are made up where they are asked for, and never taken', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => asked.call('POST', CONFIG_MAPS, configMap('', { generateName: 'made-' }))));
  const names = made.map(({ body }) => body.metadata.name as string);
  expect(new Set(names).size).toBe(50);
  expect(names.every((name) => /^made-[a-z0-9]{5}$/.test(name))).toBe(true);
});
