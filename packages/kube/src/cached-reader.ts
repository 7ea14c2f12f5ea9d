import type { ObjectRef } from '@instancetype/api';
import { hasCode } from './api-error.ts';
import { RESOURCES } from './known-resources.ts';
import type { Api } from './open-api.ts';
import type { Cache } from './open-cache.ts';
import type { ApiObject, ApiResource } from './resource.ts';

/** What a reader looks in. */
export interface ReaderSources {
  readonly caches?: readonly Pick<Cache, 'resource' | 'namespace' | 'isSynced' | 'get' | 'list'>[] | undefined;
  /** Asked for what no cache holds. Without it, that does not exist. */
  readonly api?: Pick<Api, 'get'> | undefined;
  /** By kind, where to find the kinds that no cache is of; {@link RESOURCES} where unset. */
  readonly resources?: Readonly<Record<string, ApiResource>> | undefined;
}

/** Looks objects up, as the packages that find instance types and preferences ask for them. */
export interface CachedReader {
  /** The object at once where a cache holds it; else a promise of what the cluster answers to one GET. An object that there is not
   * is undefined; every other error of the cluster rejects. */
  get(ref: ObjectRef): ApiObject | undefined | Promise<ApiObject | undefined>;
  /** The names that the caches hold; none for a kind that they do not know. */
  names(kind: string, namespace?: string): readonly string[];
}

/** A reader that looks in caches first. A cache may be a moment behind, so what it lacks is asked for.
 * @param sources caches and the cluster */
export function cachedReader({ caches = [], api, resources = RESOURCES }: ReaderSources): CachedReader {
  const knows = (kind: string, namespace: string | undefined): typeof caches =>
    caches.filter((cache) => cache.isSynced && cache.resource.kind === kind && (cache.namespace === undefined || cache.namespace === namespace));
  const resourceOf = (kind: string): ApiResource | undefined => caches.find(({ resource }) => resource.kind === kind)?.resource ?? (Object.hasOwn(resources, kind) ? resources[kind] : undefined);
  return {
    get({ kind, namespace, name }) {
      for (const cache of knows(kind, namespace)) {
        const found = cache.get(cache.resource.namespaced ? namespace : undefined, name);
        if (found) return found;
      }
      const resource = resourceOf(kind);
      // without a name or its namespace there is nothing that could be asked for
      if (!api || !resource || !isName(name) || (resource.namespaced && !isName(namespace))) return undefined;
      return api.get(resource, { namespace, name }).catch((error: unknown) => {
        if (hasCode(error, 'not-found')) return undefined;
        throw error;
      });
    },
    names: (kind, namespace) => knows(kind, namespace).flatMap((cache) => cache.list(cache.resource.namespaced ? namespace : undefined).map(({ metadata }) => metadata?.name ?? '')),
  };
}

function isName(text: string | undefined): text is string {
  return typeof text === 'string' && text !== '' && text !== '.' && text !== '..';
}
