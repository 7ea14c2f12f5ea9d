import type { ObjectLike } from '@instancetype/api';

/** A kind of objects as the API serves it. */
export interface ApiResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** An object as the API gives it: parsed JSON, nothing converted. */
export type ApiObject = ObjectLike & { readonly [field: string]: unknown };

/** The name of an object of a known kind. */
export interface Named {
  readonly name: string;
  /** For namespaced kinds. */
  readonly namespace?: string | undefined;
}

/** A query; what is unset is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The path of all objects of a kind, in one namespace or in all.
 * @param resource the kind
 * @param namespace unset means all; ignored for kinds of the cluster */
export function collectionPath(resource: ApiResource, namespace: string | undefined): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const place = resource.namespaced && namespace !== undefined ? `/namespaces/${segment(namespace, 'namespace')}` : '';
  return `${root}${place}/${resource.plural}`;
}

/** The path of one object.
 * @param resource its kind
 * @param named its name
 * @param subresource for example `status` */
export function objectPath(resource: ApiResource, named: Named, subresource?: string): string {
  if (resource.namespaced && !named.namespace) throw new TypeError(`A ${resource.kind} has a namespace: give it with the name.`);
  const object = `${collectionPath(resource, named.namespace)}/${segment(named.name, 'name')}`;
  return subresource === undefined ? object : `${object}/${segment(subresource, 'subresource')}`;
}

/** A path with a query.
 * @param path without a query
 * @param query what is unset is left out */
export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  return pairs.length === 0 ? path : `${path}?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

// a name that reads as a step in a path would ask for something else than was meant
function segment(text: string, what: string): string {
  if (typeof text !== 'string' || text === '' || text === '.' || text === '..') throw new TypeError(`${JSON.stringify(text)} is no ${what} of an object.`);
  return encodeURIComponent(text.isWellFormed() ? text : text.toWellFormed());
}
