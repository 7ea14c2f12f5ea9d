import { type Family, type Matcher, matcherOf, resourceFor, type VirtualMachineLike } from '@instancetype/api';
import type { JsonPatchOperation } from '@instancetype/conflict';
import { openDraft, patchOf, type Rule } from '@instancetype/draft';

const SWITCHED: Rule = { name: 'switched' };
const FAMILIES = ['instancetype', 'preference'] as const;

/** What a VM is to name from now on: absent stays as it is, null is taken away. */
export interface SwitchTarget {
  readonly instancetype?: Matcher | null | undefined;
  readonly preference?: Matcher | null | undefined;
}

/** A VM that names something else. */
export interface SwitchedVm {
  readonly vm: VirtualMachineLike;
  /** The same VM as it is looked up: without the references of its status that no longer count. */
  readonly lookup: VirtualMachineLike;
  /** What makes it of the VM as it was. */
  readonly patch: readonly JsonPatchOperation[];
}

/** A VM that names another instance type, another preference or both. A cluster object that takes the place of another kind's of the same name is
 * named with its kind. A matcher that means what the VM names already stays as it is, with
 * the revision that it names.
 * @param vm the VM; not changed
 * @param target what it is to name */
export function switched(vm: VirtualMachineLike, target: SwitchTarget): SwitchedVm {
  const draft = openDraft<VirtualMachineLike>(vm, { trace: true });
  const changed = FAMILIES.filter((family) => isChange(vm, family, target[family]));
  for (const family of changed) {
    const matcher = target[family];
    if (matcher) draft.at('spec').set(family, withKind(matcher, matcherOf(vm, family), family), SWITCHED);
    else draft.at('spec').remove(family, SWITCHED);
  }
  const after = draft.value ?? vm;
  const lookup = openDraft<VirtualMachineLike>(after);
  if (changed.includes('instancetype')) lookup.at('status').remove('instancetypeRef', SWITCHED);
  if (changed.includes('preference')) lookup.at('status').remove('preferenceRef', SWITCHED);
  return { vm: after, lookup: lookup.value ?? after, patch: patchOf(draft.trace, vm, after) };
}

// a kind that is taken away changes no reference of the status: the old one would count for the same name (BEHAVIOUR 10.2 step 5, Q24)
function withKind(wanted: Matcher, own: Matcher | undefined, family: Family): Matcher {
  return wanted.kind || !own?.kind || own.name !== wanted.name ? wanted : { ...wanted, kind: resourceFor(undefined, family)?.kind };
}

function isChange(vm: VirtualMachineLike, family: Family, wanted: Matcher | null | undefined): boolean {
  if (wanted === undefined) return false;
  const own = matcherOf(vm, family);
  if (!own || wanted === null) return Boolean(own) !== (wanted !== null);
  if (own.name !== wanted.name || resourceFor(own.kind, family) !== resourceFor(wanted.kind, family)) return true;
  return Boolean(wanted.revisionName) && wanted.revisionName !== own.revisionName;
}
