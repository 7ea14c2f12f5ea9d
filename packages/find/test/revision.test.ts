import { describe, expect, test } from 'vitest';
import { API, causeOf, cluster, find, NAME_LABEL, namespaced, objects, readerOf, revision, vmWith } from './vm.ts';

describe('the revision that the matcher names', () => {
  const stored = revision('rev', namespaced);

  test('comes before everything else, and its label does not matter', async () => {
    const reader = readerOf(...objects, revision('rev', namespaced, { [NAME_LABEL]: 'other' }), revision('status', cluster));
    const outcome = await find(vmWith({ name: 'gone', kind: 'nonsense', revisionName: 'rev' }, { controllerRevisionRef: { name: 'status' } }), reader);
    expect(outcome).toMatchObject({ ok: true, value: { spec: namespaced.spec, revision: 'rev', object: { kind: 'VirtualMachineInstancetype', name: 'small', namespace: 'prod' } } });
    expect(reader.asked).toEqual([{ kind: 'ControllerRevision', name: 'rev', namespace: 'prod' }]);
  });

  test('needs no name beside it', async () => {
    expect(await find(vmWith({ revisionName: 'rev' }), readerOf(stored))).toMatchObject({ ok: true, value: { revision: 'rev' } });
  });

  test('is missing', async () => {
    const cause = await causeOf(vmWith({ name: 'small', revisionName: 'rev' }), ...objects);
    expect(cause).toMatchObject({
      code: 'revision-not-found',
      reason: 'FieldValueNotFound',
      pointer: '/spec/instancetype/revisionName',
      suggestions: [{ patch: [{ op: 'remove', path: '/spec/instancetype/revisionName' }] }],
    });
    const nameless = await causeOf(vmWith({ revisionName: 'rev' }));
    expect(nameless.suggestions).toBeUndefined();
  });

  test.each([
    ['revision-wrong-kind', { apiVersion: API, kind: 'VirtualMachinePreference', spec: {} }],
    ['revision-empty', undefined],
    ['revision-not-decodable', { apiVersion: API, kind: 'VirtualMachineInstancetype', spec: { memory: { guest: '1GiB' } } }],
  ])('gives %s', async (code, data) => {
    const cause = await causeOf(vmWith({ name: 'small', revisionName: 'rev' }), revision('rev', data));
    expect(cause).toMatchObject({ code, reason: 'FieldValueInvalid', pointer: '/spec/instancetype/revisionName' });
    expect(cause.message).toContain('prod/rev');
  });

  test('is named by something that is no text', async () => {
    expect(await causeOf(vmWith({ name: 'small', revisionName: 7 }))).toMatchObject({ code: 'name-missing', pointer: '/spec/instancetype/revisionName' });
  });

  test.each<[string, object | undefined, boolean]>([
    ['nobody', undefined, false],
    ['this VM', { kind: 'VirtualMachine', name: 'vm', uid: 'vm-uid', controller: true }, false],
    ['a VM of the same name, recreated', { kind: 'VirtualMachine', name: 'vm', uid: 'old', controller: true }, true],
    ['another VM', { kind: 'VirtualMachine', name: 'vm2', uid: 'x', controller: true }, true],
    ['a StatefulSet', { kind: 'StatefulSet', name: 'vm', uid: 'x', controller: true }, true],
    ['an owner that is not its controller', { kind: 'VirtualMachine', name: 'vm2', uid: 'x' }, false],
  ])('belongs to %s', async (_, owner, warned) => {
    const outcome = await find(vmWith({ name: 'small', revisionName: 'rev' }), readerOf(revision('rev', cluster, undefined, owner)));
    expect(outcome.ok && outcome.notes.map(({ code, severity, pointer }) => [code, severity, pointer])).toEqual(
      warned ? [['revision-of-another-owner', 'warning', '/spec/instancetype/revisionName']] : [],
    );
  });

  test('a manifest has no UID; then the owner\'s kind and name count', async () => {
    const owner = { kind: 'VirtualMachine', name: 'vm', uid: 'x', controller: true };
    const vm = vmWith({ name: 'small', revisionName: 'rev' }, undefined, '');
    expect(await find(vm, readerOf(revision('rev', cluster, undefined, owner)))).toMatchObject({ notes: [] });
    expect(await find(vm, readerOf(revision('rev', cluster, undefined, { ...owner, name: 'vm2' })))).toMatchObject({ notes: [{}] });
  });
});

describe('the revision that the status names', () => {
  const status = { name: 'small', controllerRevisionRef: { name: 'rev' } };
  const labelled = (name: string) => revision('rev', { ...cluster, spec: { cpu: { guest: 9 }, memory: { guest: '9Gi' } } }, { [NAME_LABEL]: name });

  test('is used where its label is the matcher\'s name, of whichever kind', async () => {
    const reader = readerOf(...objects, labelled('small'));
    const outcome = await find(vmWith({ name: 'small', kind: 'VirtualMachineInstancetype' }, status), reader);
    expect(outcome).toMatchObject({ ok: true, value: { spec: { cpu: { guest: 9 } }, revision: 'rev', object: { kind: 'VirtualMachineClusterInstancetype', name: 'small' } } });
    expect(reader.asked).toHaveLength(1);
  });

  test.each([
    ['has another name', labelled('Small')],
    ['has no labels', revision('rev', namespaced)],
    ['has labels without it', revision('rev', namespaced, {})],
  ])('is ignored where it %s', async (_, stored) => {
    const reader = readerOf(...objects, stored);
    const outcome = await find(vmWith({ name: 'small' }, status), reader);
    expect(outcome).toMatchObject({ ok: true, value: { spec: cluster.spec, revision: undefined } });
    expect(reader.asked.map(({ kind }) => kind)).toEqual(['ControllerRevision', 'VirtualMachineClusterInstancetype']);
  });

  test('is an error where it is missing, even if it would not have mattered', async () => {
    const cause = await causeOf(vmWith({ name: 'large' }, status), ...objects);
    expect(cause).toMatchObject({ code: 'revision-not-found', pointer: '/status/instancetypeRef/controllerRevisionRef/name' });
    expect(cause.suggestions).toBeUndefined();
  });

  test('is not read at all where it is ignored', async () => {
    const outcome = await find(vmWith({ name: 'small' }, status), readerOf(...objects, revision('rev', 'broken')));
    expect(outcome.ok).toBe(true);
    expect(await causeOf(vmWith({ name: 'small' }, status), revision('rev', 'broken', { [NAME_LABEL]: 'small' }))).toMatchObject({ code: 'revision-not-decodable' });
  });

  test.each([[{}], [{ controllerRevisionRef: null }], [{ controllerRevisionRef: {} }], [{ controllerRevisionRef: { name: '' } }]])('status %j names none', async (ref) => {
    expect(await find(vmWith({ name: 'small' }, ref), readerOf(...objects))).toMatchObject({ ok: true, value: { revision: undefined } });
  });

  test('belongs to another object without a warning: the controller put it there', async () => {
    const stored = revision('rev', cluster, { [NAME_LABEL]: 'small' }, { kind: 'VirtualMachine', name: 'x', uid: 'x', controller: true });
    expect(await find(vmWith({ name: 'small' }, status), readerOf(stored))).toMatchObject({ ok: true, notes: [] });
  });
});

test('a revision of the oldest form is found, and named after the matcher where it has no name', async () => {
  const spec = Buffer.from('{"cpu":{"guest":2},"memory":{"guest":"1Gi"}}').toString('base64');
  const outcome = await find(vmWith({ name: 'small', revisionName: 'rev' }), readerOf(revision('rev', { apiVersion: 'instancetype.kubevirt.io/v1alpha1', spec })));
  expect(outcome).toMatchObject({ ok: true, value: { spec: { cpu: { guest: 2, model: '' } } } });
  const unnamed = await find(vmWith({ name: 'small', revisionName: 'rev' }), readerOf(revision('rev', { ...cluster, metadata: undefined })));
  expect(unnamed).toMatchObject({ ok: true, value: { object: { name: 'small' } } });
});
