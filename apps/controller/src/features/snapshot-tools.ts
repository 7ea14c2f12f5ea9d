import type { Causes } from '@instancetype/conflict';
import { type ApiObject, RESOURCES } from '@instancetype/kube';
import type { StoreClient } from '@instancetype/store';
import type { VmClient } from '../cluster/guarded-client.ts';
import type { StoredVm } from '../vm/project-vm.ts';
import { ownerOf } from './instances-cache.ts';
import type { Report } from './snapshot-report.ts';

/** Snapshots at hand. */
export interface Shelf {
  get(namespace: string, name: string): ApiObject | undefined;
}

/** What a snapshot is taken with, and a restore made. */
export interface SnapshotTools {
  /** Requests; what is looked at wakes the work up when it changes. */
  readonly client: VmClient;
  /** A VM as it is in the cluster now, past every cache; it wakes the work up, too.
   * @param name of one in the namespace of the snapshot or the restore */
  readonly liveVm: (name: string) => Promise<StoredVm | undefined>;
  readonly snapshots: Shelf;
  readonly report: Report;
}

/** A problem; it is told in the status, and the work is tried again. */
export interface Problem {
  readonly problem: string;
}

/** Where a snapshot or a restore stands. */
export type Ended = Problem | { readonly vm: string };

/** What went wrong, in one line.
 * @param causes of an outcome */
export function problemOf(causes: Causes): Problem {
  return { problem: causes.map(({ message }) => message).join('; ') };
}

/** The instance of a VM; undefined where the VM does not run.
 * @param vm the VM
 * @param client requests */
export async function instanceOf({ metadata }: StoredVm, client: Pick<VmClient, 'get'>): Promise<ApiObject | undefined> {
  const instance = await client.get({ kind: 'VirtualMachineInstance', namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' });
  return instance && ownerOf(instance)?.uid === metadata?.uid ? instance : undefined;
}

/** Carries out what the rules for revisions ask for.
 * @param client requests, guarded
 * @param beforeDelete done before a revision is deleted */
export function revisionClient(client: VmClient, beforeDelete: () => Promise<void>): StoreClient {
  const resource = RESOURCES.ControllerRevision;
  return {
    get: (ref) => client.get(ref),
    create: (revision) => client.create(revision),
    update: (revision) => client.write('update', resource.kind, (api, options) => api.update(resource, { ...revision, apiVersion: 'apps/v1', kind: resource.kind } as ApiObject, options)),
    async delete(revision) {
      await beforeDelete();
      await client.delete(revision);
    },
    patchStatus: () => Promise.reject(new TypeError('Snapshots and restores change no status of a VM.')),
  };
}
