import { type Family, type Matcher, matcherOf, type ObjectRef, resourceFor, statusRefOf, type VirtualMachineLike } from '@instancetype/api';
import { type Failure, success, type Success } from '@instancetype/conflict';
import { badRevisionName, nameMissing, unknownKind } from './problem.ts';

/** Which of the three places names the object (BEHAVIOUR 2 steps 2 to 4). */
export type Source = 'matcher' | 'status' | 'live';

/** One object to look up. */
export interface Lookup {
  /** Tells it from an outcome. */
  readonly ok: undefined;
  readonly source: Source;
  readonly ref: ObjectRef;
}

const NONE: Success<undefined> = Object.freeze(success(undefined));

/** What has to be looked up first for a VM, or the answer where nothing has to.
 * @param vm the VM
 * @param family which of its two matchers */
export function firstLookup(vm: VirtualMachineLike, family: Family): Lookup | Success<undefined> | Failure {
  const matcher = matcherOf(vm, family);
  if (matcher === undefined) return NONE;
  if (matcher.revisionName) return revisionLookup(vm, family, 'matcher', matcher.revisionName);
  const stored = statusRefOf(vm, family)?.controllerRevisionRef?.name;
  if (stored) return revisionLookup(vm, family, 'status', stored);
  return liveLookup(vm, family, matcher);
}

/** The lookup of the live object (BEHAVIOUR 2 step 4).
 * @param vm the VM
 * @param family which of its two matchers
 * @param matcher that matcher */
export function liveLookup(vm: VirtualMachineLike, family: Family, matcher: Matcher): Lookup | Failure {
  const resource = resourceFor(matcher.kind, family);
  if (resource === undefined) return unknownKind(family, matcher.kind);
  const { name } = matcher;
  if (typeof name !== 'string' || name === '') return nameMissing(family, matcher);
  const namespace = resource.namespaced ? namespaceOf(vm) : undefined;
  return { ok: undefined, source: 'live', ref: { kind: resource.kind, name, namespace } };
}

function revisionLookup(vm: VirtualMachineLike, family: Family, source: 'matcher' | 'status', name: unknown): Lookup | Failure {
  if (typeof name !== 'string') return badRevisionName(family, source, name);
  return { ok: undefined, source, ref: { kind: 'ControllerRevision', name, namespace: namespaceOf(vm) } };
}

/** The VM's namespace; undefined where the manifest leaves it to the client.
 * @param vm the VM */
export function namespaceOf(vm: VirtualMachineLike): string | undefined {
  const namespace: unknown = vm.metadata?.namespace;
  return typeof namespace === 'string' && namespace !== '' ? namespace : undefined;
}
