import { type ControllerRevisionLike, OBJECT_KIND_LABEL, type VirtualMachineLike } from '@instancetype/api';
import { openOwnWrites, type OwnWrites } from '@instancetype/control';
import { type Api, type ApiObject, type Cache, openCache, RESOURCES, withoutBookkeeping } from '@instancetype/kube';
import type { RunningInstanceLike } from '@instancetype/update';
import { keyOf, nameIn } from '../vm/key.ts';
import { OwnEchoes } from '../vm/own-echoes.ts';

/** A VirtualMachineInstance of the cluster. */
export type StoredInstance = ApiObject & RunningInstanceLike & { readonly status?: { readonly phase?: string; readonly phaseTransitionTimestamps?: unknown } | null };
/** A ControllerRevision of the cluster. */
export type StoredRevision = ApiObject & ControllerRevisionLike;

/** What is watched, and who is told. */
export interface InstancesOptions {
  readonly watchList: boolean;
  /** Whether instances are kept whole; without it only what starting and stopping look at. */
  readonly whole: boolean;
  /** Told that a VM's instance has changed.
   * @param key the VM's
   * @param isEcho whether it is exactly what was written last */
  readonly onChange: (key: string, isEcho: boolean) => void;
}

/** The instances of VMs, and the revisions that remember VMs as they were started. */
export interface Instances {
  readonly caches: readonly Cache[];
  /** What was written and is still on its way back: a VM waits for it before its next pass. */
  readonly gates: readonly Pick<OwnWrites, 'forget' | 'leftMs' | 'ready'>[];
  /** The instance of a VM's name, whosever it is. One whose deletion the cluster has accepted is being deleted, whether or not the cache
   * knows.
   * @param vm the VM */
  of(vm: VirtualMachineLike): StoredInstance | undefined;
  /** All of them. */
  list(): readonly StoredInstance[];
  /** The revisions that remember a VM.
   * @param vm the VM */
  revisionsOf(vm: VirtualMachineLike): readonly StoredRevision[];
  /** @param isEcho false where somebody else has changed it too */
  wroteInstance(key: string, version: string | undefined, isEcho?: boolean): void;
  removedInstance(key: string, uid: string): void;
  wroteRevision(key: string, version: string | undefined): void;
}

const OWNER = 'owner';

/** Opens the caches of instances and of VM revisions: `instances` and `live-update` look at them.
 * @param api requests to the cluster
 * @param options what is kept, and who is told */
export function openInstances(api: Api, { watchList, whole, onChange }: InstancesOptions): Instances {
  const instances = openCache<StoredInstance>(api, RESOURCES.VirtualMachineInstance, {
    ...{ watchList, project: whole ? (withoutBookkeeping as (object: ApiObject) => StoredInstance) : leanInstance },
    onChange({ type, namespace, name, object }) {
      const [key, version] = [keyOf(namespace, name), object.metadata?.resourceVersion ?? undefined];
      const isEcho = echoes.seen(key, version);
      if (type === 'removed') removed.delete(key);
      onChange(key, isEcho && type !== 'removed');
    },
  });
  // those that have this label hold instance types and preferences, and are in a cache of their own
  const revisions = openCache<StoredRevision>(api, RESOURCES.ControllerRevision, {
    ...{ watchList, labelSelector: `!${OBJECT_KIND_LABEL}`, project: revisionOfVm, indexes: { [OWNER]: ownersOf } },
    onChange({ namespace, object }) {
      const owner = ownerOf(object);
      if (!owner?.name) return;
      const key = keyOf(namespace, owner.name);
      revisionWrites.seen(key, object.metadata?.resourceVersion ?? undefined);
      onChange(key, true);
    },
  });
  const instanceWrites = openOwnWrites({ reached: () => instances.status().resourceVersion });
  const revisionWrites = openOwnWrites({ reached: () => revisions.status().resourceVersion });
  const echoes = new OwnEchoes(instanceWrites);
  /** By key, the uids of instances that were deleted and have not gone yet. */
  const removed = new Map<string, string>();
  return {
    caches: [instances as unknown as Cache, revisions as unknown as Cache],
    gates: [{ forget: (key) => echoes.forget(key), leftMs: (key) => instanceWrites.leftMs(key), ready: (key) => instanceWrites.ready(key) }, revisionWrites],
    of({ metadata }) {
      const [namespace, name] = [metadata?.namespace ?? '', metadata?.name ?? ''];
      const instance = instances.get(namespace, name);
      return instance && removed.get(keyOf(namespace, name)) === instance.metadata?.uid ? leaving(instance) : instance;
    },
    list: () => instances.list(),
    revisionsOf: ({ metadata }) => revisions.byIndex(OWNER, metadata?.uid ?? ''),
    wroteInstance: (key, version, isEcho) => echoes.expect(key, version, isEcho),
    removedInstance(key, uid) {
      // it may have gone before the answer came, and is not told of again
      const { namespace, name } = nameIn(key);
      if (instances.get(namespace, name)?.metadata?.uid === uid) removed.set(key, uid);
    },
    wroteRevision: (key, version) => revisionWrites.expect(key, version),
  };
}

/** The VM that an object belongs to, by its controller reference; undefined where it is none's.
 * @param object an instance or a revision */
export function ownerOf({ metadata }: ApiObject): { readonly name?: string | null | undefined; readonly uid?: string | null | undefined } | undefined {
  return metadata?.ownerReferences?.find(({ controller, kind }) => controller === true && kind === 'VirtualMachine');
}

function leaving(instance: StoredInstance): StoredInstance {
  const deletionTimestamp = instance.metadata?.deletionTimestamp ?? new Date().toISOString();
  return { ...instance, metadata: { ...instance.metadata, deletionTimestamp } };
}

function ownersOf(revision: StoredRevision): readonly string[] {
  const uid = ownerOf(revision)?.uid;
  return uid ? [uid] : [];
}

function leanInstance(object: ApiObject): StoredInstance {
  const { metadata, status } = object as StoredInstance & { readonly metadata?: Readonly<Record<string, unknown>> };
  const { name, namespace, uid, resourceVersion, deletionTimestamp, annotations, ownerReferences, finalizers } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  return { metadata: { name, namespace, uid, resourceVersion, deletionTimestamp, annotations, ownerReferences, finalizers } as StoredInstance['metadata'], status: { phase: status?.phase, phaseTransitionTimestamps: status?.phaseTransitionTimestamps } } as StoredInstance;
}

// those of other controllers, of stateful sets for example, are not looked at
function revisionOfVm(object: ApiObject): StoredRevision {
  const { name, namespace, uid, resourceVersion, ownerReferences } = object.metadata ?? {};
  if (!ownerOf(object)) return { metadata: { name, namespace, uid, resourceVersion } };
  const { data, revision } = object as StoredRevision;
  return { metadata: { name, namespace, uid, resourceVersion, ownerReferences }, data, revision };
}
