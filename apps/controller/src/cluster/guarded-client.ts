import type { ControllerRevisionLike, ObjectRef, VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';
import type { StoredVm } from '../vm/project-vm.ts';
import { type Api, type ApiObject, type GuardedPatch, hasCode, RESOURCES } from '@instancetype/kube';
import { isUnseenChange } from './unseen-change.ts';

/** Whether this process leads, at the very moment. */
interface Guard {
  mayWrite(): boolean;
  readonly leading: AbortSignal;
}

/** Looks objects up, in caches first. */
interface ObjectReader {
  get(ref: ObjectRef): ApiObject | undefined | Promise<ApiObject | undefined>;
}

/** What has been written, and has to come back through a cache before a VM is looked at again. */
interface Remembered {
  expect(key: string, version: string | undefined): void;
}

/** What a client is made of. */
export interface ClientParts {
  readonly api: Api;
  readonly reader: ObjectReader;
  readonly guard: Guard;
  /** Waits until a request may go out. */
  readonly pace: (signal: AbortSignal) => Promise<void>;
  readonly vmWrites: Remembered;
  readonly revisionWrites: Remembered;
}

/** For which VM, and on what terms. */
export interface Errand {
  /** The VM's key in the queue. */
  readonly key: string;
  /** Aborted when the time for the work is up. */
  readonly signal: AbortSignal;
  /** Whether what is known of the VM is all of it, so that it may be written back as a whole. */
  readonly isWhole: boolean;
  /** Told of every object that was looked at. */
  readonly onRead: (ref: ObjectRef) => void;
  /** Told of each write that the cluster has accepted. */
  readonly onWrite: (verb: WriteVerb, kind: string) => void;
}

/** A write, as it is counted. */
export type WriteVerb = 'create' | 'delete' | 'patch' | 'patchStatus' | 'update';

/** That a VM must be read as a whole before it can be replaced: what a cache keeps is less. It has no `code`, so that no rule takes it for
 * a fault of the cluster. */
export class NeedsWholeVm extends Error {
  override readonly name = 'NeedsWholeVm';
}

/** A write that was not sent, because this process does not lead any more. */
class NotLeading extends Error {
  override readonly name = 'NotLeading';
  readonly code = 'unavailable';
}

/** Requests for one VM. Whatever is written is guarded: it is sent only by the leader, and takes effect only on what was read (RELIABILITY
 * R19, R20). */
export interface VmClient {
  /** The VM's key in the queue. */
  readonly key: string;
  /** Whether a write has shown that somebody changed the VM after it was read: what comes next is for another pass. */
  readonly isOutdated: boolean;
  get(ref: ObjectRef): ApiObject | undefined | Promise<ApiObject | undefined>;
  create(revision: ControllerRevisionLike): Promise<ApiObject>;
  delete(revision: ControllerRevisionLike): Promise<void>;
  patchStatus(vm: VirtualMachineLike, operations: readonly JsonPatchOperation[]): Promise<ApiObject>;
  /** Changes the VM itself.
   * @param vm as it was read
   * @param operations the first of them is a test */
  patch(vm: VirtualMachineLike, operations: readonly JsonPatchOperation[]): Promise<StoredVm>;
  update(vm: VirtualMachineLike): Promise<ApiObject>;
  /** The VM as it is in the cluster now, past every cache; undefined where there is none. */
  readVm(name: string, namespace: string): Promise<StoredVm | undefined>;
  /** Creates an Event, or changes one. */
  createEvent(event: ApiObject): Promise<ApiObject>;
  patchEvent(event: ApiObject, operations: readonly JsonPatchOperation[]): Promise<ApiObject>;
  /** Sends any other write, guarded as all are.
   * @param verb for the figures
   * @param kind of the object
   * @param send sends it, and gives the answer */
  write(verb: WriteVerb, kind: string, send: Send): Promise<ApiObject>;
}

/** Sends one write; it ends with the signal. */
export type Send = (api: Api, options: { readonly signal: AbortSignal }) => Promise<ApiObject>;

const VMS = RESOURCES.VirtualMachine;
const REVISIONS = RESOURCES.ControllerRevision;
const EVENTS = RESOURCES.Event;

/** Makes the client of one pass over one VM.
 * @param parts of the process
 * @param errand of the pass */
export function clientFor(parts: ClientParts, errand: Errand): VmClient {
  const { api, guard } = parts;
  const signal = AbortSignal.any([errand.signal, guard.leading]);
  const write = async (verb: WriteVerb, kind: string, send: () => Promise<ApiObject>): Promise<ApiObject> => {
    await parts.pace(signal);
    // with nothing awaited in between
    if (!guard.mayWrite()) throw new NotLeading('This process does not lead any more, so that it must not write.');
    const answer = await send();
    errand.onWrite(verb, kind);
    return answer;
  };
  let isOutdated = false;
  const writeVm = async (verb: WriteVerb, send: () => Promise<ApiObject>, isUnseen: (answer: ApiObject) => boolean = () => false): Promise<ApiObject> => {
    try {
      const answer = await write(verb, VMS.kind, send);
      isOutdated ||= isUnseen(answer);
      // as it comes back it has not had its pass
      parts.vmWrites.expect(errand.key, isOutdated ? undefined : (answer.metadata?.resourceVersion ?? undefined));
      return answer;
    } catch (error) {
      if (signal.aborted || mayHaveArrived(error)) parts.vmWrites.expect(errand.key, undefined);
      throw error;
    }
  };
  const patch = (vm: VirtualMachineLike, operations: readonly JsonPatchOperation[], subresource?: string): Promise<ApiObject> => api.patch(VMS, nameOf(vm), guarded(operations), { signal, subresource });
  return {
    key: errand.key,
    get isOutdated() {
      return isOutdated;
    },
    write: (verb, kind, send) => write(verb, kind, () => send(api, { signal })),
    get(ref) {
      errand.onRead(ref);
      return parts.reader.get(ref);
    },
    async create(revision) {
      const created = await write('create', REVISIONS.kind, () => api.create(REVISIONS, revision as ApiObject, { signal }));
      parts.revisionWrites.expect(errand.key, created.metadata?.resourceVersion ?? undefined);
      return created;
    },
    async delete(revision) {
      await write('delete', REVISIONS.kind, async () => {
        await api.delete(REVISIONS, nameOf(revision), { signal, uid: revision.metadata?.uid ?? undefined });
        return {};
      });
    },
    patchStatus: (vm, operations) => writeVm('patchStatus', () => patch(vm, operations, 'status'), (answer) => isUnseenChange(vm, operations, answer)),
    patch: async (vm, operations) => (await writeVm('patch', () => patch(vm, operations))) as StoredVm,
    async update(vm) {
      if (!errand.isWhole) throw new NeedsWholeVm('The VM has to be read as a whole before it can be replaced.');
      return await writeVm('update', () => api.update(VMS, vm as ApiObject, { signal }));
    },
    async readVm(name, namespace) {
      await parts.pace(signal);
      try {
        return (await api.get(VMS, { name, namespace }, { signal })) as StoredVm;
      } catch (error) {
        if (hasCode(error, 'not-found')) return undefined;
        throw error;
      }
    },
    createEvent: (event) => write('create', EVENTS.kind, () => api.create(EVENTS, event, { signal })),
    patchEvent: (event, operations) => write('patch', EVENTS.kind, () => api.patch(EVENTS, nameOf(event), guarded(operations), { signal })),
  };
}

function nameOf({ metadata }: VirtualMachineLike): { readonly name: string; readonly namespace: string } {
  return { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
}

// the types of a patch want what the client checks: that a test comes first
function guarded(operations: readonly JsonPatchOperation[]): GuardedPatch {
  return { json: operations } as unknown as GuardedPatch;
}

/** Whether nobody knows if a write has taken effect. */
function mayHaveArrived(error: unknown): boolean {
  return hasCode(error, 'unavailable', 'timed-out');
}
