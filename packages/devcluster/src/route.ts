import type { RequestInfo } from './request-info.ts';
import type { ResourceType, ResourceTypes } from './resource.ts';
import { methodNotSupported, noSuchResource, NoSuchPath, notFound } from './status.ts';

/** What a request asks for. */
export interface Route {
  readonly type: ResourceType;
  /** Empty for all namespaces, and for cluster kinds. */
  readonly namespace: string;
  /** Empty for the whole list. */
  readonly name: string;
  /** As `status` or `token`; empty for the object itself. */
  readonly subresource: string;
}

const NESTED = /^\/api\/v1\/namespaces\/[^/]+\/namespaces(\/|$)/;

/** Where a request goes.
 * @param info what it is about
 * @param types what the cluster knows
 * @throws NoSuchPath or StatusError where nothing answers it */
export function routeOf(info: RequestInfo, types: ResourceTypes): Route {
  const { group, version, resource, subresource, rest } = info;
  const type = types.find(group, version, resource);
  if (!type || rest.length > 0) throw unknown(group, types);
  if (isNamespaces(type) && NESTED.test(info.path)) throw noSuchResource();
  const namespace = isNamespaces(type) ? '' : info.namespace;
  // what was selected by name is still a list
  const name = info.verb === 'list' || info.verb === 'watch' ? '' : info.name;
  checkScope(info, type, namespace);
  if (subresource === '' || subresourcesOf(type).includes(subresource)) return { type, namespace, name, subresource };
  throw type.custom ? notFound(type, name) : noSuchResource();
}

// Kubernetes' own groups say in JSON what they do not know
function unknown(group: string, types: ResourceTypes): Error {
  return types.all.some((each) => each.group === group && !each.custom) ? noSuchResource() : new NoSuchPath();
}

function subresourcesOf(type: ResourceType): readonly string[] {
  return [...(type.status ? ['status'] : []), ...(type.group === '' && type.kind === 'ServiceAccount' ? ['token'] : []), ...(isNamespaces(type) ? ['finalize'] : [])];
}

function isNamespaces({ group, plural }: ResourceType): boolean {
  return group === '' && plural === 'namespaces';
}

function checkScope({ verb }: RequestInfo, type: ResourceType, namespace: string): void {
  if (type.namespaced ? namespace !== '' || verb === 'list' || verb === 'watch' : namespace === '') return;
  if (type.custom) throw new NoSuchPath();
  throw type.namespaced ? methodNotSupported(type, verb) : noSuchResource();
}
