import type { ObjectRef } from '@instancetype/api';
import type { Queue } from '@instancetype/control';
import { type Api, type ApiObject, type Cache, openCache, RESOURCES } from '@instancetype/kube';
import type { Log } from '@instancetype/operate';
import { isFault } from '@instancetype/sync';
import { openStartedQueue } from '../cluster/started-queue.ts';
import { keyOf } from '../vm/key.ts';
import { Waits } from '../vm/waits.ts';
import { ExportWorker, type ExportWorkerParts } from './export-worker.ts';

/** What exports are made with. */
export interface ExportsOptions {
  readonly log: Log;
  readonly watchList: boolean;
  readonly rateLimit: { readonly qps: number; readonly burst: number };
  /** Whether another feature watches snapshots. */
  readonly watchesSnapshots: boolean;
  /** Asked for when the work begins. */
  readonly parts: () => Pick<ExportWorkerParts, 'client' | 'cluster' | 'home' | 'onWrite'>;
}

/** The exports of VMs, with a queue of their own. */
export interface Exports {
  readonly caches: readonly Cache[];
  readonly queue: Pick<Queue, 'drain'>;
  /** An object has come or changed that exports may wait for. */
  onObject(ref: ObjectRef): void;
  run(): void;
}

const WORKERS = 2;
/** Where snapshots are not watched, this is how late one may be noticed that an export waits for. */
const UNWATCHED = { firstMs: 5, longestMs: 60_000 };

/** Opens what makes the manifests of exported VMs: the feature `export` (BEHAVIOUR 17.1).
 * @param api requests to the cluster
 * @param options what they are made with */
export function openExports(api: Api, { log, watchList, rateLimit, parts, watchesSnapshots }: ExportsOptions): Exports {
  const waits = new Waits();
  const queue = openStartedQueue({ rateLimit, backoff: watchesSnapshots ? undefined : UNWATCHED, onFailure: ({ key, reason, retryMs }) => tellFailure(log, { key, reason, retryMs }) });
  let worker: ExportWorker | undefined;
  const exports: Cache = openCache(api, RESOURCES.VirtualMachineExport, {
    ...{ watchList, project: leanExport },
    onChange({ type, namespace, name }) {
      const key = keyOf(namespace, name);
      if (type === 'removed') worker?.forget(key);
      else queue.add(key);
    },
  });
  return {
    ...{ caches: [exports], queue },
    onObject(ref) {
      for (const key of waits.for(ref)) queue.add(key);
    },
    run() {
      const made = new ExportWorker({
        ...{ ...parts(), exports, waits },
        onExported: (key, vm) => log.info('a VM was exported', { export: key, vm }),
        onProblem: (key, problem) => log.warn('a VM could not be exported', { export: key, problem }),
      });
      worker = made;
      const keys = exports.list().map(({ metadata }) => keyOf(metadata?.namespace ?? '', metadata?.name ?? ''));
      queue.start(keys, (key, signal) => made.work(key, signal), { workers: WORKERS });
    },
  };
}

function tellFailure(log: Log, { key, reason, retryMs }: { readonly key: string; readonly reason: unknown; readonly retryMs: number | undefined }): void {
  if (isFault(reason)) log.warn('a VM could not be exported', { export: key, code: reason.code, problem: reason.message, retryMs });
  else if (reason instanceof Error) log.error('an export broke off', { export: key, error: reason, retryMs });
}

function leanExport(object: ApiObject): ApiObject {
  const { name, namespace, uid, resourceVersion, deletionTimestamp } = object.metadata ?? {};
  const { serviceName } = (object['status'] ?? {}) as { readonly serviceName?: unknown };
  return { metadata: { name, namespace, uid, resourceVersion, deletionTimestamp }, spec: object['spec'], status: { serviceName } } as ApiObject;
}
