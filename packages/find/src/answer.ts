import {
  type ControllerRevisionLike,
  type Family,
  type Matcher,
  matcherOf,
  OBJECT_NAME_LABEL,
  resourceFor,
  textOf,
  type VirtualMachineLike,
} from '@instancetype/api';
import { failure, type ObjectName, type Outcome, showValue, success } from '@instancetype/conflict';
import { decodeRevision, type SpecOf, type Stored } from '@instancetype/revision';
import type { Found } from './found.ts';
import { liveLookup, type Lookup, namespaceOf } from './lookup.ts';
import { foreignOwner } from './owner.ts';
import { objectNotDecodable, objectNotFound, problem, revisionNotFound, revisionPointer } from './problem.ts';

/** What a looked-up object means for the VM: the answer, or what to look up next (BEHAVIOUR 2).
 * @param vm the VM
 * @param family which of its two matchers
 * @param lookup what was looked up
 * @param object what was found, if anything */
export function answer<F extends Family>(
  vm: VirtualMachineLike,
  family: F,
  lookup: Lookup,
  object: object | null | undefined,
): Lookup | Outcome<Found<SpecOf[F]>> {
  if (lookup.source !== 'live') return fromRevision(vm, family, lookup, lookup.source, object);
  const { ref } = lookup;
  if (object === undefined || object === null) return objectNotFound(family, ref);
  const spec = (object as { readonly spec?: unknown }).spec ?? {};
  if (typeof object !== 'object' || typeof spec !== 'object' || Array.isArray(spec)) {
    const what = typeof object === 'object' ? `its spec is ${showValue(spec)} and must be an object` : `it is ${showValue(object)}`;
    return objectNotDecodable(family, ref, what);
  }
  return success({ spec: spec as SpecOf[F], object: ref, revision: undefined });
}

function fromRevision<F extends Family>(
  vm: VirtualMachineLike,
  family: F,
  lookup: Lookup,
  source: 'matcher' | 'status',
  found: object | null | undefined,
): Lookup | Outcome<Found<SpecOf[F]>> {
  const matcher: Matcher = matcherOf(vm, family) ?? {};
  const name = textOf(matcher.name);
  // a missing revision is an error even where it would have been ignored for its label (Q25)
  if (found === undefined || found === null) return revisionNotFound(family, source, lookup.ref, name !== '');
  const revision = found as ControllerRevisionLike;
  if (source === 'status' && nameLabel(revision) !== name) return liveLookup(vm, family, matcher);

  const decoded = decodeRevision(revision, family);
  if (!decoded.ok) {
    const { code, message } = decoded.causes[0];
    return failure(problem(family, 'FieldValueInvalid', { code, message, pointer: revisionPointer(family, source) }));
  }
  const value = { spec: decoded.value.spec, object: ownerOf(vm, family, decoded.value, name), revision: lookup.ref.name };
  const warning = source === 'matcher' ? foreignOwner(vm, family, revision, lookup.ref) : undefined;
  return warning === undefined ? success(value) : success(value, [warning]);
}

function ownerOf(vm: VirtualMachineLike, family: Family, { kind, name, namespace }: Stored, matched: string): ObjectName {
  const isNamespaced = resourceFor(kind, family)?.namespaced === true;
  return { kind, name: name || matched, namespace: isNamespaced ? (namespace ?? namespaceOf(vm)) : undefined };
}

function nameLabel(revision: ControllerRevisionLike): string | undefined {
  const labels = revision.metadata?.labels;
  return labels && Object.hasOwn(labels, OBJECT_NAME_LABEL) ? labels[OBJECT_NAME_LABEL] : undefined;
}
