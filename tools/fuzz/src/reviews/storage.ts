import type { ObjectLike } from '@instancetype/api';
import type { Random } from '@instancetype-tools/random';
import { at, isObject } from './review-case.ts';

const SOURCES: readonly object[] = [
  { source: { pvc: { name: 'golden', namespace: 'ns' } } },
  { source: { snapshot: { name: 'golden', namespace: 'images' } } },
  { source: { registry: { url: 'docker://x' } } },
  { sourceRef: { kind: 'DataSource', name: 'golden' } },
  { sourceRef: { kind: 'datasource', name: 'golden', namespace: 'images' } },
  { pvc: { accessModes: ['ReadWriteOnce'] }, source: { blank: {} } },
  { storage: { storageClassName: '' }, sourceRef: { kind: 'DataSource', name: 'gone' } },
];

/** A VM that, half of the time, brings disks along, from which its matchers may be inferred.
 * @param vm not changed
 * @param random by chance */
export function withStorage(vm: object, random: Random): object {
  const spec = at(vm, 'spec');
  if (!isObject(spec) || random.once(2)) return vm;
  const inferred = { inferFromVolume: random.pick(['root', 'root', 'data', 'gone']), ...(random.once(3) && { inferFromVolumeFailurePolicy: random.pick(['Ignore', 'Reject']) }) };
  return {
    ...vm,
    spec: {
      ...spec,
      // a mutation of one must not show in the next case
      dataVolumeTemplates: [{ metadata: { name: random.pick(['d', 'e']) }, spec: structuredClone(random.pick(SOURCES)) }],
      ...(random.once(3) && { instancetype: { ...inferred } }),
      ...(random.once(3) && { preference: { ...inferred } }),
    },
  };
}

/** What the VM's disks are made of.
 * @param random by chance */
export function storage(random: Random): ObjectLike[] {
  const labels = random.pick([
    undefined,
    { 'instancetype.kubevirt.io/default-instancetype': 'the-instancetype', 'instancetype.kubevirt.io/default-preference': 'the-preference', 'template.kubevirt.io/architecture': 'arm64' },
    { 'instancetype.kubevirt.io/default-instancetype': '', 'instancetype.kubevirt.io/default-preference-kind': 'Foo', 'template.kubevirt.io/architecture': 'vax' },
  ]);
  const one = (kind: string, name: string, namespace: string, spec: object): ObjectLike => ({ kind, metadata: { name, namespace, ...(labels && random.once(2) && { labels }) }, spec }) as ObjectLike;
  return [
    one('PersistentVolumeClaim', 'c', 'ns', {}),
    one('PersistentVolumeClaim', 'golden', 'ns', {}),
    one('VolumeSnapshot', 'golden', 'images', {}),
    one('DataVolume', 'd', 'ns', { ...random.pick(SOURCES) }),
    one('DataSource', 'golden', 'ns', { source: { dataSource: { name: 'golden', namespace: 'images' } } }),
    one('DataSource', 'golden', 'images', { source: { pvc: { name: 'golden', namespace: 'ns' } } }),
  ];
}
