import type { Gauge, Metrics } from './open-metrics.ts';

/** How a cache of objects is doing, as far as it is measured. */
interface Status {
  readonly synced: boolean;
  readonly objects: number;
  readonly lastEventAgeMs: number | undefined;
  readonly error: unknown;
  readonly requests: number;
  /** By reason. */
  readonly relists: Readonly<Record<string, number>>;
  readonly reconnects: number;
  readonly brokenStreams: number;
  readonly handlerErrors: number;
}

/** A cache of the objects of one resource. */
interface Measured {
  readonly resource: { readonly plural: string };
  status(): Status;
}

type Read = (status: Status) => number;

const FIGURES: readonly (readonly [name: string, help: string, read: Read])[] = [
  ['cache_synced', 'Whether the cache of a resource holds everything', ({ synced }) => (synced ? 1 : 0)],
  ['cache_objects', 'Objects in the cache of a resource', ({ objects }) => objects],
  ['cache_last_event_age_seconds', 'Time since the cluster has last told something of a resource', ({ lastEventAgeMs }) => (lastEventAgeMs ?? Number.NaN) / 1000],
  ['cache_following', 'Whether nothing keeps the cache of a resource from following the cluster', ({ error }) => (error ? 0 : 1)],
  ['cache_requests_total', 'Lists and watches that were begun', ({ requests }) => requests],
  ['cache_relists_total', 'How often everything was read anew', ({ relists }) => Object.values(relists).reduce((sum, count) => sum + count, 0)],
  ['cache_reconnects_total', 'Watches that were begun anew without reading everything', ({ reconnects }) => reconnects],
  ['cache_broken_streams_total', 'Streams with a line that could not be read', ({ brokenStreams }) => brokenStreams],
  ['cache_handler_errors_total', 'Failures of those whom the cache tells', ({ handlerErrors }) => handlerErrors],
];

/** Metrics of caches (RELIABILITY R21).
 * @param metrics where they go
 * @param caches whose they are
 * @returns takes the figures as they are now; call it before a scrape */
export function cacheMetrics(metrics: Metrics, caches: readonly Measured[]): () => void {
  const resources = caches.map(({ resource }) => resource.plural);
  const gauges = FIGURES.map(([name, help, read]) => ({ read, gauge: metrics.gauge(name, help, { resource: resources }) as Gauge<'resource'> }));
  return () => {
    for (const cache of caches) {
      const status = cache.status();
      for (const { gauge, read } of gauges) gauge.set(read(status), { resource: cache.resource.plural });
    }
  };
}
