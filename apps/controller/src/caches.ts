import { type ControllerRevisionLike, INSTANCETYPE_RESOURCES, OBJECT_KIND_LABEL, type ObjectLike, type ObjectRef, PREFERENCE_RESOURCES } from '@instancetype/api';
import { type Api, type ApiObject, type Cache, type Change, type KnownKind, openCache, RESOURCES, synced } from '@instancetype/kube';
import { shareData } from './cluster/shared-data.ts';
import type { StoredVm } from './vm/project-vm.ts';

const NAMED = [...INSTANCETYPE_RESOURCES, ...PREFERENCE_RESOURCES].map(({ kind }) => kind);
/** What instance types are inferred from (BEHAVIOUR 9.1). */
const SOURCES = ['PersistentVolumeClaim', 'DataVolume', 'DataSource', 'VolumeSnapshot'] as const satisfies readonly KnownKind[];

/** What is watched, and how. */
export interface CachesOptions {
  readonly vmSelector: string | undefined;
  readonly resyncMs: number;
  readonly watchList: boolean;
  /** Whether volumes and their sources are watched too. */
  readonly watchSources: boolean;
  /** Caches of others that are needed to begin, and stopped with these. */
  readonly besides: readonly Cache[];
  /** Caches of others that nothing waits for. */
  readonly asides: readonly Cache[];
  /** What is kept of a VM. */
  readonly projectVm: (object: ApiObject) => StoredVm;
  readonly onVm: (change: Change<StoredVm>) => void;
  readonly onRevision: (change: Change<ApiObject & ControllerRevisionLike>) => void;
  /** Told of an object that VMs may wait for. */
  readonly onObject: (ref: ObjectRef) => void;
  /** Told of all KubeVirt objects whenever one has changed. */
  readonly onKubeVirt: (objects: readonly ObjectLike[]) => void;
}

/** The caches of the controller. */
export interface Caches {
  readonly vms: Cache<StoredVm>;
  readonly revisions: Cache;
  /** Of all but VMs and KubeVirt objects: to look things up in. */
  readonly shelves: readonly Cache[];
  readonly all: readonly Cache[];
  /** The namespace of KubeVirt itself; undefined where it is not installed. */
  home(): string | undefined;
  /** Resolves when everything is there that is needed to begin. */
  readonly synced: Promise<void>;
  /** Why they cannot be relied on yet, in one line. */
  problem(): string | undefined;
  stop(): Promise<void>;
}

/** Opens the caches that make a pass over a settled VM need no request.
 * @param api requests to the cluster
 * @param options what is watched, and who is told */
export function openCaches(api: Api, options: CachesOptions): Caches {
  const { watchList, onObject } = options;
  const tell = (kind: string) => (change: Change<ApiObject>): void => {
    if (change.type !== 'resynced') onObject({ kind, name: change.name, ...(change.namespace !== '' && { namespace: change.namespace }) });
  };
  const open = (kind: KnownKind, project?: (object: ApiObject) => ApiObject): Cache => openCache(api, RESOURCES[kind], { watchList, project, onChange: tell(kind) });
  const named = NAMED.map((kind) => open(kind));
  // a revision that no object of ours is stored in is read when a VM names it
  const revisions: Cache = openCache(api, RESOURCES.ControllerRevision, {
    ...{ watchList, labelSelector: OBJECT_KIND_LABEL, project: shareData() },
    onChange: [tell('ControllerRevision'), options.onRevision],
  });
  const vms = openCache<StoredVm>(api, RESOURCES.VirtualMachine, { watchList, labelSelector: options.vmSelector, project: options.projectVm, resyncMs: options.resyncMs, onChange: options.onVm });
  const kubevirts: Cache = openCache(api, RESOURCES.KubeVirt, { watchList, onChange: () => options.onKubeVirt(kubevirts.list()) });
  const needed: readonly Cache[] = [...named, revisions, vms as unknown as Cache, kubevirts, ...options.besides];
  // a cluster may have no DataVolumes, or no snapshots: nothing waits for those
  const sources = options.watchSources ? SOURCES.map((kind) => open(kind, projectSource)) : [];
  const all = [...needed, ...sources, ...options.asides];
  return {
    ...{ vms, revisions, all },
    shelves: [...named, revisions, ...sources],
    home: () => kubevirts.list()[0]?.metadata?.namespace ?? undefined,
    synced: synced(needed),
    problem: () => problemOf(needed),
    stop: async () => {
      await Promise.all(all.map((cache) => cache.stop()));
    },
  };
}

function problemOf(caches: readonly Cache[]): string | undefined {
  const waiting = caches.filter(({ isSynced }) => !isSynced);
  if (waiting.length === 0) return undefined;
  return waiting.map((cache) => `${cache.resource.plural}: ${cache.status().error?.message ?? 'not read yet'}`).join('; ');
}

/** Of a volume and its sources: the labels that tell what is inferred, and where it comes from. */
function projectSource(object: ApiObject): ApiObject {
  const { name, namespace, uid, resourceVersion, labels } = object.metadata ?? {};
  const { source, sourceRef } = (object['spec'] ?? {}) as Readonly<Record<string, unknown>>;
  const kept = Object.entries(labels ?? {}).filter(([key]) => key.startsWith('instancetype.kubevirt.io/'));
  return { metadata: { name, namespace, uid, resourceVersion, labels: Object.fromEntries(kept) }, spec: { source, sourceRef } };
}
