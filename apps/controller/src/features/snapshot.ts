import type { ObjectRef } from '@instancetype/api';
import type { Queue } from '@instancetype/control';
import { type Api, type ApiObject, type Cache, openCache, RESOURCES, withoutBookkeeping } from '@instancetype/kube';
import type { Log } from '@instancetype/operate';
import { isFault } from '@instancetype/sync';
import { openStartedQueue } from '../cluster/started-queue.ts';
import { keyOf } from '../vm/key.ts';
import { Waits } from '../vm/waits.ts';
import { type Kind, SnapshotWorker, type SnapshotWorkerParts, workKey } from './snapshot-worker.ts';

/** What snapshots are taken with. */
export interface SnapshotsOptions {
  readonly log: Log;
  readonly watchList: boolean;
  readonly rateLimit: { readonly qps: number; readonly burst: number };
  /** Asked for when the work begins. */
  readonly parts: () => Pick<SnapshotWorkerParts, 'client' | 'onWrite'>;
  /** Told of a snapshot or a restore that has come or changed. */
  readonly onChange: (ref: ObjectRef) => void;
}

/** The snapshots of VMs and their restores, with a queue of their own. */
export interface Snapshots {
  readonly caches: readonly Cache[];
  readonly queue: Pick<Queue, 'drain'>;
  /** An object has come or changed that they may wait for. */
  onObject(ref: ObjectRef): void;
  run(): void;
}

const WORKERS = 2;

/** Opens what takes snapshots of what VMs are, and restores them: the feature `snapshot` (BEHAVIOUR 17.2, 17.3).
 * @param api requests to the cluster
 * @param options what they are made with */
export function openSnapshots(api: Api, { log, watchList, rateLimit, parts, onChange: tell }: SnapshotsOptions): Snapshots {
  const waits = new Waits();
  const queue = openStartedQueue({ rateLimit, onFailure: ({ key, reason, retryMs }) => tellFailure(log, { key, reason, retryMs }) });
  let worker: SnapshotWorker | undefined;
  const onObject = (ref: ObjectRef): void => {
    for (const key of waits.for(ref)) queue.add(key);
  };
  const open = (kind: Kind): Cache => {
    const { group, version } = RESOURCES[kind];
    return openCache(api, RESOURCES[kind], {
      watchList,
      project: (object) => ({ ...withoutBookkeeping(object), apiVersion: `${group}/${version}`, kind }) as ApiObject,
      onChange({ type, namespace, name }) {
        const key = workKey(kind, keyOf(namespace, name));
        if (type === 'removed') worker?.forget(key);
        else queue.add(key);
        tell({ kind, namespace, name });
      },
    });
  };
  const shelves = { VirtualMachineSnapshot: open('VirtualMachineSnapshot'), VirtualMachineRestore: open('VirtualMachineRestore') };
  return {
    ...{ caches: Object.values(shelves), queue, onObject },
    run() {
      const made = new SnapshotWorker({
        ...{ ...parts(), shelves, waits },
        onDone: (key, vm) => log.info(isRestore(key) ? 'a VM was restored' : 'a snapshot of a VM was taken', { object: key, vm }),
        onProblem: (key, problem) => log.warn(failureOf(key), { object: key, problem }),
      });
      worker = made;
      const keys = Object.values(shelves).flatMap((shelf) => shelf.list().map(({ kind, metadata }) => workKey(kind as Kind, keyOf(metadata?.namespace ?? '', metadata?.name ?? ''))));
      queue.start(keys, (key, signal) => made.work(key, signal), { workers: WORKERS });
    },
  };
}

function isRestore(key: string): boolean {
  return key.startsWith('VirtualMachineRestore/');
}

function failureOf(key: string): string {
  return isRestore(key) ? 'a VM could not be restored' : 'a snapshot of a VM could not be taken';
}

// what is wrong with the objects has been told already
function tellFailure(log: Log, { key, reason, retryMs }: { readonly key: string; readonly reason: unknown; readonly retryMs: number | undefined }): void {
  if (isFault(reason)) log.warn(failureOf(key), { object: key, code: reason.code, problem: reason.message, retryMs });
  else if (reason instanceof Error) log.error('a snapshot or a restore broke off', { object: key, error: reason, retryMs });
}
