import { GROUP, INSTANCETYPE_RESOURCES, PREFERENCE_RESOURCES } from '@instancetype/api';

interface KeptKind {
  readonly group: string;
  readonly namespaced: boolean;
}

const FOUR = [...INSTANCETYPE_RESOURCES, ...PREFERENCE_RESOURCES].map(({ kind, namespaced }): [string, KeptKind] => [kind, { group: GROUP, namespaced }]);

/** From whose labels a VM's instance type and preference can be inferred. */
const SOURCES: readonly [string, KeptKind][] = [
  ['PersistentVolumeClaim', { group: '', namespaced: true }],
  ['DataVolume', { group: 'cdi.kubevirt.io', namespaced: true }],
  ['DataSource', { group: 'cdi.kubevirt.io', namespaced: true }],
  ['VolumeSnapshot', { group: 'snapshot.storage.k8s.io', namespaced: true }],
];
const SOURCE_KINDS: ReadonlySet<string> = new Set(SOURCES.map(([kind]) => kind));

const KEPT: ReadonlyMap<string, KeptKind> = new Map([
  ...FOUR,
  ...SOURCES,
  ['ControllerRevision', { group: 'apps', namespaced: true }],
  ['KubeVirt', { group: 'kubevirt.io', namespaced: true }],
]);

/** Whether objects of a kind are looked up by others.
 * @param kind as written */
export function isKeptKind(kind: string): boolean {
  return KEPT.has(kind);
}

/** Whether an object belongs to a namespace; undefined for kinds that nothing looks up.
 * @param kind as written */
export function isNamespaced(kind: string): boolean | undefined {
  return KEPT.get(kind)?.namespaced;
}

/** Whether an `apiVersion` is one of the kind's group; an absent one may be.
 * @param kind a kind that others look up
 * @param apiVersion as written */
export function isOfGroup(kind: string, apiVersion: unknown): boolean {
  const group = KEPT.get(kind)?.group;
  return typeof apiVersion !== 'string' ? apiVersion === undefined || apiVersion === null : groupOf(apiVersion) === group;
}

/** Whether an object is a volume, or what a volume is made from.
 * @param object an object of a manifest */
export function isVolumeSource({ kind, apiVersion }: Readonly<Record<string, unknown>>): boolean {
  return typeof kind === 'string' && SOURCE_KINDS.has(kind) && isOfGroup(kind, apiVersion);
}

// the core group has no name: its apiVersion is only a version
function groupOf(apiVersion: string): string {
  return apiVersion.slice(0, Math.max(apiVersion.indexOf('/'), 0));
}
