import { hostname } from 'node:os';
import { openOwnWrites, openPacer, type Queue, type WorkFailure } from '@instancetype/control';
import { type Api, type ApiObject, cachedReader, connectAs, openApi } from '@instancetype/kube';
import { type Log, type Metrics, type Starting, tellOfCaches } from '@instancetype/operate';
import { isFault } from '@instancetype/sync';
import { type Caches, openCaches } from './caches.ts';
import { openStartedQueue } from './cluster/started-queue.ts';
import { Events } from './events.ts';
import { openBeside } from './features/beside.ts';
import { featuresOf } from './features/features-of.ts';
import { followDefaults } from './follow-defaults.ts';
import { joinElection, type Leadership } from './leadership.ts';
import { scrapeOf } from './metrics/scrape.ts';
import { type WorkMetrics, workMetrics } from './metrics/work-metrics.ts';
import type { Settings } from './settings.ts';
import { keyOf } from './vm/key.ts';
import { OwnEchoes } from './vm/own-echoes.ts';
import { projectVm, wholeVm } from './vm/project-vm.ts';
import { takeRevision, takeVm } from './vm/take-change.ts';
import { type PassRecord, VmWorker } from './vm/vm-worker.ts';
import { Waits } from './vm/waits.ts';

/** What the parts of the controller share. */
export interface Parts {
  readonly log: Log;
  readonly metrics: Metrics;
  /** What is to be ended, the last first. */
  readonly endings: (() => unknown)[];
  readonly starting: Pick<Starting, 'stop'>;
}

/** The controller at work. */
export interface World {
  readonly queue: Pick<Queue, 'drain'>;
  readonly caches: Caches;
  readonly leadership: Leadership;
  /** Makes the text of `/metrics`. */
  readonly metricsText: () => Promise<string>;
}

/** Connects to the cluster, and puts the parts together.
 * @param settings as they were given
 * @param parts what goes on beside them; gets what is to be ended */
export async function openWorld(settings: Settings, { log, metrics, endings, starting }: Parts): Promise<World> {
  const [connection, leaseConnection] = [await connectAs(settings), await connectAs(settings)];
  endings.push(() => Promise.all([connection.close(), leaseConnection.close()]));
  const api = openApi(connection, { timeoutMs: settings.requestTimeout });
  const beside = openBeside(settings, {
    ...{ api, log },
    onInstance(key, isEcho) {
      if (!isEcho || worker.isParked(key)) queue.add(key);
    },
    exportParts: () => ({ client, cluster: () => defaults.current(), home: () => caches.home(), onWrite: (verb, kind) => measures.wrote(verb, kind) }),
  });
  const features = featuresOf(settings, beside.instances);
  const waits = new Waits();
  const queue = openStartedQueue({ rateLimit: { qps: settings.qps, burst: settings.burst }, onRun: (run) => measures.ran(run), onFailure: (failure) => tellFailure(log, failure) });
  const vmWrites = openOwnWrites({ reached: () => caches.vms.status().resourceVersion });
  const revisionWrites = openOwnWrites({ reached: () => caches.revisions.status().resourceVersion });
  const echoes = new OwnEchoes(vmWrites);
  const keysOf = (objects: readonly Pick<ApiObject, 'metadata'>[]): string[] => objects.map(({ metadata }) => keyOf(metadata?.namespace ?? '', metadata?.name ?? ''));
  const defaults = followDefaults(log, () => {
    for (const key of keysOf(caches.vms.list())) queue.add(key);
  });
  const caches: Caches = openCaches(api, {
    ...{ vmSelector: settings.vmSelector, resyncMs: settings.resync, watchList: settings.streamLists },
    ...{ watchSources: settings.features.includes('late-inference'), besides: beside.caches, asides: beside.asides },
    projectVm: features.some(({ needsWholeVms }) => needsWholeVms) ? wholeVm : projectVm,
    onVm(change) {
      beside.onObject({ kind: 'VirtualMachine', namespace: change.namespace, name: change.name });
      takeVm(change, { worker, echoes, queue });
    },
    onRevision: (change) => takeRevision(change, { worker, revisionWrites, queue }),
    onObject: (ref) => {
      beside.onObject(ref);
      for (const key of waits.for(ref)) queue.add(key);
    },
    onKubeVirt: defaults.take,
  });
  endings.push(() => caches.stop(), tellOfCaches(log, caches.all));
  const leadership = joinElection({
    ...{ settings, connection: leaseConnection, ready: caches.synced },
    onStart() {
      log.info('leading', { lease: settings.leaseName, identity: leadership.status()?.identity });
      // an instance may have outlived its VM
      const keys = [...keysOf(caches.vms.list()), ...keysOf(beside.instances?.list() ?? [])];
      queue.start(keys, (key, signal) => worker.work(key, signal), { workers: settings.workers });
      beside.run();
    },
    onLost: (reason) => starting.stop(reason),
  });
  endings.push(() => leadership.end({ isIdle: false }));
  const measures: WorkMetrics = workMetrics(metrics, { queue, leadership, waits });
  const pace = openPacer(settings);
  const events = new Events({ instance: hostname() });
  const client = { api, pace, guard: leadership.guard, reader: cachedReader({ caches: caches.shelves, api: pacedGets(api, pace) }) };
  const worker = new VmWorker({
    ...{ vms: caches.vms, waits, echoes, vmWrites, revisionWrites, events, client },
    ...{ gates: beside.gates, onGone: (key, requests) => beside.onGone(key, requests) },
    plan: { features, cluster: () => defaults.current() },
    onWrite: (verb, kind) => measures.wrote(verb, kind),
    onPass: (record) => tellPass(log, measures, record),
    onEventFault: (key, error) => {
      measures.eventLost();
      log.warn('an event was not recorded', { vm: key, error });
    },
  });
  const drain: Queue['drain'] = async (within) => {
    const [vms, others] = await Promise.all([queue.drain(within), beside.drain(within)]);
    return { unfinished: [...vms.unfinished, ...others.unfinished], left: vms.left + others.left };
  };
  return { queue: { drain }, caches, leadership, metricsText: scrapeOf(settings, { metrics, measures, caches, leadership, instances: beside.measured }) };
}

/** What no cache holds is asked for at the pace of everything else. */
function pacedGets(api: Api, pace: (signal: AbortSignal) => Promise<void>): Pick<Api, 'get'> {
  const never = new AbortController().signal;
  return {
    async get(...request) {
      await pace(request[2]?.signal ?? never);
      return await api.get(...request);
    },
  };
}

function tellPass(log: Log, measures: WorkMetrics, { key, outcome, writes }: PassRecord): void {
  const { error, notes = [] } = outcome;
  if (error) {
    measures.failed(error.reason);
    log.warn('a VM could not be synced', { vm: key, reason: error.reason, problem: error.message, retry: outcome.retry, writes: writes.join(', ') });
  } else if (writes.length > 0) {
    log.info('a VM was synced', { vm: key, writes: writes.join(', ') });
  }
  for (const { code, message } of notes) {
    measures.noticed(code);
    log.warn('noticed', { vm: key, code, problem: message });
  }
}

// what is wrong with a VM or the cluster has been told already
function tellFailure(log: Log, { key, reason, failures, retryMs }: WorkFailure): void {
  if (isFault(reason)) log.warn('a VM could not be read', { vm: key, code: reason.code, problem: reason.message, failures, retryMs });
  else if (reason instanceof Error) log.error('a pass broke off', { vm: key, error: reason, failures, retryMs });
}
