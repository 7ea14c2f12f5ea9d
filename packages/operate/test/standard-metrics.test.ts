import { afterEach, expect, test } from 'vitest';
import { cacheMetrics, certificateMetrics, type Metrics, openMetrics } from '../src/index.ts';

const opened: Metrics[] = [];
afterEach(() => {
  for (const metrics of opened.splice(0)) metrics.close();
});
function open(): Metrics {
  const metrics = openMetrics({ prefix: 'x_' });
  opened.push(metrics);
  return metrics;
}

test('caches are measured as they are when it is asked for', async () => {
  const metrics = open();
  const status = { synced: false, objects: 0, lastEventAgeMs: undefined as number | undefined, error: undefined as unknown, requests: 1, relists: { initial: 1, expired: 2 }, reconnects: 4, brokenStreams: 0, handlerErrors: 0 };
  const measure = cacheMetrics(metrics, [{ resource: { plural: 'virtualmachines' }, status: () => status }]);
  measure();
  expect(await metrics.text()).toContain('x_cache_synced{resource="virtualmachines"} 0');
  Object.assign(status, { synced: true, objects: 7, lastEventAgeMs: 1500, error: new Error('gone') });
  measure();
  const text = await metrics.text();
  for (const line of ['x_cache_synced{resource="virtualmachines"} 1', 'x_cache_objects{resource="virtualmachines"} 7', 'x_cache_last_event_age_seconds{resource="virtualmachines"} 1.5', 'x_cache_following{resource="virtualmachines"} 0', 'x_cache_relists_total{resource="virtualmachines"} 3', 'x_cache_reconnects_total{resource="virtualmachines"} 4']) expect(text).toContain(line);
});

test('a certificate is measured as it is when it is asked for', async () => {
  const metrics = open();
  const watched = { notAfter: new Date(5_000), loads: 1, failures: 0 };
  certificateMetrics(metrics, 'certificate', watched);
  expect(await metrics.text()).toContain('x_certificate_not_after_seconds 5');
  Object.assign(watched, { notAfter: new Date(9_000), loads: 2, failures: 3 });
  const text = await metrics.text();
  for (const line of ['x_certificate_not_after_seconds 9', 'x_certificate_loads_total 2', 'x_certificate_load_failures_total 3']) expect(text).toContain(line);
});
