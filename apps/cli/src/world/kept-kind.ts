import { GROUP, INSTANCETYPE_RESOURCES, PREFERENCE_RESOURCES } from '@instancetype/api';

interface KeptKind {
  readonly group: string;
  readonly namespaced: boolean;
}

const FOUR = [...INSTANCETYPE_RESOURCES, ...PREFERENCE_RESOURCES].map(({ kind, namespaced }): [string, KeptKind] => [kind, { group: GROUP, namespaced }]);

const KEPT: ReadonlyMap<string, KeptKind> = new Map([
  ...FOUR,
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
  return typeof apiVersion !== 'string' ? apiVersion === undefined || apiVersion === null : apiVersion.split('/')[0] === group;
}
