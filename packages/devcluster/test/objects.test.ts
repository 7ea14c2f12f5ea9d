import { afterEach, describe, expect, test } from 'vitest';
import type { ObjectChange } from '../src/index.ts';
import { type Asked, configMap, CONFIG_MAPS, startAsked, vm, VMS } from './support/client.ts';

let asked: Asked | undefined;
afterEach(() => asked?.close());

const definition = {
  ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'lamps.example.com' } },
  spec: {
    ...{ group: 'example.com', scope: 'Namespaced', names: { plural: 'lamps', singular: 'lamp', kind: 'Lamp', listKind: 'LampList' } },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { watts: { type: 'integer', default: 5 } } } } } } }],
  },
};
const lamp = { apiVersion: 'example.com/v1', kind: 'Lamp', metadata: { name: 'desk', namespace: 'home' }, spec: {} };
const home = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'home' } };

describe('objects that are there from the start', () => {
  test('are as if somebody had created them', async () => {
    asked = await startAsked({ tls: false, objects: [home, definition, lamp, vm('shop', { namespace: 'home' })] });
    const { body } = await asked.call('GET', '/apis/example.com/v1/namespaces/home/lamps/desk');
    expect(body).toMatchObject({ metadata: { uid: expect.any(String), generation: 1 }, spec: { watts: 5 } });
    expect((await asked.call('GET', VMS.replace('default', 'home'))).body.items).toHaveLength(1);
    expect(asked.cluster.requests.map(({ verb }) => verb)).toEqual(['get', 'list']);
  });

  test('are refused where they could not have been created, by name', async () => {
    await expect(startAsked({ tls: false, objects: [lamp] })).rejects.toThrow('"desk" has the apiVersion "example.com/v1" and the kind "Lamp"');
    await expect(startAsked({ tls: false, objects: [vm('shop', { namespace: 'home' })] })).rejects.toThrow('"home" not found');
    await expect(startAsked({ tls: false, objects: [home, home] })).rejects.toThrow('"home" already exists');
  });
});

test('changes are told as they happen, with what was before', async () => {
  const told: ObjectChange[] = [];
  asked = await startAsked({ tls: false, objects: [home], onChange: (change) => told.push(change) });
  await asked.call('POST', CONFIG_MAPS, configMap('a', {}, { value: '1' }));
  await asked.call('PATCH', `${CONFIG_MAPS}/a`, { data: { value: '2' } });
  await asked.call('PATCH', `${CONFIG_MAPS}/a`, { data: { value: '2' } });
  await asked.call('DELETE', `${CONFIG_MAPS}/a`);
  const valueOf = (object: any): unknown => object?.data.value;
  expect(told.map(({ type, object, old }) => [type, object.metadata.name, valueOf(object), valueOf(old)])).toEqual([
    ['ADDED', 'a', '1', undefined],
    ['MODIFIED', 'a', '2', '1'],
    ['DELETED', 'a', '2', '2'],
  ]);
});
