import { type Family, matcherOf, type VirtualMachineLike } from '@instancetype/api';
import type { Diagnostic, Outcome } from '@instancetype/conflict';
import { admit } from '@instancetype/admit';
import { expand } from '@instancetype/expand';
import { type Found, findInstancetype } from '@instancetype/find';
import { findPreference } from '@instancetype/preference-find';
import { validateMatcher } from '@instancetype/validate';
import type { World } from '../world/world.ts';
import type { Checked } from './checked.ts';

/** How bad it is that an object which a VM names is not known: the values of --missing. */
export type Missing = 'error' | 'warn' | 'ignore';

export const MISSING_CHOICES: readonly Missing[] = ['error', 'warn', 'ignore'];

const NOT_FOUND: ReadonlySet<string> = new Set(['instancetype-not-found', 'preference-not-found', 'revision-not-found']);

const LOOKED_UP = 'It is looked up in the input, in --objects and in the built-in catalogue.';
const FAILS_LATER = "KubeVirt accepts such a VM, and then does not start it.";

/** What KubeVirt's webhooks and its controller would say of a VM: its matchers, the objects that they name, and the two put
 * together.
 * @param vm the VM
 * @param world what it may refer to
 * @param missing how bad a missing object is */
export function checkVirtualMachine(vm: VirtualMachineLike, world: World, missing: Missing): readonly Checked[] {
  if (typeof vm.spec !== 'object' || vm.spec === null) return [];
  const found = { instancetype: findInstancetype(vm, world), preference: findPreference(vm, world) };
  const findings: Checked[] = [];
  for (const family of ['instancetype', 'preference'] as const) {
    const matcher = validateMatcher(matcherOf(vm, family), family);
    findings.push(...matcher.map((diagnostic) => ({ diagnostic })));
    // a matcher that is wrong in itself finds nothing, which is no news
    if (matcher.length === 0) findings.push(...lookupFindings(vm, family, found[family], missing));
  }
  const causes = admissionCauses(vm, world).filter((cause) => found.instancetype.ok || !isRequirement(cause));
  const applied = [found.instancetype, found.preference].flatMap((outcome) => (outcome.ok && outcome.value ? [outcome.value] : []));
  findings.push(...causes.map((diagnostic) => ({ diagnostic, found: applied })));
  return findings;
}

/** Why the VM would be refused. KubeVirt's webhook stops at vCPUs that cannot be spread; what else clashes would then show
 * in a second run only. */
function admissionCauses(vm: VirtualMachineLike, world: World): readonly Diagnostic[] {
  const options = { cluster: world.cluster };
  // its notes tell again what was not found
  const admitted = admit(vm, world, options);
  if (admitted.ok) return [];
  const [first] = admitted.causes;
  if (!first.code.startsWith('spread-')) return admitted.causes;
  const expanded = expand(vm, world, options);
  return expanded.ok ? admitted.causes : [...admitted.causes, ...expanded.causes.filter(({ code }) => code === 'instancetype-conflict')];
}

/** Without the instance type that the VM asks for, what it provides is not known. */
function isRequirement({ code }: Diagnostic): boolean {
  return code.startsWith('requirement-');
}

function lookupFindings(vm: VirtualMachineLike, family: Family, outcome: Outcome<Found<object> | undefined>, missing: Missing): readonly Checked[] {
  if (outcome.ok) return outcome.notes.map((diagnostic) => ({ diagnostic }));
  return outcome.causes.flatMap((cause): readonly Checked[] => {
    if (cause.code === 'name-missing' && matcherOf(vm, family)?.inferFromVolume) return [inferred(family, cause)];
    if (!NOT_FOUND.has(cause.code)) return [{ diagnostic: cause, notes: [FAILS_LATER] }];
    if (missing === 'ignore') return [];
    const severity = missing === 'warn' ? 'warning' : 'error';
    return [{ diagnostic: { ...cause, severity }, notes: [LOOKED_UP, FAILS_LATER] }];
  });
}

/** The cluster fills such a matcher in when the VM is created, from labels of a volume that is not in the manifest. */
function inferred(family: Family, { pointer }: Diagnostic): Checked {
  const noun = family === 'instancetype' ? 'instance type' : 'preference';
  const message = `spec.${family} is inferred from a volume when the VM is created: what the ${noun} does to the VM is not checked`;
  return { diagnostic: { code: 'inference-not-checked', severity: 'info', message, field: `spec.${family}`, pointer } };
}
