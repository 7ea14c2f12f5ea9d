import type { ObjectRef, VirtualMachineInstanceLike } from '@instancetype/api';
import { type Cache, cachedReader } from '@instancetype/kube';
import { cacheMetrics, type Metrics } from '@instancetype/operate';
import type { StoredVm } from '../vm/project-vm.ts';
import { vmMetrics } from './vm-metrics.ts';

/** What a scrape tells of. */
export interface Scraped {
  readonly metrics: Metrics;
  readonly measures: { beforeScrape(): void };
  readonly caches: { readonly vms: Cache<StoredVm>; readonly shelves: readonly Cache[]; readonly all: readonly Cache[] };
  /** The instances that are told of; undefined where there are no metrics of VMs. */
  readonly instances: { list(): readonly VirtualMachineInstanceLike[] } | undefined;
  readonly leadership: { readonly guard: { mayWrite(): boolean } };
}

/** Makes the text of `/metrics`. The metrics of VMs come from the leader alone: from all replicas they would be there several times. Of several
 * leaders, each of which has its part of the VMs, each tells of the instances of its own.
 * @param settings which part of the VMs is looked at
 * @param scraped what it tells of */
export function scrapeOf({ vmSelector }: { readonly vmSelector: string | undefined }, { metrics, measures, caches, instances, leadership }: Scraped): () => Promise<string> {
  const beforeScrape = cacheMetrics(metrics, caches.all);
  const reader = cachedReader({ caches: caches.shelves });
  // without a cluster to ask it answers at once
  const shelf = { get: (ref: ObjectRef) => reader.get(ref) as object | undefined };
  const isOurs = ({ metadata }: VirtualMachineInstanceLike): boolean => vmSelector === undefined || caches.vms.get(metadata?.namespace ?? '', metadata?.name ?? '') !== undefined;
  const ofVms = instances && vmMetrics({ vms: caches.vms, instances: { list: () => instances.list().filter(isOurs) } }, shelf);
  return async () => {
    measures.beforeScrape();
    beforeScrape();
    const own = await metrics.text();
    return ofVms && leadership.guard.mayWrite() ? `${own}\n${await ofVms()}` : own;
  };
}
