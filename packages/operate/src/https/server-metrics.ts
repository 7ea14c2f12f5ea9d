import type { Counter, Histogram, Metrics } from '../metrics/open-metrics.ts';

/** What a server counts. */
export interface ServerMetrics {
  readonly requests: Counter<'path' | 'code'>;
  readonly seconds: Histogram<'path'>;
  readonly failures: Counter<'path'>;
  readonly refused: Counter<'reason'>;
}

/** The label of a request to no route: paths come from clients, and there is no end to them. */
export const OTHER = 'other';

const LIKELY_CODES = ['200', '400', '413', '415', '429', '500', '504'];

/** Registers what a server counts.
 * @param metrics where
 * @param name the first word of each name
 * @param paths the routes
 * @param now reads what is going on */
export function serverMetrics(metrics: Metrics, name: string, paths: readonly string[], now: { requests(): number; connections(): number }): ServerMetrics {
  metrics.gauge(`${name}_requests_in_flight`, 'Requests at work.', undefined, () => now.requests());
  metrics.gauge(`${name}_connections`, 'Open connections.', undefined, () => now.connections());
  return {
    requests: metrics.counter(`${name}_requests_total`, 'Answered requests by route and HTTP status.', { path: paths, code: LIKELY_CODES }),
    seconds: metrics.histogram(`${name}_request_duration_seconds`, 'From the head of a request to the end of its answer, by route.', { path: paths }),
    failures: metrics.counter(`${name}_handler_failures_total`, 'Requests whose handler failed or was late, by route.', { path: paths }),
    refused: metrics.counter(`${name}_refused_connections_total`, 'Connections that ended before a request was understood.', { reason: ['tls', 'limit', 'headers', 'timeout', 'malformed', 'gone'] }),
  };
}
