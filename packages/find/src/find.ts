import type { Family, Lookups, VirtualMachineLike } from '@instancetype/api';
import type { Outcome } from '@instancetype/conflict';
import type { SpecOf } from '@instancetype/revision';
import { answer } from './answer.ts';
import type { AsyncReader, Found, Reader } from './found.ts';
import { firstLookup, type Lookup, namespaceOf } from './lookup.ts';
import { candidatesFor, withSuggestions } from './suggest.ts';

/** What `findInFamily` gives. */
export type FindOutcome<F extends Family> = Outcome<Found<SpecOf[F]> | undefined>;

/** Finds what applies to a VM by one of its two matchers: the machinery of this package and of preference-find
 * (BEHAVIOUR 2).
 * @param vm the VM, with its status as it is
 * @param family which matcher
 * @param reader where objects are looked up
 * @returns what `findInstancetype` returns, of the family */
export function findInFamily<F extends Family>(vm: VirtualMachineLike, family: F, reader: Reader): FindOutcome<F> {
  let last: Lookup | undefined;
  let step: Lookup | FindOutcome<F> = firstLookup(vm, family);
  while (step.ok === undefined) {
    last = step;
    step = answer(vm, family, step, reader.get(step.ref));
  }
  if (step.ok || last === undefined || reader.names === undefined) return step;
  const candidates = candidatesFor(step, family, last, namespaceOf(vm));
  const names = candidates.map((each) => [each, reader.names?.(each.kind, each.namespace) ?? []] as const);
  return withSuggestions(step, family, last, names);
}

/** The same where objects have to be fetched: at most two, one after the other.
 * @param vm the VM, with its status as it is
 * @param family which matcher
 * @param reader where objects are looked up */
export async function findInFamilyAsync<F extends Family>(vm: VirtualMachineLike, family: F, reader: AsyncReader): Promise<FindOutcome<F>> {
  let last: Lookup | undefined;
  let step: Lookup | FindOutcome<F> = firstLookup(vm, family);
  while (step.ok === undefined) {
    last = step;
    step = answer(vm, family, step, await reader.get(step.ref));
  }
  if (step.ok || last === undefined || reader.names === undefined) return step;
  const candidates = candidatesFor(step, family, last, namespaceOf(vm));
  const names = await Promise.all(candidates.map(async (each) => [each, (await reader.names?.(each.kind, each.namespace)) ?? []] as const));
  return withSuggestions(step, family, last, names);
}

/** The computation itself, without a reader: it yields what has to be looked up, at most two objects. For whoever finds in the middle of a
 * longer computation; it suggests no names.
 * @param vm the VM, with its status as it is
 * @param family which matcher */
export function* findInFamilySteps<F extends Family>(vm: VirtualMachineLike, family: F): Lookups<FindOutcome<F>> {
  let step: Lookup | FindOutcome<F> = firstLookup(vm, family);
  while (step.ok === undefined) step = answer(vm, family, step, yield step.ref);
  return step;
}
