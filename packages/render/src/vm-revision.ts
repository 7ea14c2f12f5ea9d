import { type ControllerRevisionLike, type Family, matcherOf, statusRefOf, type VirtualMachineLike } from '@instancetype/api';
import { valueAt } from '@instancetype/conflict';
import { type NewOwnerReference, ownerReference } from '@instancetype/revision';

/** The ControllerRevision (apps/v1) that remembers a VM as it was started. */
export interface VmRevision {
  readonly apiVersion: 'apps/v1';
  readonly kind: 'ControllerRevision';
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly ownerReferences: readonly [NewOwnerReference] };
  readonly data: { readonly spec: object };
  readonly revision: number;
}

/** What is to be done about the revisions of a VM that is being started. */
export interface VmRevisionPlan {
  /** The name that the instance's status is to hold. */
  readonly name: string;
  /** The names of older revisions, to be deleted before the new one is created. */
  readonly remove: readonly string[];
  /** What is to be created; undefined where a revision of this generation is there already, which is kept as it is. */
  readonly create: VmRevision | undefined;
}

/** The name of the revision that remembers a VM as it is started (BEHAVIOUR 15.7): its UID and its generation.
 * @param vm the VM */
export function vmRevisionName(vm: VirtualMachineLike): string {
  return `${prefixOf(vm)}${generationOf(vm)}`;
}

/** What is to be done about the revisions of a VM that is being started (BEHAVIOUR 15.7). What is created holds the VM's spec, and in
 * it the names of the revisions in which its instance type and its preference are stored; the VM itself stays as it is.
 * @param vm the VM, with its status as it is
 * @param existing ControllerRevisions of its namespace; those of anything else are passed over */
export function planVmRevision(vm: VirtualMachineLike, existing: Iterable<ControllerRevisionLike>): VmRevisionPlan {
  const name = vmRevisionName(vm);
  const generation = generationOf(vm);
  const [remove, kept]: [string[], string[]] = [[], []];
  for (const revision of existing) {
    const own = ownNameOf(vm, revision);
    if (own !== undefined) (revision.revision === generation ? kept : remove).push(own);
  }
  return { name, remove, create: kept.length > 0 ? undefined : newRevision(vm, name) };
}

/** The spec that a VM had when it was last started: that of its newest revision (BEHAVIOUR 15.7). Undefined where there is none.
 * @param vm the VM
 * @param existing ControllerRevisions of its namespace; those of anything else are passed over */
export function lastSeenSpec(vm: VirtualMachineLike, existing: Iterable<ControllerRevisionLike>): object | undefined {
  let newest = -1;
  let spec: unknown;
  for (const revision of existing) {
    const generation = Number(ownNameOf(vm, revision)?.slice(prefixOf(vm).length) ?? -1);
    if (generation > newest) [newest, spec] = [generation, valueAt(revision, '/data/spec')];
  }
  return typeof spec === 'object' && spec !== null ? spec : undefined;
}

function newRevision(vm: VirtualMachineLike, name: string): VmRevision {
  const namespace = valueAt(vm, '/metadata/namespace');
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      ...(typeof namespace === 'string' && namespace !== '' && { namespace }),
      ownerReferences: [ownerReference({ metadata: vm.metadata ?? null })],
    },
    data: { spec: { ...vm.spec, ...withStoredRevision(vm, 'instancetype'), ...withStoredRevision(vm, 'preference') } },
    revision: generationOf(vm),
  };
}

/** The matcher that names what the status says is stored, so that the instance's past does not change with the live object. */
function withStoredRevision(vm: VirtualMachineLike, family: Family): object | undefined {
  const matcher = matcherOf(vm, family);
  const stored = statusRefOf(vm, family)?.controllerRevisionRef?.name;
  return matcher && stored ? { [family]: { ...matcher, revisionName: stored } } : undefined;
}

/** The name of a revision of this VM. */
function ownNameOf(vm: VirtualMachineLike, revision: ControllerRevisionLike): string | undefined {
  const name = valueAt(revision, '/metadata/name');
  const prefix = prefixOf(vm);
  return typeof name === 'string' && name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) ? name : undefined;
}

function prefixOf(vm: VirtualMachineLike): string {
  const uid = valueAt(vm, '/metadata/uid');
  return `revision-start-vm-${typeof uid === 'string' ? uid : ''}-`;
}

/** The VM's generation; 0 where it has none, as one that was never stored.
 * @param vm the VM */
export function generationOf(vm: VirtualMachineLike): number {
  const generation = valueAt(vm, '/metadata/generation');
  return typeof generation === 'number' ? generation : 0;
}
