import type { Watched } from '../certificates/watch.ts';
import type { Metrics } from './open-metrics.ts';

/** Metrics of what is read from files and read again.
 * @param metrics where they go
 * @param name what it is: `certificate`
 * @param watched the files */
export function certificateMetrics(metrics: Metrics, name: string, watched: Pick<Watched<unknown>, 'notAfter' | 'failures' | 'loads'>): void {
  metrics.gauge(`${name}_not_after_seconds`, 'When it ends, in seconds since 1970', undefined, () => watched.notAfter.getTime() / 1000);
  metrics.gauge(`${name}_loads_total`, 'How often new files were taken', undefined, () => watched.loads);
  metrics.gauge(`${name}_load_failures_total`, 'How often new files could not be used', undefined, () => watched.failures);
}
