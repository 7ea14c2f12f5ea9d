import { type Family, matcherOf, type StatusRef, statusRefOf, type VirtualMachineLike } from '@instancetype/api';
import { deepEqual } from '@instancetype/revision';

/** What a VM's status is to say about a matcher, as far as it can be told without a look at the cluster. */
export interface NextReference {
  readonly reference: StatusRef;
  /** Whether a revision has to be created, whose name completes the reference. */
  readonly needsRevision: boolean;
}

/** Those members of a matcher that, when they change, make what was stored the wrong object. */
const IDENTITY = ['name', 'kind', 'inferFromVolume'] as const;

/** The status reference that follows from a VM's matcher and the reference that it has (BEHAVIOUR 10.2 steps 1 to 10). A matcher
 * that lost its kind or its revisionName changes nothing (Q23).
 * @param vm the VM, with its status
 * @param family which matcher
 * @returns undefined where the VM has no matcher: an old reference is left alone */
export function nextReference(vm: VirtualMachineLike, family: Family): NextReference | undefined {
  const matcher = matcherOf(vm, family);
  if (matcher === undefined) return undefined;
  const { controllerRevisionRef: stored, ...kept } = statusRefOf(vm, family) ?? {};
  const identity: StatusRef = Object.fromEntries(IDENTITY.filter((key) => isText(matcher[key]) && matcher[key] !== kept[key]).map((key) => [key, matcher[key]]));
  const isSame = Object.keys(identity).length === 0;
  const policy = matcher.inferFromVolumeFailurePolicy ?? undefined;
  const revision = revisionFor(matcher.revisionName, isSame ? stored : undefined);
  const reference: StatusRef = {
    ...kept,
    ...identity,
    ...(policy !== undefined && { inferFromVolumeFailurePolicy: policy }),
    ...(revision && { controllerRevisionRef: revision }),
  };
  return { reference, needsRevision: revision === undefined };
}

/** Whether a reference is the one that the VM's status has already (BEHAVIOUR 10.2 step 11).
 * @param vm the VM, with its status
 * @param family which matcher
 * @param reference the reference that it should have */
export function isStored(vm: VirtualMachineLike, family: Family, reference: StatusRef): boolean {
  return deepEqual(reference, statusRefOf(vm, family) ?? {}, 'statusRef');
}

type RevisionRef = StatusRef['controllerRevisionRef'];

// a reference object with an empty name is there, too: no revision is created for it
function revisionFor(named: unknown, stored: RevisionRef): NonNullable<RevisionRef> | undefined {
  if (!isText(named)) return stored ?? undefined;
  return stored?.name === named ? stored : { name: named };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
