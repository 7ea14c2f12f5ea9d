import type { ElectorStatus, QueueMetrics, WorkRun } from '@instancetype/control';
import type { Counter, Metrics } from '@instancetype/operate';
import type { WriteVerb } from '../cluster/guarded-client.ts';

/** What is measured of the work. */
export interface WorkMetrics {
  /** A run of a worker is over. */
  ran(run: WorkRun): void;
  /** The cluster accepted a write. */
  wrote(verb: WriteVerb, kind: string): void;
  /** A pass did not come to its end. */
  failed(reason: string): void;
  /** A warning about what was used. */
  noticed(code: string): void;
  /** An event could not be recorded. */
  eventLost(): void;
  /** Takes the figures as they are now; call it before a scrape. */
  beforeScrape(): void;
}

/** Whose figures they are. */
export interface Measured {
  readonly queue: { metrics(): QueueMetrics };
  readonly leadership: { status(): ElectorStatus | undefined; readonly guard: { mayWrite(): boolean } };
  readonly waits: { readonly size: number };
}

type Figure = readonly [name: string, help: string, read: (metrics: QueueMetrics) => number];

const FIGURES: readonly Figure[] = [
  ['queue_depth', 'VMs that are ready and wait for a worker', ({ depth }) => depth],
  ['queue_oldest_seconds', 'How long the first of them has been waiting', ({ oldestMs }) => oldestMs / 1000],
  ['queue_delayed', 'VMs that wait for a time', ({ delayed }) => delayed],
  ['queue_in_flight', 'VMs at work', ({ inFlight }) => inFlight],
  ['queue_longest_running_seconds', 'How long the longest of these runs has been going on', ({ longestRunningMs }) => longestRunningMs / 1000],
  ['queue_backing_off', 'VMs whose last pass did not go well', ({ backingOff }) => backingOff],
];
const COUNTS: readonly Figure[] = [
  ['queue_adds_total', 'How often a VM was added and was not waiting already', ({ adds }) => adds],
  ['queue_runs_total', 'Passes, and looks that came too early', ({ runs }) => runs],
  ['queue_failures_total', 'Runs that failed', ({ failures }) => failures],
  ['queue_retries_total', 'How often a VM was sent back to be tried again', ({ retries }) => retries],
];
/** Upper bounds in seconds: a pass over a settled VM takes a fraction of a millisecond, a backlog minutes. */
const SECONDS: readonly number[] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Metrics of the queue, the passes and the leadership (RELIABILITY R21).
 * @param metrics where they go
 * @param measured whose figures they are */
export function workMetrics(metrics: Metrics, { queue, leadership, waits }: Measured): WorkMetrics {
  const waited = metrics.histogram('queue_wait_seconds', 'How long VMs were ready before a worker was free', {}, SECONDS);
  const worked = metrics.histogram('pass_seconds', 'How long a run took', {}, SECONDS);
  const writes = metrics.counter('writes_total', 'Writes that the cluster accepted', { verb: [], kind: [] }) as Counter<'kind' | 'verb'>;
  const failures = metrics.counter('pass_failures_total', 'Passes that did not come to their end, by the reason of the condition', { reason: [] }) as Counter<'reason'>;
  const notes = metrics.counter('notes_total', 'Warnings about what was used, by code', { code: [] }) as Counter<'code'>;
  const lost = metrics.counter('events_lost_total', 'Events that could not be recorded');
  const gauges = [...FIGURES, ...COUNTS].map(([name, help, read]) => ({ read, gauge: metrics.gauge(name, help) }));
  const leads = metrics.gauge('leader', 'Whether this process leads');
  const valid = metrics.gauge('lease_valid_seconds', 'How much longer it leads without another renewal');
  const waiting = metrics.gauge('vms_waiting', 'VMs that failed and wait for an object to appear or change');
  return {
    ran: ({ waitedMs, ranMs }) => {
      waited.observe(waitedMs / 1000);
      worked.observe(ranMs / 1000);
    },
    wrote: (verb, kind) => writes.inc({ verb, kind }),
    failed: (reason) => failures.inc({ reason }),
    noticed: (code) => notes.inc({ code }),
    eventLost: () => lost.inc(),
    beforeScrape() {
      const now = queue.metrics();
      for (const { gauge, read } of gauges) gauge.set(read(now));
      leads.set(leadership.guard.mayWrite() ? 1 : 0);
      valid.set((leadership.status()?.validMs ?? 0) / 1000);
      waiting.set(waits.size);
    },
  };
}
