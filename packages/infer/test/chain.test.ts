import type { VirtualMachineLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { inferInstancetype } from '../src/index.ts';
import { Cluster, INSTANCETYPE, KIND, thing, vmWith } from './cluster.ts';

const LABELS = { [INSTANCETYPE]: 'u1.small' };
const CLAIM = { persistentVolumeClaim: { claimName: 'root-claim' } };
const DATA_VOLUME = { dataVolume: { name: 'root-dv' } };

function inferred(vm: VirtualMachineLike, ...things: Parameters<typeof thing>[]): unknown {
  const outcome = inferInstancetype(vm, new Cluster(...things.map((each) => thing(...each))));
  return outcome.ok ? outcome.value.spec?.instancetype : outcome.causes.map(({ code }) => code);
}

/** A VM whose DataVolume comes out of a template. */
const withTemplate = (spec: object, labels?: object): VirtualMachineLike =>
  vmWith(DATA_VOLUME, { dataVolumeTemplates: [{ metadata: { name: 'root-dv', labels }, spec }] });

describe('a PersistentVolumeClaim', () => {
  test('tells the instance type, and its kind where it has that label', () => {
    expect(inferred(vmWith(CLAIM), ['PersistentVolumeClaim', 'root-claim', LABELS])).toEqual({ name: 'u1.small' });
    expect(inferred(vmWith(CLAIM), ['PersistentVolumeClaim', 'root-claim', { ...LABELS, [KIND]: 'VirtualMachineInstancetype' }])).toEqual({
      name: 'u1.small',
      kind: 'VirtualMachineInstancetype',
    });
  });

  test('counts before a DataVolume that the same volume names', () => {
    expect(inferred(vmWith({ ...CLAIM, ...DATA_VOLUME }), ['PersistentVolumeClaim', 'root-claim', LABELS])).toEqual({ name: 'u1.small' });
  });

  test('may have an empty label, which gives a matcher that names nothing (Q26)', () => {
    expect(inferred(vmWith(CLAIM), ['PersistentVolumeClaim', 'root-claim', { [INSTANCETYPE]: '' }])).toEqual({});
  });

  test('that does not exist, or exists elsewhere, is an error', () => {
    expect(inferred(vmWith(CLAIM))).toEqual(['inference-object-not-found']);
    expect(inferred(vmWith(CLAIM), ['PersistentVolumeClaim', 'root-claim', LABELS, undefined, 'other'])).toEqual(['inference-object-not-found']);
  });

  test('without the label is an error that names claim and label', () => {
    const outcome = inferInstancetype(vmWith(CLAIM), new Cluster(thing('PersistentVolumeClaim', 'root-claim', { other: 'x' })));
    expect(outcome.ok ? [] : outcome.causes).toMatchObject([
      { code: 'inference-label-missing', message: expect.stringContaining(`PersistentVolumeClaim "web/root-claim" has no label ${INSTANCETYPE}`), pointer: '/spec/instancetype/inferFromVolume' },
    ]);
    // a webhook answers such a cause with a bare error
    expect(outcome.ok ? [] : outcome.causes[0].reason).toBeUndefined();
  });
});

describe('a DataVolume', () => {
  test('tells it by its own labels, before those of its source', () => {
    const spec = { source: { pvc: { name: 'golden', namespace: 'images' } } };
    expect(inferred(vmWith(DATA_VOLUME), ['DataVolume', 'root-dv', LABELS, spec])).toEqual({ name: 'u1.small' });
  });

  test('without labels leads to its source: a claim, a snapshot, a DataSource', () => {
    const to = (source: object): Parameters<typeof thing> => ['DataVolume', 'root-dv', undefined, source];
    const place = { name: 'golden', namespace: 'images' };
    expect(inferred(vmWith(DATA_VOLUME), to({ source: { pvc: place } }), ['PersistentVolumeClaim', 'golden', LABELS, undefined, 'images'])).toEqual({ name: 'u1.small' });
    expect(inferred(vmWith(DATA_VOLUME), to({ source: { snapshot: place } }), ['VolumeSnapshot', 'golden', LABELS, undefined, 'images'])).toEqual({ name: 'u1.small' });
    expect(inferred(vmWith(DATA_VOLUME), to({ sourceRef: { kind: 'DataSource', ...place } }), ['DataSource', 'golden', LABELS, undefined, 'images'])).toEqual({ name: 'u1.small' });
  });

  test('that is gone leaves a claim of its name', () => {
    expect(inferred(vmWith(DATA_VOLUME), ['PersistentVolumeClaim', 'root-dv', LABELS])).toEqual({ name: 'u1.small' });
    expect(inferred(vmWith(DATA_VOLUME))).toEqual(['inference-object-not-found']);
  });

  test('out of a template is not fetched, and labels of the template do not count', () => {
    const cluster = new Cluster(thing('DataVolume', 'root-dv', LABELS), thing('PersistentVolumeClaim', 'golden', { [INSTANCETYPE]: 'o1.large' }));
    const outcome = inferInstancetype(withTemplate({ source: { pvc: { name: 'golden', namespace: 'web' } } }, LABELS), cluster);
    expect(outcome.ok && outcome.value.spec?.instancetype).toEqual({ name: 'o1.large' });
    expect(cluster.asked).toEqual(['PersistentVolumeClaim web/golden']);
  });

  test('imported from a registry or a web server carries no labels (Q27)', () => {
    expect(inferred(withTemplate({ source: { registry: { url: 'docker://x' } } }))).toEqual(['inference-unsupported']);
    expect(inferred(withTemplate({ source: {} }))).toEqual(['inference-unsupported']);
    expect(inferred(withTemplate({}))).toEqual(['inference-unsupported']);
  });

  test('takes the namespace of its source as written, without a default', () => {
    expect(inferred(withTemplate({ source: { pvc: { name: 'golden' } } }), ['PersistentVolumeClaim', 'golden', LABELS])).toEqual(['inference-source-unnamed']);
  });
});

describe('a DataSource', () => {
  const reference = (more: object): VirtualMachineLike => withTemplate({ sourceRef: { kind: 'DataSource', name: 'fedora', ...more } });

  test('is in the VM’s namespace where the reference names none, but not where it names an empty one (Q26)', () => {
    expect(inferred(reference({}), ['DataSource', 'fedora', LABELS])).toEqual({ name: 'u1.small' });
    expect(inferred(reference({ namespace: null }), ['DataSource', 'fedora', LABELS])).toEqual({ name: 'u1.small' });
    expect(inferred(reference({ namespace: '' }), ['DataSource', 'fedora', LABELS])).toEqual(['inference-source-unnamed']);
  });

  test('leads to its claim or snapshot where it has no label', () => {
    const spec = { source: { snapshot: { name: 'snap', namespace: 'images' } } };
    expect(inferred(reference({}), ['DataSource', 'fedora', {}, spec], ['VolumeSnapshot', 'snap', LABELS, undefined, 'images'])).toEqual({ name: 'u1.small' });
  });

  test('that points to another DataSource is not followed', () => {
    const spec = { source: { dataSource: { name: 'other', namespace: 'web' } } };
    expect(inferred(reference({}), ['DataSource', 'fedora', {}, spec], ['DataSource', 'other', LABELS])).toEqual(['inference-label-missing']);
  });

  test('is the only kind of reference, in this letter case', () => {
    expect(inferred(reference({ kind: 'datasource' }), ['DataSource', 'fedora', LABELS])).toEqual(['inference-unsupported']);
  });

  test('counts also where a source of another type is set beside the reference', () => {
    const vm = withTemplate({ source: { blank: {} }, sourceRef: { kind: 'DataSource', name: 'fedora' } });
    expect(inferred(vm, ['DataSource', 'fedora', LABELS])).toEqual({ name: 'u1.small' });
  });

  test('in another namespace is followed unless that is refused', () => {
    const cluster = new Cluster(thing('DataSource', 'fedora', LABELS, undefined, 'images'));
    expect(inferInstancetype(reference({ namespace: 'images' }), cluster).ok).toBe(true);
    const refused = inferInstancetype(reference({ namespace: 'images' }), cluster, { crossNamespaceInference: 'deny' });
    expect(refused).toMatchObject({ ok: false, causes: [{ code: 'inference-other-namespace' }] });
    expect(cluster.asked).toHaveLength(1);
  });
});

describe('a refusal', () => {
  const refusalOf = (vm: VirtualMachineLike, ...things: Parameters<typeof thing>[]): { readonly message: string; readonly asked: readonly string[] } => {
    const cluster = new Cluster(...things.map((each) => thing(...each)));
    const outcome = inferInstancetype(vm, cluster);
    return { message: outcome.ok ? '' : outcome.causes[0].message, asked: cluster.asked };
  };

  test('tells the way from the volume to the object whose label is missing', () => {
    const vm = withTemplate({ sourceRef: { kind: 'DataSource', name: 'fedora', namespace: 'images' } });
    const spec = { source: { pvc: { name: 'golden', namespace: 'images' } } };
    const { message } = refusalOf(vm, ['DataSource', 'fedora', {}, spec, 'images'], ['PersistentVolumeClaim', 'golden', {}, undefined, 'images']);
    expect(message).toBe(
      'spec.instancetype.inferFromVolume is "root", but PersistentVolumeClaim "images/golden" (through DataVolumeTemplate "root-dv" and DataSource "images/fedora") ' +
        `has no label ${INSTANCETYPE}: add it there, set spec.instancetype.name instead, or spec.instancetype.inferFromVolumeFailurePolicy to Ignore`,
    );
  });

  test('tells of a reference without a name or a namespace, for which nothing is asked', () => {
    expect(refusalOf(withTemplate({ source: { pvc: { namespace: 'web' } } }))).toEqual({ message: expect.stringContaining('is named by nothing'), asked: [] });
    expect(refusalOf(withTemplate({ source: { pvc: { name: 'golden' } } }))).toEqual({ message: expect.stringContaining('without a namespace'), asked: [] });
    expect(refusalOf(vmWith({ dataVolume: {} }))).toEqual({ message: expect.stringContaining('a DataVolume of namespace web, which is named by nothing'), asked: [] });
  });

  test('shows what a manifest holds in a form that no terminal obeys', () => {
    for (const vm of [withTemplate({ sourceRef: { kind: '\u001b[31m' } }), withTemplate({ source: { '\u001b[31m': {} } }), vmWith({ persistentVolumeClaim: { claimName: 'a\nb' } })]) {
      expect(refusalOf(vm).message).not.toMatch(/\p{Cc}/u);
      expect(refusalOf(vm).message).toMatch(/\\u00(1b|0a)/);
    }
  });

  test('suggests the volume that was meant, and the policy where it helps', () => {
    const suggestionsOf = (vm: VirtualMachineLike): unknown => {
      const outcome = inferInstancetype(vm, new Cluster());
      return outcome.ok ? undefined : outcome.causes[0].suggestions?.map(({ patch }) => patch);
    };
    expect(suggestionsOf(vmWith(CLAIM, { instancetype: { inferFromVolume: 'rooot' } }))).toEqual([[{ op: 'replace', path: '/spec/instancetype/inferFromVolume', value: 'root' }]]);
    expect(suggestionsOf(vmWith({ containerDisk: {} }))).toEqual([[{ op: 'add', path: '/spec/instancetype/inferFromVolumeFailurePolicy', value: 'Ignore' }]]);
    // it covers no missing object
    expect(suggestionsOf(vmWith(CLAIM))).toBeUndefined();
  });
});

describe('a volume', () => {
  test('that the VM does not have is an error that lists those that it has', () => {
    const outcome = inferInstancetype(vmWith(CLAIM, { instancetype: { inferFromVolume: 'rooot' } }), new Cluster());
    expect(outcome).toMatchObject({ ok: false, causes: [{ code: 'inference-volume-not-found', message: expect.stringContaining('other, root') }] });
  });

  test('of another type carries no labels', () => {
    expect(inferred(vmWith({ containerDisk: { image: 'x' } }))).toEqual(['inference-unsupported']);
  });
});
