import type { ObjectRef } from '@instancetype/api';
import { type Cache, cachedReader } from '@instancetype/kube';
import { cacheMetrics, type Metrics } from '@instancetype/operate';
import type { StoredVm } from '../vm/project-vm.ts';
import { vmMetrics } from './vm-metrics.ts';

/** What a scrape tells of. */
export interface Scraped {
  readonly metrics: Metrics;
  readonly measures: { beforeScrape(): void };
  readonly caches: { readonly vms: Cache<StoredVm>; readonly shelves: readonly Cache[]; readonly all: readonly Cache[] };
  readonly leadership: { readonly guard: { mayWrite(): boolean } };
}

/** Makes the text of `/metrics`. The metrics of VMs come from the leader alone: from all replicas they would be there several times.
 * @param settings whether there are metrics of VMs
 * @param scraped what it tells of */
export function scrapeOf({ features }: { readonly features: readonly string[] }, { metrics, measures, caches, leadership }: Scraped): () => Promise<string> {
  const beforeScrape = cacheMetrics(metrics, caches.all);
  const reader = cachedReader({ caches: caches.shelves });
  // without a cluster to ask it answers at once
  const shelf = { get: (ref: ObjectRef) => reader.get(ref) as object | undefined };
  const ofVms = features.includes('metrics') ? vmMetrics(caches.vms, shelf) : undefined;
  return async () => {
    measures.beforeScrape();
    beforeScrape();
    const own = await metrics.text();
    return ofVms && leadership.guard.mayWrite() ? `${own}\n${await ofVms()}` : own;
  };
}
