import { isDeepStrictEqual } from 'node:util';
import { type JsonPatchOperation, valueAt } from '@instancetype/conflict';
import { type ApiObject, type GuardedPatch, hasCode, RESOURCES } from '@instancetype/kube';
import type { Send, VmClient } from '../cluster/guarded-client.ts';
import type { Instances, StoredInstance, StoredRevision } from './instances-cache.ts';

/** Writes of instances and VM revisions, guarded as all are: only the leader sends them, and they take effect only on what was read. */
export interface InstanceRequests {
  create(instance: object): Promise<void>;
  remove(instance: StoredInstance): Promise<void>;
  /** @param instance as it was read
   * @param operations they apply only to that instance */
  patch(instance: StoredInstance, operations: readonly JsonPatchOperation[]): Promise<void>;
  /** Lets an instance go that is being deleted, by taking its last finalizer away; somebody else may have done that. */
  release(instance: StoredInstance, finalizers: readonly string[]): Promise<void>;
  /** Creates a revision; one of that name that is there already is kept. */
  createRevision(revision: object): Promise<void>;
  removeRevision(revision: StoredRevision): Promise<void>;
}

/** What a pass decides by before all else: whether the instance is there, and whether it goes. */
const LOOKED_AT = ['/metadata/deletionTimestamp', '/metadata/finalizers', '/status/phase'];
const [INSTANCES, REVISIONS] = [RESOURCES.VirtualMachineInstance, RESOURCES.ControllerRevision];

/** Requests for the instance of one VM.
 * @param client of the VM's pass
 * @param instances learns what has been written */
export function instanceRequests(client: Pick<VmClient, 'key' | 'write'>, instances: Instances): InstanceRequests {
  const { key } = client;
  const requests: InstanceRequests = {
    async create(instance) {
      const created = await client.write('create', INSTANCES.kind, (api, options) => api.create(INSTANCES, instance as ApiObject, options));
      instances.wroteInstance(key, versionOf(created));
    },
    async remove({ metadata }) {
      const send = nothing((api, options) => api.delete(INSTANCES, nameOf(metadata), { ...options, uid: metadata?.uid ?? undefined }));
      await gone(client.write('delete', INSTANCES.kind, send));
      instances.removedInstance(key, metadata?.uid ?? '');
    },
    async patch(instance, operations) {
      const { metadata } = instance;
      const isStill: JsonPatchOperation = { op: 'test', path: '/metadata/uid', value: metadata?.uid };
      const body = { json: [isStill, ...operations] } as unknown as GuardedPatch;
      const patched = await client.write('patch', INSTANCES.kind, (api, options) => api.patch(INSTANCES, nameOf(metadata), body, options));
      instances.wroteInstance(key, versionOf(patched), !isOtherwise(instance, patched, operations));
    },
    async release(instance, finalizers) {
      const path = '/metadata/finalizers';
      await gone(requests.patch(instance, [{ op: 'test', path, value: finalizers }, { op: 'remove', path }]));
    },
    async createRevision(revision) {
      try {
        const created = await client.write('create', REVISIONS.kind, (api, options) => api.create(REVISIONS, revision as ApiObject, options));
        instances.wroteRevision(key, versionOf(created));
      } catch (error) {
        if (!hasCode(error, 'already-exists')) throw error;
      }
    },
    async removeRevision({ metadata }) {
      const send = nothing((api, options) => api.delete(REVISIONS, nameOf(metadata), { ...options, uid: metadata?.uid ?? undefined }));
      await gone(client.write('delete', REVISIONS.kind, send));
    },
  };
  return requests;
}

type Removal = (...given: Parameters<Send>) => Promise<void>;

function nothing(remove: Removal): Send {
  return async (api, options) => {
    await remove(api, options);
    return {};
  };
}

// it is gone already, or another one of its name, which is somebody else's
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!hasCode(error, 'not-found', 'conflict')) throw error;
  }
}

/** Whether somebody else has changed an instance since it was read: as it comes back, nobody has looked at it. */
function isOtherwise(read: StoredInstance, patched: StoredInstance, operations: readonly JsonPatchOperation[]): boolean {
  const written = new Set(operations.filter(({ op }) => op !== 'test').map(({ path }) => path));
  return LOOKED_AT.some((path) => !written.has(path) && !isDeepStrictEqual(valueAt(read, path) ?? undefined, valueAt(patched, path) ?? undefined));
}

function versionOf({ metadata }: ApiObject): string | undefined {
  return metadata?.resourceVersion ?? undefined;
}

function nameOf(metadata: ApiObject['metadata']): { readonly name: string; readonly namespace: string } {
  return { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
}
