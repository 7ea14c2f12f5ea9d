import type { ControllerRevisionLike, Family, VirtualMachineLike } from '@instancetype/api';
import { failure, failureOf, type Outcome, success } from '@instancetype/conflict';
import { compareRevisions, encodeRevision, isOfPredecessor } from '@instancetype/revision';
import { createOrFind } from './create-or-find.ts';
import { foreignOwner, revisionOfPredecessor } from './problem.ts';
import type { StoreSteps } from './steps.ts';

/** Creates the revision that holds an instance type or a preference for a VM, or uses the one that is there and holds the same
 * (BEHAVIOUR 10.3 steps 3 to 5).
 * @param vm the VM, which owns the revision
 * @param family what is stored
 * @param object the live object, or what an older revision held
 * @param kind its kind, CamelCase
 * @returns the revision's name */
export function* createRevision(vm: VirtualMachineLike, family: Family, object: object, kind: string): StoreSteps<Outcome<string>> {
  const encoded = encodeRevision(vm, object, kind);
  if (!encoded.ok) return encoded;
  // a cluster refuses such a name again and again: say it once, with the length
  const refused = failureOf(encoded.notes.map((note) => ({ ...note, severity: 'error' as const })));
  if (refused) return refused;
  return yield* createOrUse(vm, family, encoded.value);
}

function* createOrUse(vm: VirtualMachineLike, family: Family, revision: ControllerRevisionLike): StoreSteps<Outcome<string>> {
  const name = revision.metadata?.name ?? '';
  const existing = yield* createOrFind(revision);
  if (!existing) return success(name);
  if (isOfPredecessor(existing, vm, 'VirtualMachine')) return revisionOfPredecessor(family, existing, 'VirtualMachine');
  const difference = compareRevisions(existing, revision);
  if (difference) return failure(difference);
  const warning = foreignOwner(vm, family, existing);
  return success(name, warning ? [warning] : []);
}
