import { type ControllerRevisionLike, drive, driveAsync, type ObjectRef, type VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';

/** One call to the cluster. */
export type SyncCall =
  | { readonly verb: 'get'; readonly ref: ObjectRef }
  | { readonly verb: 'create' | 'delete'; readonly revision: ControllerRevisionLike }
  | { readonly verb: 'patchStatus'; readonly vm: VirtualMachineLike; readonly operations: readonly JsonPatchOperation[] }
  | { readonly verb: 'update'; readonly vm: VirtualMachineLike };

/** A computation that reads and writes on its way: it yields each call, and goes on with the answer, or with what the call threw. */
export type SyncSteps<T> = Generator<SyncCall, T, unknown>;

type Answer<T> = PromiseLike<T> | T;

/** What carries out the calls: all that a pass ever reads and writes. What a call throws has a `code`, as `conflict` or
 * `already-exists`; something thrown without one is a bug and passes through. */
export interface SyncClient {
  /** An instance type, a preference or a ControllerRevision, out of a cache or fetched; nothing where there is none.
   * @param ref kind, name, and namespace for a namespaced kind */
  get(ref: ObjectRef): Answer<object | null | undefined>;
  /** Creates a ControllerRevision and answers with it.
   * @param revision the object
   * @throws an error of code `already-exists` where there is one of that name */
  create(revision: ControllerRevisionLike): Answer<object>;
  /** Deletes a ControllerRevision, if it is still the one that was read.
   * @param revision the object as it was read: its uid is a precondition */
  delete(revision: ControllerRevisionLike): Answer<unknown>;
  /** Sends one JSON patch to the VM's status subresource and answers with the VM.
   * @param vm the VM as it was read
   * @param operations the patch; it begins with tests that hold only for that VM */
  patchStatus(vm: VirtualMachineLike, operations: readonly JsonPatchOperation[]): Answer<object>;
  /** Replaces the VM (a PUT, which leaves its status alone) and answers with it. Only the policies that expand do that.
   * @param vm the whole VM; its resource version is that of the VM that was read */
  update(vm: VirtualMachineLike): Answer<object>;
}

/** Carries out a computation on a client that answers at once, as one in memory does.
 * @param steps the computation
 * @param client what carries out its calls; what it throws and the computation does not expect passes through */
export function runSyncSteps<T>(steps: SyncSteps<T>, client: SyncClient): T {
  return drive(steps, (call) => callOn(client, call));
}

/** {@link runSyncSteps} for a client that answers later.
 * @param steps the computation
 * @param client what carries out its calls */
export function runSyncStepsAsync<T>(steps: SyncSteps<T>, client: SyncClient): Promise<T> {
  return driveAsync(steps, (call) => callOn(client, call));
}

function callOn(client: SyncClient, call: SyncCall): unknown {
  switch (call.verb) {
    case 'get':
      return client.get(call.ref);
    case 'create':
      return client.create(call.revision);
    case 'delete':
      return client.delete(call.revision);
    case 'patchStatus':
      return client.patchStatus(call.vm, call.operations);
    case 'update':
      return client.update(call.vm);
  }
}
