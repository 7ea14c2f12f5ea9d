import { describe, expect, test } from 'vitest';
import { instancetype, type Json, preference, readerOf, STRICT, validating, vm } from './harness.ts';

const it = instancetype({ cpu: { guest: 2 }, memory: { guest: '2Gi' } });
const named = { instancetype: { name: 'it' } };

describe('what a VM and its instance type ask for', () => {
  test('a conflict is a cause with KubeVirt\'s type and field', async () => {
    const answer = await validating(vm(named, { cpu: { cores: 2 }, memory: { guest: '1Gi' } }), { reader: readerOf(it) });
    expect(answer).toMatchObject({ allowed: false, code: 422, fields: ['FieldValueInvalid spec.template.spec.domain.cpu.cores', 'FieldValueInvalid spec.template.spec.domain.memory.guest'] });
    expect(answer.response.status.reason).toBe('Invalid');
  });

  test('more than ten causes are cut, and counted', async () => {
    const gpus = Array.from({ length: 3 }, (_, index) => ({ name: `g${index}`, deviceName: 'd' }));
    const annotations = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`k${index}`, 'theirs']));
    const object = vm(named, { cpu: { sockets: 1 }, devices: { gpus } });
    object.spec.template.metadata = { annotations: Object.fromEntries(Object.keys(annotations).map((key) => [key, 'own'])) };
    const answer = await validating(object, { reader: readerOf(instancetype({ cpu: { guest: 2 }, memory: { guest: '2Gi' }, gpus, annotations })) });
    expect(answer.fields).toHaveLength(10);
    expect(answer.message).toMatch(/, and \d+ more$/);
  });

  test('what has no status cause is a bare error', async () => {
    const answer = await validating(vm({}, { resources: { limits: { cpu: '1' } } }), { cluster: () => ({ configuration: { network: { defaultNetworkInterface: 'slirp' } } }) });
    expect(answer).toMatchObject({ allowed: false, code: 400, fields: [] });
    expect(answer.response.status).not.toHaveProperty('details');
  });
});

describe('structure', () => {
  test.each<[string, Json, string]>([
    ['no template', { ...vm(), spec: { runStrategy: 'Always' } }, 'FieldValueRequired spec.template'],
    ['null as template', { ...vm(), spec: { runStrategy: 'Always', template: null } }, 'FieldValueRequired spec.template'],
    ['a list as domain', vm({}, [] as never), ''],
    ['text as devices', vm({}, { devices: 'x' }), 'FieldValueInvalid spec.template.spec.domain.devices'],
    ['an unknown member at the top', { ...vm(), data: {} }, 'FieldValueNotSupported data'],
  ])('%s', async (_what, object, cause) => {
    const answer = await validating(object);
    if (cause === '') return expect(answer.allowed).toBe(true);
    expect(answer).toMatchObject({ allowed: false, code: 422 });
    expect(answer.fields).toContain(cause);
  });

  test('null devices, and disks without a name or null', async () => {
    for (const devices of [null, { disks: null }, { disks: [{}] }, { disks: [null] }]) {
      const answer = await validating(vm({}, { devices }));
      expect([200]).toContain(answer.status);
      if (!answer.allowed) expect(answer.fields[0]).toContain('spec.template.spec.domain.devices');
    }
  });
});

describe('numbers and quantities of an instance type', () => {
  const of = (cpu: unknown, guest: unknown): Json => instancetype({ cpu: { guest: cpu }, memory: { guest } });

  test.each([[-1], ['2'], [1.5], [4294967296], [1e30], [2 ** 53 + 1]])('cpu.guest %j is refused, naming the field', async (guest) => {
    expect((await validating(of(guest, '1Gi'))).fields).toEqual(['FieldValueInvalid spec.cpu.guest']);
  });

  test('cpu.guest 0 is accepted', async () => {
    expect((await validating(of(0, '1Gi'))).allowed).toBe(true);
  });

  test.each([['1GiB'], ['1gi'], ['1_000'], ['0x10'], ['NaN'], ['1Ki5'], ['1Yi'], ['١Gi'], [''], [`${'1'.repeat(100_000)}x`]])('memory.guest %.20j is refused, naming the field', async (guest) => {
    expect((await validating(of(1, guest))).fields).toEqual(['FieldValueInvalid spec.memory.guest']);
  });

  test.each([[' 1Gi '], ['1Gi\n'], ['1.'], ['.5Gi'], ['+1Gi'], ['1E'], ['1e3'], ['0.1Gi'], [1073741824], ['9223372036854775808'], ['1e400']])('memory.guest %j is accepted', async (guest) => {
    expect(await validating(of(1, guest))).toMatchObject({ allowed: true });
  });

  test('negative memory: accepted with a warning, or refused where that is wanted', async () => {
    const answer = await validating(of(1, '-1Gi'));
    expect(answer.allowed).toBe(true);
    expect(answer.warnings).toEqual([expect.stringContaining('spec.memory.guest is "-1Gi"')]);
    expect((await validating(of(1, '-1Gi'), { settings: STRICT })).fields).toEqual(['FieldValueInvalid spec.memory.guest']);
    expect((await validating(of(1, '0'), { settings: STRICT })).allowed).toBe(true);
  });

  test.each([[-1], [101]])('overcommitPercent %i is refused, once', async (overcommitPercent) => {
    const answer = await validating(instancetype({ cpu: { guest: 1 }, memory: { guest: '1Gi', overcommitPercent } }));
    expect(answer.fields).toEqual(['FieldValueInvalid spec.memory.overcommitPercent']);
  });

  test('overcommitPercent 100 is accepted, with huge pages it is not', async () => {
    expect((await validating(instancetype({ cpu: { guest: 1 }, memory: { guest: '1Gi', overcommitPercent: 100 } }))).allowed).toBe(true);
    const both = instancetype({ cpu: { guest: 1 }, memory: { guest: '1Gi', overcommitPercent: 15, hugepages: { pageSize: '2Mi' } } });
    expect((await validating(both)).fields).toEqual(['FieldValueInvalid spec.memory.overcommitPercent']);
  });
});

describe('strict', () => {
  const foreign = {
    kind: 'ControllerRevision',
    metadata: { name: 'r', namespace: 'prod', ownerReferences: [{ kind: 'StatefulSet', name: 'db', controller: true, uid: 'x' }] },
    data: { ...it, kind: 'VirtualMachineClusterInstancetype' },
  };

  test('missing objects and unknown kinds: allowed with a warning, or denied', async () => {
    for (const matcher of [{ name: 'gone' }, { name: 'it', kind: 'Foo' }, { name: 'it', revisionName: 'gone' }]) {
      const object = vm({ instancetype: matcher });
      const compatible = await validating(object, { reader: readerOf(it) });
      expect(compatible.allowed).toBe(true);
      expect(compatible.warnings).toHaveLength(1);
      const strict = await validating(object, { reader: readerOf(it), settings: STRICT });
      expect(strict).toMatchObject({ allowed: false, code: 422 });
      expect(strict.message).toContain(matcher.kind ?? 'gone');
    }
  });

  test('a revision of another owner: used with a warning, or denied', async () => {
    const object = vm({ instancetype: { name: 'it', revisionName: 'r' } });
    const compatible = await validating(object, { reader: readerOf(foreign) });
    expect(compatible).toMatchObject({ allowed: true, warnings: [expect.stringContaining('StatefulSet "db"')] });
    expect(await validating(object, { reader: readerOf(foreign), settings: STRICT })).toMatchObject({ allowed: false, fields: ['FieldValueInvalid spec.instancetype'] });
  });
});

describe('limits of Kubernetes, which would show only when the VM starts', () => {
  test('annotations of an instance type or a preference', async () => {
    for (const make of [(annotations: Json) => instancetype({ cpu: { guest: 1 }, memory: { guest: '1Gi' }, annotations }), (annotations: Json) => preference({ annotations })]) {
      expect((await validating(make({ 'example.org/ok': 'x'.repeat(1_000), Upper: '' }))).allowed).toBe(true);
      expect((await validating(make({ 'no spaces': '' }))).fields).toEqual(['FieldValueInvalid spec.annotations']);
      expect((await validating(make({ ['x'.repeat(64)]: '' }))).fields).toEqual(['FieldValueInvalid spec.annotations']);
      expect((await validating(make({ a: 'é'.repeat(128 * 1024) }))).message).toContain('262145');
    }
  });

  test('labels and annotations of the template', async () => {
    const withMetadata = (metadata: Json): Json => {
      const object = vm();
      object.spec.template.metadata = metadata;
      return object;
    };
    expect((await validating(withMetadata({ labels: { 'example.org/tier': 'web_1.2-3' }, annotations: { a: '' } }))).allowed).toBe(true);
    expect((await validating(withMetadata({ labels: { 'Example.org/tier': 'web' } }))).fields).toEqual(['FieldValueInvalid spec.template.metadata.labels']);
    expect((await validating(withMetadata({ labels: { tier: '-web' } }))).fields).toEqual(['FieldValueInvalid spec.template.metadata.labels']);
    expect((await validating(withMetadata({ labels: { tier: 'x'.repeat(64) } }))).fields).toEqual(['FieldValueInvalid spec.template.metadata.labels']);
  });

  test('the name of the revision that the VM will get', async () => {
    const long = 'v'.repeat(240);
    const object = (name: string, matcher: Json = {}): Json => vm({ instancetype: { name: 'it', ...matcher } }, {}, { name });
    const reader = readerOf({ ...it, metadata: { name: 'it', uid: '705ab4f5-6393-11e8-b7cc-42010a800002', generation: 1 } });
    const answer = await validating(object(long), { reader });
    expect(answer).toMatchObject({ allowed: false, code: 422, fields: ['FieldValueInvalid spec.instancetype'] });
    expect(answer.message).toMatch(/2\d\d characters/);
    expect((await validating(object('v'.repeat(100)), { reader })).allowed).toBe(true);
    // where nothing is stored there is no name
    expect((await validating(object(long), { reader, cluster: () => ({ configuration: { instancetype: { referencePolicy: 'expand' } } }) })).allowed).toBe(true);
  });

  test('more vCPUs than can be counted', async () => {
    const answer = await validating(vm({}, { cpu: { sockets: 65_536, cores: 65_536, threads: 2 } }));
    expect(answer.fields).toEqual(['FieldValueInvalid spec.template.spec.domain.cpu']);
  });
});

test('10,000 disks, interfaces and GPUs, and a preference for each, are judged', async () => {
  const many = <T>(make: (name: string) => T): T[] => Array.from({ length: 10_000 }, (_, index) => make(`x${index}`));
  const object = vm({ preference: { name: 'pr' } }, { devices: { disks: many((name) => ({ name, disk: {} })), interfaces: many((name) => ({ name, masquerade: {} })), gpus: many((name) => ({ name, deviceName: 'd' })) } });
  object.spec.template.spec.networks = many((name) => ({ name, pod: {} }));
  const reader = readerOf(preference({ devices: { preferredDiskBus: 'virtio', preferredInterfaceModel: 'virtio' } }));
  expect((await validating(object, { reader })).status).toBe(200);
});
