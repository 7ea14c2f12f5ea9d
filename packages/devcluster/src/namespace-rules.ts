import type { ResourceType, ResourceTypes } from './resource.ts';
import type { Route } from './route.ts';
import { forbidden, notFound } from './status.ts';
import type { Store } from './store.ts';

const KEPT: readonly string[] = ['default', 'kube-system', 'kube-public'];

/** Refuses to create something in a namespace that is not there, or is going.
 * @param store where namespaces are
 * @param types what the cluster knows
 * @param route where something is created
 * @param name of what is created
 * @throws StatusError 404 or 403 */
export function checkNamespace(store: Store, types: ResourceTypes, { type, namespace }: Route, name = ''): void {
  const namespaces = types.find('', 'v1', 'namespaces');
  if (!type.namespaced || !namespaces) return;
  const entry = store.get(namespaces, '', namespace);
  if (entry === undefined) throw notFound(namespaces, namespace);
  if (!entry.object.metadata.deletionTimestamp) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw forbidden(type, name, why, [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }]);
}

/** Refuses to delete the namespaces that a cluster cannot be without.
 * @param type of what is deleted
 * @param name its
 * @throws StatusError 403 */
export function checkNamespaceDeletion(type: ResourceType, name: string): void {
  if (type.group === '' && type.kind === 'Namespace' && KEPT.includes(name)) throw forbidden(type, name, 'this namespace may not be deleted');
}
