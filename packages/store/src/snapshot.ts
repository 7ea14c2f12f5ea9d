import { type ControllerRevisionLike, type Family, matcherOf, type ObjectMetaLike, type VirtualMachineLike } from '@instancetype/api';
import { type Outcome, success } from '@instancetype/conflict';
import { isOfPredecessor } from '@instancetype/revision';
import { copiedName } from './copied-names.ts';
import { createOrFind } from './create-or-find.ts';
import { revisionNotFound, revisionOfPredecessor } from './problem.ts';
import { isCode, type StoreSteps } from './steps.ts';

const FAMILIES: readonly Family[] = ['instancetype', 'preference'];

/** What a snapshot's revisions need to know of it. */
export interface SnapshotLike {
  readonly apiVersion?: string | null | undefined;
  readonly metadata?: ObjectMetaLike | null | undefined;
}

/** The copy of a revision that a snapshot keeps (BEHAVIOUR 17.2): its labels and data, the first occurrence of the VM's name replaced
 * by the snapshot's in its name (or an ending, where that changes nothing), the snapshot as its owner.
 * @param revision a revision that the captured spec names
 * @param vmName name of the VM that the snapshot is of
 * @param snapshot the VirtualMachineSnapshot */
export function snapshotRevision(revision: ControllerRevisionLike, vmName: string, snapshot: SnapshotLike): ControllerRevisionLike {
  const { name, uid, namespace } = snapshot.metadata ?? {};
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: copiedName(revision.metadata?.name ?? '', vmName, name ?? ''),
      ...(namespace && { namespace }),
      labels: revision.metadata?.labels ?? {},
      ownerReferences: [
        { apiVersion: snapshot.apiVersion ?? 'snapshot.kubevirt.io/v1beta1', kind: 'VirtualMachineSnapshot', name: name ?? '', uid: uid ?? '', controller: true, blockOwnerDeletion: true },
      ],
    },
    data: revision.data,
    revision: revision.revision ?? 0,
  };
}

/** Copies the revisions that a captured VM's spec names into a snapshot (BEHAVIOUR 17.2), and makes the spec name the copies. A copy
 * that an earlier attempt made is used.
 * @param vm the VM as captured; not changed
 * @param snapshot the VirtualMachineSnapshot
 * @returns the VM as the snapshot is to hold it; or `revision-not-found`, or `revision-of-predecessor` */
export function* snapshotSteps<VM extends VirtualMachineLike>(vm: VM, snapshot: SnapshotLike): StoreSteps<Outcome<VM>> {
  let captured = vm;
  for (const family of FAMILIES) {
    const revision = yield* namedRevision(captured, family);
    if (!revision.ok) return revision;
    if (revision.value === undefined) continue;
    const copy = snapshotRevision(revision.value, vm.metadata?.name ?? '', snapshot);
    const existing = yield* createOrFind(copy);
    // that of an earlier attempt is used
    if (existing && isOfPredecessor(existing, snapshot, 'VirtualMachineSnapshot')) return revisionOfPredecessor(family, existing, 'VirtualMachineSnapshot');
    captured = withRevisionName(captured, family, copy.metadata?.name ?? '');
  }
  return success(captured);
}

/** The revision that a matcher names; undefined where it names none.
 * @param vm the VM
 * @param family which matcher */
export function* namedRevision(vm: VirtualMachineLike, family: Family): StoreSteps<Outcome<ControllerRevisionLike | undefined>> {
  const name: unknown = matcherOf(vm, family)?.revisionName;
  if (typeof name !== 'string' || name === '') return success(undefined);
  const found = yield { verb: 'get', ref: { kind: 'ControllerRevision', name, namespace: vm.metadata?.namespace ?? undefined } };
  return found ? success(found as ControllerRevisionLike) : revisionNotFound(family, `/spec/${family}/revisionName`, name);
}

/** Creates a revision; one of its name that is there is fine.
 * @param revision the revision */
export function* createUnlessThere(revision: ControllerRevisionLike): StoreSteps<void> {
  try {
    yield { verb: 'create', revision };
  } catch (error) {
    if (!isCode(error, 'already-exists')) throw error;
  }
}

/** The VM with another revision named by a matcher.
 * @param vm the VM; not changed
 * @param family which matcher
 * @param revisionName the revision */
export function withRevisionName<VM extends VirtualMachineLike>(vm: VM, family: Family, revisionName: string): VM {
  return { ...vm, spec: { ...vm.spec, [family]: { ...matcherOf(vm, family), revisionName } } };
}
