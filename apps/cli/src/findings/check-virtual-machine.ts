import { matcherOf, type VirtualMachineLike } from '@instancetype/api';
import type { Diagnostic, Outcome } from '@instancetype/conflict';
import { admit } from '@instancetype/admit';
import { expand } from '@instancetype/expand';
import { type Found, findInstancetype } from '@instancetype/find';
import { findPreference } from '@instancetype/preference-find';
import { validateMatcher } from '@instancetype/validate';
import { inferReferences, listRefs, type NotInferred, withInference } from '../world/infer-references.ts';
import type { World } from '../world/world.ts';
import type { Checked } from './checked.ts';

/** How bad it is that an object which a VM names is not known: the values of --missing. */
export type Missing = 'error' | 'warn' | 'ignore';

export const MISSING_CHOICES: readonly Missing[] = ['error', 'warn', 'ignore'];

const NOT_FOUND: ReadonlySet<string> = new Set(['instancetype-not-found', 'preference-not-found', 'revision-not-found']);

const LOOKED_UP = 'It is looked up in the input, in --objects and in the built-in catalog.';
const REFUSED = 'KubeVirt refuses such a VM when it is created.';
const FAILS_LATER = "KubeVirt accepts such a VM, and then does not start it.";

/** What KubeVirt's webhooks and its controller would say of a VM: its matchers, the objects that they name, and the two put
 * together.
 * @param vm the VM
 * @param world what it may refer to
 * @param missing how bad a missing object is */
export function checkVirtualMachine(vm: VirtualMachineLike, world: World, missing: Missing): readonly Checked[] {
  if (typeof vm.spec !== 'object' || vm.spec === null) return [];
  const { vm: inferred, trace, failures } = inferReferences(vm, world);
  const found = { instancetype: findInstancetype(inferred, world), preference: findPreference(inferred, world) };
  const findings: Checked[] = [];
  for (const family of ['instancetype', 'preference'] as const) {
    const matcher = validateMatcher(matcherOf(vm, family), family);
    findings.push(...matcher.map((diagnostic) => ({ diagnostic })));
    // a matcher that is wrong in itself finds nothing, which is no news
    if (matcher.length > 0) continue;
    const failure = failures.find((each) => each.family === family);
    const own = failure ? inferenceFindings(failure) : lookupFindings(found[family], missing);
    findings.push(...own.map((each) => ({ ...each, diagnostic: withInference(each.diagnostic, trace) })));
  }
  const causes = admissionCauses(inferred, world).filter((cause) => found.instancetype.ok || !isRequirement(cause));
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

function lookupFindings(outcome: Outcome<Found<object> | undefined>, missing: Missing): readonly Checked[] {
  if (outcome.ok) return outcome.notes.map((diagnostic) => ({ diagnostic }));
  return outcome.causes.flatMap((cause): readonly Checked[] => {
    if (!NOT_FOUND.has(cause.code)) return [{ diagnostic: cause, notes: [FAILS_LATER] }];
    if (missing === 'ignore') return [];
    const severity = missing === 'warn' ? 'warning' : 'error';
    return [{ diagnostic: { ...cause, severity }, notes: [LOOKED_UP, FAILS_LATER] }];
  });
}

/** Disks and their sources are mostly in the cluster only: one that is not known is no mistake of the manifest. */
function inferenceFindings({ family, causes, unknown }: NotInferred): readonly Checked[] {
  if (unknown.length === 0) return causes.map((diagnostic) => ({ diagnostic, notes: [REFUSED] }));
  const noun = family === 'instancetype' ? 'instance type' : 'preference';
  const message = `spec.${family} is inferred from a volume when the VM is created, and ${listRefs(unknown)} is not known here: what the ${noun} does to the VM is not checked. Add it to the input or to --objects`;
  const field = `spec.${family}`;
  return [{ diagnostic: { code: 'inference-not-checked', severity: 'info', message, field, pointer: `/${field.replace('.', '/')}/inferFromVolume` } }];
}
