import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiObject, type ApiResource, hasCode } from '@instancetype/kube';
import { parseAllDocuments } from 'yaml';
import type { TestCluster } from './cluster.ts';

const MANIFESTS = join(import.meta.dirname, '../../../apps');

const RESOURCES: readonly ApiResource[] = [
  { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false },
  { group: '', version: 'v1', plural: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true },
  { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'clusterroles', kind: 'ClusterRole', namespaced: false },
  { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'clusterrolebindings', kind: 'ClusterRoleBinding', namespaced: false },
  { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'roles', kind: 'Role', namespaced: true },
  { group: 'rbac.authorization.k8s.io', version: 'v1', plural: 'rolebindings', kind: 'RoleBinding', namespaced: true },
  { group: 'admissionregistration.k8s.io', version: 'v1', plural: 'mutatingwebhookconfigurations', kind: 'MutatingWebhookConfiguration', namespaced: false },
  { group: 'admissionregistration.k8s.io', version: 'v1', plural: 'validatingwebhookconfigurations', kind: 'ValidatingWebhookConfiguration', namespaced: false },
];

/** The objects of a manifest that an app is shipped with.
 * @param file path below `apps` */
export function shippedManifests(file: string): readonly ApiObject[] {
  return parseAllDocuments(readFileSync(join(MANIFESTS, file), 'utf8')).map((document) => document.toJS() as ApiObject);
}

/** Creates objects; those that are there stay as they are.
 * @param cluster where
 * @param objects of the kinds that an app is shipped with */
export async function deploy({ admin }: TestCluster, objects: readonly ApiObject[]): Promise<void> {
  for (const object of objects) {
    try {
      await admin.create(resourceOf(object), object);
    } catch (error) {
      if (!hasCode(error, 'already-exists')) throw error;
    }
  }
}

/** Removes what `deploy` has created.
 * @param cluster where
 * @param objects the same */
export async function undeploy({ admin }: TestCluster, objects: readonly ApiObject[]): Promise<void> {
  for (const object of objects) await admin.delete(resourceOf(object), { name: object.metadata?.name ?? '', namespace: object.metadata?.namespace ?? undefined });
}

/** The permissions that a role of a manifest gives: `get virtualmachines.kubevirt.io`.
 * @param objects of the manifest */
export function permissionsIn(objects: readonly ApiObject[]): readonly string[] {
  const rules = objects.flatMap((object) => (object['rules'] ?? []) as readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[] }[]);
  const all = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${qualified(resource, group)}`))),
  );
  return [...new Set(all)].toSorted();
}

// as requests are named: virtualmachines.kubevirt.io/status
function qualified(resource: string, group: string): string {
  if (group === '') return resource;
  const [plural, ...subresource] = resource.split('/');
  return [`${plural}.${group}`, ...subresource].join('/');
}

function resourceOf({ kind }: ApiObject): ApiResource {
  const resource = RESOURCES.find((one) => one.kind === kind);
  if (!resource) throw new TypeError(`${String(kind)} is none of the kinds that apps are deployed with.`);
  return resource;
}
