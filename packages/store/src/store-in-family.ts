import { type Family, type Matcher, matcherOf, type ObjectRef, resourceFor, type StatusRef, type VirtualMachineLike } from '@instancetype/api';
import { type Causes, type Outcome, success } from '@instancetype/conflict';
import { createRevision } from './create-revision.ts';
import { nameMissing, objectNotFound, unknownKind } from './problem.ts';
import { isStored, nextReference } from './reference.ts';
import type { StoreSteps } from './steps.ts';

/** The live object that is to be stored. */
export interface LiveObject {
  readonly spec: object;
  /** Its kind, CamelCase, and name. */
  readonly object: ObjectRef;
}

/** Why a live object must not be stored for a VM, or undefined. */
export type StoreCheck = (vm: VirtualMachineLike, live: LiveObject) => Causes | undefined;

/** Brings what a VM's status says about one matcher up to date, and stores the object that it names: the machinery of this package
 * and of preference-store (BEHAVIOUR 10.2).
 * @param vm the VM, with its status; not changed
 * @param family which matcher
 * @param check asked before the live object is stored
 * @returns the reference that the status is to have; undefined where it has it already, and where the VM has no matcher */
export function* storeInFamily(vm: VirtualMachineLike, family: Family, check?: StoreCheck): StoreSteps<Outcome<StatusRef | undefined>> {
  const next = nextReference(vm, family);
  if (next === undefined) return success(undefined);
  if (!next.needsRevision) return success(isStored(vm, family, next.reference) ? undefined : next.reference);
  const name = yield* storeLive(vm, family, check);
  return name.ok ? success({ ...next.reference, controllerRevisionRef: { name: name.value } }, name.notes) : name;
}

// revisions are not consulted: what is stored is what the object says now
function* storeLive(vm: VirtualMachineLike, family: Family, check?: StoreCheck): StoreSteps<Outcome<string>> {
  const live = liveRef(vm, family);
  if (!live.ok) return live;
  const ref = live.value;
  const object = (yield { verb: 'get', ref }) as { readonly spec?: object | null } | null | undefined;
  if (!object) return objectNotFound(family, ref);
  const causes = check?.(vm, { spec: object.spec ?? {}, object: ref });
  if (causes) return { ok: false, causes };
  return yield* createRevision(vm, family, object, ref.kind);
}

function liveRef(vm: VirtualMachineLike, family: Family): Outcome<ObjectRef> {
  const { kind, name }: Matcher = matcherOf(vm, family) ?? {};
  const resource = resourceFor(kind, family);
  if (resource === undefined) return unknownKind(family, kind);
  if (typeof name !== 'string' || name === '') return nameMissing(family);
  return success({ kind: resource.kind, name, namespace: resource.namespaced ? (vm.metadata?.namespace ?? undefined) : undefined });
}

