import { type ControllerRevisionLike, drive, driveAsync, type ObjectRef, type VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';

/** One call to the cluster. */
export type StoreCall =
  | { readonly verb: 'get'; readonly ref: ObjectRef }
  | { readonly verb: 'create' | 'update'; readonly revision: ControllerRevisionLike }
  | { readonly verb: 'delete'; readonly revision: ControllerRevisionLike }
  | { readonly verb: 'patchStatus'; readonly vm: VirtualMachineLike; readonly operations: readonly JsonPatchOperation[] };

/** A computation that reads and writes on its way: it yields each call, and goes on with the answer, or with what the call threw.
 * What is written in which order is decided here and nowhere else; who carries it out only carries it out. */
export type StoreSteps<T> = Generator<StoreCall, T, unknown>;

type Answer<T> = PromiseLike<T> | T;

/** What carries out the calls. What a call throws has a `code`, as `already-exists` or `not-found`. */
export interface StoreClient {
  /** An instance type, a preference or a ControllerRevision; nothing where there is none.
   * @param ref kind, name, and namespace for a namespaced kind */
  get(ref: ObjectRef): Answer<object | null | undefined>;
  /** Creates a ControllerRevision and answers with it.
   * @param revision the object
   * @throws an error of code `already-exists` where there is one of that name */
  create(revision: ControllerRevisionLike): Answer<object>;
  /** Replaces a ControllerRevision; its resourceVersion is that of the one that was read.
   * @param revision the object */
  update(revision: ControllerRevisionLike): Answer<object>;
  /** Deletes a ControllerRevision, if it is still the one that was read.
   * @param revision the object as it was read: its uid is a precondition */
  delete(revision: ControllerRevisionLike): Answer<unknown>;
  /** Sends one JSON patch to the VM's status subresource and answers with the VM.
   * @param vm the VM as it was read
   * @param operations the patch */
  patchStatus(vm: VirtualMachineLike, operations: readonly JsonPatchOperation[]): Answer<object>;
}

/** Carries out a computation on a client that answers at once, as one in memory does.
 * @param steps the computation
 * @param client what carries out its calls; what it throws and the computation does not expect passes through */
export function runSteps<T>(steps: StoreSteps<T>, client: StoreClient): T {
  return drive(steps, (call) => callOn(client, call));
}

/** {@link runSteps} for a client that answers later.
 * @param steps the computation
 * @param client what carries out its calls */
export function runStepsAsync<T>(steps: StoreSteps<T>, client: StoreClient): Promise<T> {
  return driveAsync(steps, (call) => callOn(client, call));
}

function callOn(client: StoreClient, call: StoreCall): unknown {
  switch (call.verb) {
    case 'get':
      return client.get(call.ref);
    case 'create':
      return client.create(call.revision);
    case 'update':
      return client.update(call.revision);
    case 'delete':
      return client.delete(call.revision);
    case 'patchStatus':
      return client.patchStatus(call.vm, call.operations);
  }
}

/** Whether what a call threw is of a code.
 * @param error anything
 * @param code as `already-exists` */
export function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && (error as { readonly code?: unknown }).code === code;
}
