import { describe, expect, test } from 'vitest';
import { decodeRevision, encodeRevision } from '../src/index.ts';

const GROUP = 'instancetype.kubevirt.io';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decoded(data: unknown, family: 'instancetype' | 'preference' = 'instancetype') {
  return decodeRevision({ metadata: { name: 'rev-1' }, data }, family);
}

function specOf(data: unknown, family: 'instancetype' | 'preference' = 'instancetype'): unknown {
  const outcome = decoded(data, family);
  if (!outcome.ok) throw new Error(outcome.causes[0].message);
  return outcome.value.spec;
}

describe('objects of v1alpha1 and v1alpha2', () => {
  test.each(['v1alpha1', 'v1alpha2'] as const)('an instance type of %s gets three members that it could not leave unset', (version) => {
    const data = {
      apiVersion: `${GROUP}/${version}`,
      kind: 'VirtualMachineClusterInstancetype',
      metadata: { name: 'old', uid: 'u', generation: 2 },
      spec: { cpu: { guest: 2, numa: {} }, memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' }, overcommitPercent: 5 }, gpus: [{ name: 'g' }], nodeSelector: { a: 'b' } },
    };
    const outcome = decoded(data);
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        kind: 'VirtualMachineClusterInstancetype',
        name: 'old',
        version,
        object: { apiVersion: `${GROUP}/v1beta1`, kind: 'VirtualMachineClusterInstancetype', metadata: { name: 'old', uid: 'u', generation: 2 } },
      },
    });
    // what v1beta1 added did not exist, so it is not read
    expect(outcome.ok && outcome.value.spec).toEqual({
      cpu: { guest: 2, numa: {}, model: '', dedicatedCPUPlacement: false, isolateEmulatorThread: false },
      memory: { guest: '1Gi', hugepages: { pageSize: '2Mi' } },
      gpus: [{ name: 'g' }],
    });
  });

  test('values that were set are kept', () => {
    const cpu = { guest: 2, model: 'host-model', dedicatedCPUPlacement: true, isolateEmulatorThread: true };
    expect(specOf({ apiVersion: `${GROUP}/v1alpha1`, kind: 'VirtualMachineInstancetype', spec: { cpu } })).toEqual({ cpu });
  });

  test('a preference keeps the old names of topologies, and volumes exist since v1alpha2', () => {
    const spec = {
      cpu: { preferredCPUTopology: 'preferCores', spreadOptions: {} },
      devices: { preferredDiskBus: 'virtio', preferredVideoType: 'vga' },
      firmware: { preferredUseEfi: true, preferredEfi: {} },
      volumes: { preferredStorageClassName: 'fast' },
      requirements: { cpu: { guest: 2 } },
    };
    const converted = { cpu: { preferredCPUTopology: 'preferCores' }, devices: { preferredDiskBus: 'virtio' }, firmware: { preferredUseEfi: true } };
    const kind = 'VirtualMachinePreference';
    expect(specOf({ apiVersion: `${GROUP}/v1alpha1`, kind, spec }, 'preference')).toEqual(converted);
    expect(specOf({ apiVersion: `${GROUP}/v1alpha2`, kind, spec }, 'preference')).toEqual({ ...converted, volumes: spec.volumes });
  });

  test('an empty topology was unset', () => {
    const data = { apiVersion: `${GROUP}/v1alpha2`, kind: 'VirtualMachinePreference', spec: { cpu: { preferredCPUTopology: '' } } };
    expect(specOf(data, 'preference')).toEqual({ cpu: {} });
  });
});

describe('the oldest form: a v1alpha1 spec in base64', () => {
  const instancetype = '{"cpu":{"guest":2},"memory":{"guest":"1Gi"}}';
  const data = (spec: string) => ({ apiVersion: `${GROUP}/v1alpha1`, spec: base64(spec) });

  test('an instance type', () => {
    expect(decoded(data(instancetype))).toMatchObject({
      ok: true,
      value: {
        kind: 'VirtualMachineInstancetype',
        name: 'old-version-of-instancetype-object',
        version: 'v1alpha1',
        spec: { cpu: { guest: 2, model: '' }, memory: { guest: '1Gi' } },
      },
    });
  });

  test('a preference', () => {
    expect(decoded(data('{"cpu":{"preferredCPUTopology":"preferThreads"}}'), 'preference')).toMatchObject({
      ok: true,
      value: { kind: 'VirtualMachinePreference', name: 'old-version-of-preference-object', spec: { cpu: { preferredCPUTopology: 'preferThreads' } } },
    });
  });

  test('an empty spec is taken for a preference, whatever was meant', () => {
    expect(decoded(data('{}'), 'preference')).toMatchObject({ ok: true, value: { spec: {} } });
    expect(decoded(data('{}'))).toMatchObject({ ok: false, causes: [{ code: 'revision-wrong-kind' }] });
  });

  test('the API version may be missing, and is not checked', () => {
    expect(decoded({ spec: base64(instancetype) }).ok).toBe(true);
    expect(decoded({ apiVersion: 'whatever', spec: base64(instancetype) }).ok).toBe(true);
    expect(decoded(JSON.stringify(data(instancetype))).ok).toBe(true);
  });

  test('text beyond ASCII survives', () => {
    const spec = `{"cpu":{"guest":1,"model":"%é😀"},"memory":{"guest":"1Gi"}}`;
    expect(specOf(data(spec))).toMatchObject({ cpu: { model: '%é😀' } });
  });

  test('line breaks within base64 do not count', () => {
    const encoded = base64(instancetype).replaceAll(/.{8}/g, '$&\r\n');
    expect(decoded({ spec: encoded }).ok).toBe(true);
  });

  test.each([
    ['an unknown member', base64('{"cpu":{"guest":2},"flavor":1}')],
    ['a member of v1beta1', base64('{"cpu":{"guest":2,"maxSockets":4}}')],
    ['a member in another letter case', base64('{"CPU":{"guest":2}}')],
    ['a repeated member', base64('{"cpu":{"guest":2},"cpu":{"guest":3}}')],
    ['a repeated member, written with an escape', base64('{"cpu":{"guest":2,"gu\\u0065st":3}}')],
    ['not JSON', base64('cpu: 2')],
    ['trailing text', base64(`${instancetype} x`)],
    ['a list', base64('[]')],
    ['no base64', '{"cpu":1}'],
    ['base64 without padding', base64('{"cpu":{"guest":2}} ').replaceAll('=', '')],
    ['base64 with padding inside', 'e30=e30='],
    ['base64 that is not UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('base64')],
    ['base64 of the URL alphabet', '____'],
  ])('%s is not read', (_, spec) => {
    expect(decoded({ spec })).toMatchObject({ ok: false, causes: [{ code: 'revision-not-decodable' }] });
  });

  test('nothing is a finding of its own', () => {
    for (const empty of ['', null]) expect(decoded({ apiVersion: 'x', spec: empty })).toMatchObject({ causes: [{ code: 'revision-empty' }] });
  });

  test('equal names in different objects are not repeated', () => {
    expect(decoded(data('{"clock":{"preferredTimer":{"hpet":{"present":true},"pit":{"present":false}}}}'), 'preference').ok).toBe(true);
  });

  test('another member makes it an ordinary object, which needs a kind', () => {
    expect(decoded({ spec: base64(instancetype), kind: '' })).toMatchObject({ causes: [{ pointer: '/data/kind' }] });
    expect(decoded(`{"spec":"${base64(instancetype)}","spec":"${base64(instancetype)}"}`)).toMatchObject({ causes: [{ pointer: '/data/kind' }] });
  });
});

test('a converted object can be stored again, under the name that KubeVirt gives it', () => {
  const outcome = decoded({ spec: base64('{"cpu":{"guest":2},"memory":{"guest":"1Gi"}}') });
  if (!outcome.ok) throw new Error('not decoded');
  const encoded = encodeRevision({ metadata: { name: 'vm', uid: 'u' } }, outcome.value.object);
  expect(encoded).toMatchObject({
    ok: true,
    value: {
      metadata: { name: 'vm-old-version-of-instancetype-object-v1beta1--0' },
      data: { spec: { cpu: { guest: 2, model: '', dedicatedCPUPlacement: false, isolateEmulatorThread: false } } },
    },
  });
});
