import { INSTANCETYPE_RESOURCES, type ObjectLike, PREFERENCE_RESOURCES } from '@instancetype/api';
import { type Api, type ApiObject, type Cache, type CacheOptions, openCache, RESOURCES } from '@instancetype/kube';

const NAMED = [...INSTANCETYPE_RESOURCES, ...PREFERENCE_RESOURCES].map(({ kind }) => kind);

/** The caches of the admitter. */
export interface Caches {
  /** Of what VMs name. */
  readonly objects: readonly Cache[];
  /** All of them, with that of KubeVirt objects. */
  readonly all: readonly Cache[];
  /** Why they cannot be relied on yet, in one line. */
  problem(): string | undefined;
  stop(): Promise<void>;
}

/** Opens the caches that make an admission need no request to the cluster.
 * @param api requests to the cluster
 * @param onKubeVirt gets all KubeVirt objects whenever one has changed
 * @param options how everything is read */
export function openCaches(api: Api, onKubeVirt: (objects: readonly ObjectLike[]) => void, options: Pick<CacheOptions<ApiObject>, 'watchList'>): Caches {
  const objects = NAMED.map((kind) => openCache(api, RESOURCES[kind], options));
  const kubevirts: Cache = openCache(api, RESOURCES.KubeVirt, { ...options, onChange: () => onKubeVirt(kubevirts.list()) });
  const all = [...objects, kubevirts];
  // where there is no KubeVirt, its built-in defaults hold until there is one
  const isMissingKubeVirt = (cache: Cache): boolean => cache === kubevirts && cache.status().error?.code === 'not-found';
  return {
    objects,
    all,
    problem() {
      const waiting = all.filter((cache) => !cache.isSynced && !isMissingKubeVirt(cache));
      if (waiting.length === 0) return undefined;
      return waiting.map((cache) => `${cache.resource.plural}: ${cache.status().error?.message ?? 'not read yet'}`).join('; ');
    },
    stop: async () => {
      await Promise.all(all.map((cache) => cache.stop()));
    },
  };
}
