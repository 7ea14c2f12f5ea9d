import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

const DELAY_RESOLUTION_MS = 20;

/** Adds what is worth knowing of every process, under the names that dashboards know, read at each scrape.
 * @param registry where they belong
 * @returns stops measuring */
export function addProcessMetrics(registry: Registry): () => void {
  const startedAt = Date.now() / 1000 - process.uptime();
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(read()) });
  };
  gauge('process_cpu_seconds_total', 'Processor time used, in seconds.', () => sum(process.cpuUsage()) / 1e6);
  gauge('process_start_time_seconds', 'When the process started, in seconds since the epoch.', () => startedAt);
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', 'Memory used by objects.', () => process.memoryUsage().heapUsed);
  gauge('nodejs_heap_size_total_bytes', 'Memory reserved for objects.', () => process.memoryUsage().heapTotal);
  gauge('nodejs_external_memory_bytes', 'Memory used by buffers and the like.', () => process.memoryUsage().external);
  if (openFiles() !== undefined) gauge('process_open_fds', 'Open files and sockets.', () => openFiles() ?? 0);
  addInfo(registry);
  return addDelays(registry);
}

function addInfo(registry: Registry): void {
  const info = new Gauge({ name: 'nodejs_version_info', help: 'The version of Node.js.', labelNames: ['version'], registers: [registry] });
  info.set({ version: process.version }, 1);
}

function addDelays(registry: Registry): () => void {
  const delays = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delays.enable();
  const gauge = (name: string, help: string, collect?: () => void): Gauge => new Gauge({ name, help, registers: [registry], ...(collect && { collect }) });
  // what is registered first is asked first, and sets the others: they are of the same moment
  const high: Gauge = gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop that one turn in a hundred exceeds, since the last scrape.', () => {
    // the histogram counts the time between two ticks, of which the resolution is no delay
    const seconds = (nanoseconds: number): number => (delays.count === 0 ? 0 : Math.max(0, nanoseconds / 1e9 - DELAY_RESOLUTION_MS / 1e3));
    median.set(seconds(delays.percentile(50)));
    high.set(seconds(delays.percentile(99)));
    most.set(seconds(delays.max));
    delays.reset();
  });
  const median = gauge('nodejs_eventloop_lag_p50_seconds', 'Median delay of the event loop since the last scrape.');
  const most = gauge('nodejs_eventloop_lag_max_seconds', 'Longest delay of the event loop since the last scrape.');
  return () => delays.disable();
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}

/** How many files are open, or undefined where the system does not tell. */
function openFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}
