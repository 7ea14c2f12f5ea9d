import type { ObjectRef } from '@instancetype/api';
import type { WorkResult } from '@instancetype/control';
import { valueAt } from '@instancetype/conflict';
import { type ApiObject, RESOURCES } from '@instancetype/kube';
import { isFault, isRefusal } from '@instancetype/sync';
import { clientFor, type ClientParts, type WriteVerb } from '../cluster/guarded-client.ts';
import { nameIn } from '../vm/key.ts';
import type { Waits } from '../vm/waits.ts';
import { openReport, type Report } from './snapshot-report.ts';
import { makeRestore, tellRestoreProblem } from './snapshot-restore.ts';
import { isTaken, takeSnapshot, tellSnapshotProblem } from './snapshot-take.ts';
import type { Ended, Shelf, SnapshotTools } from './snapshot-tools.ts';

/** A kind whose objects are worked on. */
export type Kind = 'VirtualMachineRestore' | 'VirtualMachineSnapshot';

/** What a worker is made of. */
export interface SnapshotWorkerParts {
  readonly shelves: Readonly<Record<Kind, Shelf>>;
  readonly client: Omit<ClientParts, 'revisionWrites' | 'vmWrites'>;
  readonly waits: Waits;
  readonly onWrite: (verb: WriteVerb, kind: string) => void;
  readonly onDone: (key: string, vm: string) => void;
  /** Told why a snapshot is not taken, or a restore not made. */
  readonly onProblem: (key: string, problem: string) => void;
}

interface Work {
  readonly isOver: (object: ApiObject) => boolean;
  readonly run: (object: ApiObject, tools: SnapshotTools) => Promise<Ended>;
  readonly tell: (report: Report, problem: string, object: ApiObject) => Promise<void>;
}

const UNHEARD = { expect: (): void => undefined };

const WORK: Readonly<Record<Kind, Work>> = {
  VirtualMachineSnapshot: { isOver: (object) => isTaken(object) || valueAt(object, '/status/phase') === 'Failed', run: takeSnapshot, tell: tellSnapshotProblem },
  VirtualMachineRestore: { isOver: (object) => valueAt(object, '/status/complete') === true, run: makeRestore, tell: tellRestoreProblem },
};

/** Works on one snapshot or restore at a time for each key of its queue (BEHAVIOUR 17.2, 17.3). */
export class SnapshotWorker {
  readonly #parts: SnapshotWorkerParts;
  /** The uids of objects that are done, until the cache knows. */
  readonly #done = new Map<string, string>();

  /** @param parts of the process */
  constructor(parts: SnapshotWorkerParts) {
    this.#parts = parts;
  }

  /** Takes a snapshot or makes a restore, as the queue's worker.
   * @param key the object's, from `workKey`
   * @param signal aborted when the time is up */
  async work(key: string, signal: AbortSignal): Promise<WorkResult> {
    const { client: parts, waits, shelves } = this.#parts;
    const { kind, namespace, name } = thingIn(key);
    const object = shelves[kind].get(namespace, name);
    waits.settle(key);
    if (!object || object.metadata?.deletionTimestamp || WORK[kind].isOver(object) || this.#done.get(key) === object.metadata?.uid) return 'done';
    const waitFor = (ref: ObjectRef): void => waits.add(key, ref);
    const client = clientFor({ ...parts, vmWrites: UNHEARD, revisionWrites: UNHEARD }, { key, signal, isWhole: false, onRead: waitFor, onWrite: this.#parts.onWrite });
    const report = openReport(object, RESOURCES[kind], client);
    const snapshots: Shelf = {
      get(of, snapshot) {
        waitFor({ kind: 'VirtualMachineSnapshot', namespace: of, name: snapshot });
        return shelves.VirtualMachineSnapshot.get(of, snapshot);
      },
    };
    const liveVm: SnapshotTools['liveVm'] = async (vm) => {
      waitFor({ kind: 'VirtualMachine', namespace, name: vm });
      return await client.readVm(vm, namespace);
    };
    const ended = await orRefused(() => WORK[kind].run(object, { client, liveVm, snapshots, report }));
    if ('problem' in ended) {
      this.#parts.onProblem(key, ended.problem);
      await WORK[kind].tell(report, ended.problem, object);
      return { failed: ended.problem };
    }
    // one that is gone meanwhile is not told of again
    if (shelves[kind].get(namespace, name)) this.#done.set(key, object.metadata?.uid ?? '');
    waits.settle(key);
    this.#parts.onDone(key, ended.vm);
    return 'done';
  }

  /** An object is gone.
   * @param key the object's */
  forget(key: string): void {
    this.#done.delete(key);
    this.#parts.waits.settle(key);
  }
}

/** What the cluster refuses is told, too; an outage and a lost race are not. */
async function orRefused(run: () => Promise<Ended>): Promise<Ended> {
  try {
    return await run();
  } catch (error) {
    if (isFault(error) && isRefusal(error)) return { problem: error.message ?? error.code };
    throw error;
  }
}

/** Names a snapshot or a restore in the queue.
 * @param kind its kind
 * @param key its namespace and name */
export function workKey(kind: Kind, key: string): string {
  return `${kind}/${key}`;
}

function thingIn(key: string): { readonly kind: Kind; readonly namespace: string; readonly name: string } {
  const { namespace: kind, name: rest } = nameIn(key);
  return { kind: kind as Kind, ...nameIn(rest) };
}
