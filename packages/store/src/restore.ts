import { type ControllerRevisionLike, type Family, type ObjectRef, type VirtualMachineLike } from '@instancetype/api';
import { type Outcome, success } from '@instancetype/conflict';
import { compareRevisions, ownerReference } from '@instancetype/revision';
import { restoredName } from './copied-names.ts';
import { revisionNotFound } from './problem.ts';
import { createUnlessThere, namedRevision, withRevisionName } from './snapshot.ts';
import type { StoreSteps } from './steps.ts';

const FAMILIES: readonly Family[] = ['instancetype', 'preference'];

/** What is restored where. */
export interface Restoring {
  /** Name of the VirtualMachineSnapshot. */
  readonly snapshotName: string;
  /** The target VM where it exists already. */
  readonly target?: VirtualMachineLike | undefined;
  /** Whether an earlier attempt, which was cut off, had begun to replace revisions of the target: one that is missing is then created. */
  readonly isResumed?: boolean | undefined;
}

/** The copy of a snapshot's revision that a restored VM uses (BEHAVIOUR 17.3): its labels and data, the first occurrence of the
 * snapshot's name replaced by the VM's in its name, or its ending taken away. It has no owner until the VM exists.
 * @param revision the snapshot's revision
 * @param snapshotName name of the snapshot
 * @param vm the VM that is restored */
export function restoredRevision(revision: ControllerRevisionLike, snapshotName: string, vm: VirtualMachineLike): ControllerRevisionLike {
  const { name, namespace } = vm.metadata ?? {};
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: restoredName(revision.metadata?.name ?? '', snapshotName, name ?? ''),
      ...(namespace && { namespace }),
      labels: revision.metadata?.labels ?? {},
    },
    data: revision.data,
    revision: revision.revision ?? 0,
  };
}

/** Brings back the revisions that a snapshot's VM names, before that VM is created or updated (BEHAVIOUR 17.3), and makes its spec name
 * them.
 * @param vm the VM as it is to be restored, named as its target; not changed
 * @param restoring the snapshot, and the target where it exists
 * @returns the VM to create or update; or `revision-not-found`, for the snapshot's revision, and for an existing target also for
 *   its own (Q40) */
export function* restoreSteps<VM extends VirtualMachineLike>(vm: VM, { snapshotName, target, isResumed = false }: Restoring): StoreSteps<Outcome<VM>> {
  let restored = vm;
  for (const family of FAMILIES) {
    const revision = yield* namedRevision(restored, family);
    if (!revision.ok) return revision;
    if (revision.value === undefined) continue;
    const copy = restoredRevision(revision.value, snapshotName, vm);
    const done = target ? yield* replaceOf(target, copy, { family, isResumed }) : success(copy);
    if (!done.ok) return done;
    if (done.value) yield* createUnlessThere(done.value);
    restored = withRevisionName(restored, family, copy.metadata?.name ?? '');
  }
  return success(restored);
}

/** Makes a restored VM the only owner of the revisions that its spec names, once it exists (BEHAVIOUR 17.3).
 * @param vm the VM as it is in the cluster
 * @returns the VM; or `revision-not-found` */
export function* adoptSteps<VM extends VirtualMachineLike>(vm: VM): StoreSteps<Outcome<VM>> {
  for (const family of FAMILIES) {
    const revision = yield* namedRevision(vm, family);
    if (!revision.ok) return revision;
    if (revision.value === undefined || isController(vm, revision.value)) continue;
    yield { verb: 'update', revision: ownedBy(vm, revision.value) };
  }
  return success(vm);
}

// what an existing target uses is kept where it is the same, and replaced where it is not
function* replaceOf(target: VirtualMachineLike, copy: ControllerRevisionLike, { family, isResumed }: { readonly family: Family; readonly isResumed: boolean }): StoreSteps<Outcome<ControllerRevisionLike | undefined>> {
  const name = copy.metadata?.name ?? '';
  const ref: ObjectRef = { kind: 'ControllerRevision', name, namespace: target.metadata?.namespace ?? undefined };
  const existing = (yield { verb: 'get', ref }) as ControllerRevisionLike | null | undefined;
  if (!existing) return isResumed ? success(ownedBy(target, copy)) : revisionNotFound(family, `/spec/${family}/revisionName`, name);
  if (compareRevisions(existing, copy) === undefined) return success(undefined);
  yield { verb: 'delete', revision: existing };
  return success(ownedBy(target, copy));
}

function isController(vm: VirtualMachineLike, { metadata }: ControllerRevisionLike): boolean {
  return metadata?.ownerReferences?.some((owner) => owner.controller === true && owner.uid === vm.metadata?.uid) === true;
}

function ownedBy(vm: VirtualMachineLike, revision: ControllerRevisionLike): ControllerRevisionLike {
  return { ...revision, metadata: { ...revision.metadata, ownerReferences: [ownerReference(vm)] } };
}

