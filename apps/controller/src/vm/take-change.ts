import type { ControllerRevisionLike } from '@instancetype/api';
import { keyOf } from './key.ts';
import type { StoredVm } from './project-vm.ts';

/** What a cache brings. */
interface Brought<T> {
  readonly type: 'added' | 'updated' | 'removed' | 'resynced';
  readonly namespace: string;
  readonly name: string;
  readonly object: T;
}

interface Queue {
  add(key: string): void;
}

interface Worker {
  isParked(key: string): boolean;
  forget(key: string): void;
}

/** Who learns of a change of a VM. */
export interface VmListeners {
  readonly worker: Worker;
  readonly echoes: { seen(key: string, version: string | undefined): boolean };
  readonly queue: Queue;
}

/** Takes a change of a VM: it is looked at again, unless it is exactly what was written in its last pass.
 * @param change what the cache brings
 * @param listeners who learns of it */
export function takeVm({ type, namespace, name, object }: Brought<StoredVm>, { worker, echoes, queue }: VmListeners): void {
  const key = keyOf(namespace, name);
  if (type === 'removed') return worker.forget(key);
  const isEcho = echoes.seen(key, object.metadata?.resourceVersion ?? undefined);
  if (!isEcho || worker.isParked(key)) queue.add(key);
}

/** Who learns of a change of a revision. */
export interface RevisionListeners {
  readonly worker: Pick<Worker, 'isParked'>;
  readonly revisionWrites: { seen(key: string, version: string | undefined): void };
  readonly queue: Queue;
}

/** Takes a change of a revision: its VM may have waited for it to come back.
 * @param change what the cache brings
 * @param listeners who learns of it */
export function takeRevision({ namespace, object }: Brought<ControllerRevisionLike>, { worker, revisionWrites, queue }: RevisionListeners): void {
  const owner = object.metadata?.ownerReferences?.find(({ controller }) => controller)?.name;
  if (!owner) return;
  const key = keyOf(namespace, owner);
  revisionWrites.seen(key, object.metadata?.resourceVersion ?? undefined);
  if (worker.isParked(key)) queue.add(key);
}
