import { expect, test } from 'vitest';
import { type Ask, refusal } from './ask.ts';
import { thing, thingsIn } from './things.ts';

/** Describes what an API server makes of objects of a custom kind that are created, changed and deleted.
 * @param at asks a cluster, and names a namespace */
export function describeObjects(at: () => { readonly ask: Ask; readonly namespace: string }): void {
  const path = (rest = ''): string => `${thingsIn(at().namespace)}${rest}`;
  const ask: Ask = (...request) => at().ask(...request);
  const about = (name: string): object => ({ name, group: 'behaviour.example.com', kind: 'things' });

  test('a new object gets its metadata and defaults, and loses what its kind does not know and its status', async () => {
    const { code, body, warning } = await ask('POST', path(), { ...thing('new', { size: 1, depth: 2, open: { x: { y: null } } }, { generation: 7, uid: 'x', resourceVersion: '', labels: {} }), status: { x: 1 }, top: 1 });
    expect(code).toBe(201);
    const { managedFields: _managed, uid, creationTimestamp, resourceVersion, ...metadata } = body.metadata;
    expect({ ...body, metadata }).toEqual({ apiVersion: 'behaviour.example.com/v1', kind: 'Thing', metadata: { name: 'new', namespace: at().namespace, generation: 1 }, spec: { size: 1, color: 'red', open: { x: { y: null } } } });
    expect([uid, creationTimestamp, resourceVersion]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), expect.stringMatching(/^\d+$/)]);
    expect(warning).toBe(String.raw`299 - "unknown field \"spec.depth\"", 299 - "unknown field \"top\""`);
  });

  test('it can be read in each version, and under no other name', async () => {
    await ask('POST', path(), thing('read'));
    expect((await ask('GET', path('/read'))).body.apiVersion).toBe('behaviour.example.com/v1');
    expect((await ask('GET', `${thingsIn(at().namespace, 'v1beta1')}/read`)).body).toMatchObject({ apiVersion: 'behaviour.example.com/v1beta1', spec: { size: 1 } });
    expect(refusal(await ask('GET', path('/none')))).toEqual({ code: 404, reason: 'NotFound', message: 'things.behaviour.example.com "none" not found', about: about('none') });
    expect(refusal(await ask('GET', path('/read/scale')))).toEqual({ code: 404, reason: 'NotFound', message: 'things.behaviour.example.com "read" not found', about: about('read') });
  });

  test.each(['/apis/none.example.com/v1/things', '/apis/behaviour.example.com/v1/others', '/apis/behaviour.example.com/v9/things', '/nowhere'])('%s is no path', async (nowhere) => {
    expect(refusal(await ask('GET', nowhere))).toMatchObject({ code: 404 });
  });

  test('a name is taken once, and an object has to have one', async () => {
    await ask('POST', path(), thing('taken'));
    expect(refusal(await ask('POST', path(), thing('taken')))).toEqual({ code: 409, reason: 'AlreadyExists', message: 'things.behaviour.example.com "taken" already exists', about: about('taken') });
    expect(refusal(await ask('POST', path(), thing(undefined)))).toMatchObject({ code: 422, reason: 'Invalid', causes: [{ reason: 'FieldValueRequired', field: 'metadata.name' }] });
    expect((await ask('POST', path(), thing(undefined, { size: 1 }, { generateName: 'made-' }))).body.metadata.name).toMatch(/^made-[a-z0-9]{5}$/);
  });

  test.each([
    ['a capital', { name: 'Bad' }, ['metadata.name']],
    ['a long name', { name: 'a'.repeat(254) }, ['metadata.name']],
    ['a label that is none', { labels: { 'a/b/c': 'x', '-x': 'y', ok: 'not ok', '/x': 'y' } }, ['metadata.labels', 'metadata.labels', 'metadata.labels', 'metadata.labels']],
    ['an annotation that is none', { annotations: { 'a/b/c': 'x', big: 'x'.repeat(262_145) } }, ['metadata.annotations', 'metadata.annotations']],
    ['an owner without a uid', { ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'x' }] }, ['metadata.ownerReferences.uid']],
    ['two controllers', { ownerReferences: ['x', 'y'].map((uid) => ({ apiVersion: 'v1', kind: 'X', name: uid, uid, controller: true })) }, ['metadata.ownerReferences']],
    ['a finalizer that is none', { finalizers: ['x/y/z'] }, ['metadata.finalizers']],
  ])('metadata with %s is refused', async (_what, metadata, fields) => {
    const { code, body } = await ask('POST', path(), thing('wrong', { size: 1 }, metadata));
    expect({ code, reason: body.reason, fields: body.details.causes.map(({ field }: { field: string }) => field) }).toEqual({ code: 422, reason: 'Invalid', fields });
  });

  test.each([
    ['{nope', 400],
    ['[]', 400],
    ['', 400],
    ['{}', 400],
    [JSON.stringify({ ...thing('wrong'), kind: 'Other' }), 422],
    [JSON.stringify({ ...thing('wrong'), apiVersion: 'v1' }), 400],
    [JSON.stringify({ ...thing('wrong'), metadata: { name: 5 } }), 400],
    [JSON.stringify(thing('wrong', { size: 1 }, { labels: { a: 1 } })), 400],
    [JSON.stringify(thing('wrong', { size: 1 }, { namespace: 'other' })), 400],
    [JSON.stringify(thing('wrong', { size: 1 }, { resourceVersion: '5' })), 500],
  ])('a body of %s is refused', async (body, code) => {
    expect((await ask('POST', path(), body)).code).toBe(code);
  });

  test('what the schema forbids is refused, each with its reason', async () => {
    const refused = async (spec: unknown): Promise<object> => refusal(await ask('POST', path(), thing('wrong', spec)));
    expect(await refused({ size: 'x', name: 'bb', color: 'green', list: ['a', 'b', 'c'], counts: { a: 'b' } })).toMatchObject({
      code: 422,
      about: { name: 'wrong', group: 'behaviour.example.com', kind: 'Thing' },
      causes: [
        'spec.color: FieldValueNotSupported: Unsupported value: "green": supported values: "red", "blue"',
        'spec.counts.a: FieldValueTypeInvalid: Invalid value: "string": spec.counts.a in body must be of type integer: "string"',
        'spec.list: FieldValueTooMany: Too many: 3: must have at most 2 items',
        "spec.name: FieldValueInvalid: Invalid value: \"bb\": spec.name in body should match '^a'",
        'spec.size: FieldValueTypeInvalid: Invalid value: "string": spec.size in body must be of type integer: "string"',
      ],
    });
    expect(await refused({ size: 11, name: 'abcdefgh', list: [], either: true, flag: 'true' })).toMatchObject({
      causes: [
        'spec.either: FieldValueTypeInvalid: Invalid value: "boolean": spec.either in body must be of type integer,string: "boolean"',
        'spec.flag: FieldValueTypeInvalid: Invalid value: "string": spec.flag in body must be of type boolean: "string"',
        'spec.list: FieldValueInvalid: Invalid value: 0: spec.list in body should have at least 1 items',
        'spec.name: FieldValueTooLong: Too long: may not be more than 5 bytes',
        'spec.size: FieldValueInvalid: Invalid value: 11: spec.size in body should be less than or equal to 10',
      ],
    });
    expect(await refused({})).toMatchObject({ message: 'Thing.behaviour.example.com "wrong" is invalid: spec.size: Required value', causes: [{ reason: 'FieldValueRequired', message: 'Required value', field: 'spec.size' }] });
  });

  test('a null where none is allowed is as good as nothing', async () => {
    expect((await ask('POST', path(), thing('nulls', { size: 1, flag: null, color: null }))).body.spec).toEqual({ size: 1, color: 'red' });
  });

  test('a stricter client is refused what its kind does not know', async () => {
    expect(refusal(await ask('POST', path('?fieldValidation=Strict'), thing('strict', { size: 1, depth: 2 })))).toEqual({ code: 400, reason: 'BadRequest', message: 'Thing in version "v1" cannot be handled as a Thing: strict decoding error: unknown field "spec.depth"' });
    expect((await ask('POST', path('?fieldValidation=Ignore'), thing('loose', { size: 1, depth: 2 }))).warning).toBeUndefined();
  });

  test('a rehearsal stores nothing', async () => {
    expect((await ask('POST', path('?dryRun=All'), thing('rehearsed'))).code).toBe(201);
    expect((await ask('GET', path('/rehearsed'))).code).toBe(404);
    expect((await ask('POST', path('?dryRun=Some'), thing('rehearsed'))).code).toBe(422);
  });

  test('an update needs the version that it changes', async () => {
    const { body: old } = await ask('POST', path(), thing('locked'));
    const { body: next } = await ask('PUT', path('/locked'), { ...old, spec: { size: 2 }, status: { ignored: true } });
    expect(next).toMatchObject({ metadata: { generation: 2, uid: old.metadata.uid }, spec: { size: 2, color: 'red' } });
    expect(next.status).toBeUndefined();
    expect((await ask('PUT', path('/locked'), next)).body.metadata.resourceVersion).toBe(next.metadata.resourceVersion);
    const conflict = { code: 409, reason: 'Conflict', message: 'Operation cannot be fulfilled on things.behaviour.example.com "locked": the object has been modified; please apply your changes to the latest version and try again', about: about('locked') };
    expect(refusal(await ask('PUT', path('/locked'), old))).toEqual(conflict);
    expect(refusal(await ask('PUT', path('/locked'), thing('locked')))).toEqual({
      ...{ code: 422, reason: 'Invalid', message: 'things.behaviour.example.com "locked" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update', about: about('locked') },
      causes: [{ reason: 'FieldValueInvalid', message: 'Invalid value: 0: must be specified for an update', field: 'metadata.resourceVersion' }],
    });
    expect(refusal(await ask('PUT', path('/locked'), { ...next, metadata: { ...next.metadata, uid: 'other' } }))).toMatchObject({ code: 409, reason: 'Conflict', about: about('locked') });
    expect((await ask('PUT', path('/none'), thing('none'))).code).toBe(404);
    expect((await ask('PUT', path('/locked'), thing('other'))).code).toBe(400);
    expect((await ask('PUT', path('/locked'), { ...next, metadata: {} })).code).toBe(400);
  });

  test('status and the rest are written apart, and generations count the rest alone', async () => {
    await ask('POST', path(), thing('split'));
    const { body } = await ask('PATCH', path('/split/status'), { status: { phase: 'x' }, spec: { size: 9 }, metadata: { labels: { a: 'b' } } });
    expect(body).toMatchObject({ metadata: { generation: 1 }, spec: { size: 1 }, status: { phase: 'x' } });
    expect(body.metadata.labels).toBeUndefined();
    const { body: labelled } = await ask('PATCH', path('/split'), { metadata: { labels: { a: 'b' } }, status: { phase: 'y' } });
    expect(labelled).toMatchObject({ metadata: { generation: 1, labels: { a: 'b' } }, status: { phase: 'x' } });
    const { status: _status, ...without } = labelled;
    expect((await ask('PUT', path('/split/status'), without)).body.status).toBeUndefined();
    expect((await ask('GET', path('/split/status'))).code).toBe(200);
  });

  test('a deletion is answered with what was deleted, and insists on what it is told', async () => {
    const { body } = await ask('POST', path(), thing('going'));
    const options = (preconditions: object): object => ({ kind: 'DeleteOptions', apiVersion: 'v1', preconditions });
    expect(refusal(await ask('DELETE', path('/going'), options({ uid: 'other' })))).toMatchObject({ code: 409, reason: 'Conflict', message: `Operation cannot be fulfilled on Thing.behaviour.example.com "going": the UID in the precondition (other) does not match the UID in record (${body.metadata.uid}). The object might have been deleted and then recreated` });
    expect((await ask('DELETE', path('/going'), options({ resourceVersion: '1' }))).code).toBe(409);
    expect((await ask('DELETE', path('/going?propagationPolicy=None'))).code).toBe(422);
    expect((await ask('DELETE', path('/going?dryRun=All'))).code).toBe(200);
    expect(await ask('DELETE', path('/going'), options({ uid: body.metadata.uid }))).toMatchObject({ code: 200, body: { kind: 'Status', status: 'Success', details: { ...about('going'), uid: body.metadata.uid } } });
    expect((await ask('DELETE', path('/going'))).code).toBe(404);
  });

  test('finalizers hold an object that is being deleted', async () => {
    await ask('POST', path(), thing('held', { size: 1 }, { finalizers: ['example.com/hold'] }));
    expect((await ask('DELETE', path('/held'))).body.metadata).toMatchObject({ generation: 2, deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 0, finalizers: ['example.com/hold'] });
    expect(refusal(await ask('POST', path(), thing('held')))).toMatchObject({ code: 409, message: 'object is being deleted: things.behaviour.example.com "held" already exists' });
    expect((await ask('PATCH', path('/held'), { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } })).body.details.causes[0]).toEqual({ reason: 'FieldValueForbidden', message: 'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}', field: 'metadata.finalizers' });
    expect((await ask('PATCH', path('/held'), { spec: { size: 2 } })).code).toBe(200);
    expect((await ask('PATCH', path('/held'), { metadata: { finalizers: null } })).code).toBe(200);
    expect((await ask('GET', path('/held'))).code).toBe(404);
  });
}
