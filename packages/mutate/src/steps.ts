import { type Family, type Lookups, matcherOf, type PreferenceSpec, type VirtualMachineLike } from '@instancetype/api';
import { missingTemplate, unreadableMembers } from '@instancetype/apply';
import { type Causes, type Diagnostic, failureOf, objectName, type Outcome } from '@instancetype/conflict';
import {
  type Cluster,
  DEFAULTS_AUTHOR,
  setArchitecture,
  setFirmwareIdentifiers,
  setMachineType,
  setPciTopology,
  setRequiredDevices,
  setSourceArchitecture,
} from '@instancetype/defaults';
import type { Draft, TracedOutcome } from '@instancetype/draft';
import type { Found } from '@instancetype/find';
import { inferInstancetypeTo } from '@instancetype/infer';
import { applyEarlyPreferenceTo } from '@instancetype/preference-apply';
import { inferPreferenceTo } from '@instancetype/preference-infer';
import { validateMatcher, validateMatcherChange } from '@instancetype/validate';
import type { MutateOptions } from './options.ts';

/** One VM on its way through the webhook. */
export interface Mutation<VM extends VirtualMachineLike> {
  readonly vm: VM;
  readonly draft: Draft<VirtualMachineLike>;
  readonly options: MutateOptions;
  /** Why a matcher is not inferred yet, by matcher; filled on the way. */
  readonly late: Map<Family, Causes>;
}

/** What late inference waits for: an object that does not exist yet. */
const AWAITED = 'inference-object-not-found';
const BUILT_IN: Cluster = {};
const INFERENCES = [
  ['instancetype', inferInstancetypeTo],
  ['preference', inferPreferenceTo],
] as const;

/** Steps 4 to 6 of BEHAVIOUR 13.1: what needs no preference.
 * @returns the answer where the VM is not to be changed further, or undefined */
export function* resolveReferences<VM extends VirtualMachineLike>({ vm, draft, options, late }: Mutation<VM>): Lookups<TracedOutcome<VM> | undefined> {
  if (vm.metadata?.deletionTimestamp) return { ok: true, value: vm, notes: [], trace: [] };
  const refused = matcherChanges(vm, options) ?? failureOf(matchers(vm, 'instancetype')) ?? failureOf(matchers(vm, 'preference'));
  if (refused) return refused;
  for (const [family, infer] of INFERENCES) {
    const causes = yield* infer(draft, options);
    if (!causes) continue;
    if (!options.lateInference || causes.some(({ code }) => code !== AWAITED)) return { ok: false, causes };
    late.set(family, causes);
  }
  return undefined;
}

/** Steps 8 to 11 of BEHAVIOUR 13.1.
 * @param found the VM's preference; why there is none does not stand in the way (Q18) */
export function* completeVm<VM extends VirtualMachineLike>(
  { vm, draft, options, late }: Mutation<VM>,
  found: Outcome<Found<PreferenceSpec> | undefined>,
): Lookups<TracedOutcome<VM>> {
  const name = objectName(vm, 'VirtualMachine');
  const template = draft.at('spec').at('template');
  if (template.value === undefined) return { ok: false, causes: unreadableMembers(draft, name) ?? [missingTemplate(name)] };
  const domain = template.at('spec').at('domain');
  const hadDomain = domain.value !== undefined;
  const preference = found.ok ? found.value : undefined;
  if (preference) {
    draft.by({ origin: 'preference', kind: preference.object.kind, name: preference.object.name });
    applyEarlyPreferenceTo(draft, preference.spec);
  }
  if (options.steps !== 'references') yield* setDefaults(draft, options);
  draft.by(DEFAULTS_AUTHOR);
  if (!hadDomain) setRequiredDevices(domain);
  const causes = unreadableMembers(draft, name);
  if (causes) return { ok: false, causes };
  return { ok: true, value: (draft.value ?? vm) as VM, notes: [...[...late.values()].flatMap(asWarnings), ...(late.has('preference') ? [] : notesOf(found))], trace: draft.trace };
}

function* setDefaults(draft: Draft<VirtualMachineLike>, { operation = 'CREATE', cluster = BUILT_IN, uuid }: MutateOptions): Lookups<void> {
  const template = draft.at('spec').at('template');
  const spec = template.at('spec');
  draft.by(DEFAULTS_AUTHOR);
  if (operation === 'CREATE' && uuid) setFirmwareIdentifiers(spec.at('domain'), uuid);
  yield* setSourceArchitecture(draft);
  draft.by(DEFAULTS_AUTHOR);
  setArchitecture(spec, cluster);
  setMachineType(spec, cluster);
  if (operation === 'CREATE') setPciTopology(template);
}

function matchers(vm: VirtualMachineLike, family: Family): readonly Diagnostic[] {
  return validateMatcher(matcherOf(vm, family), family);
}

function matcherChanges(vm: VirtualMachineLike, { operation, oldVm }: MutateOptions): ReturnType<typeof failureOf> {
  if (operation !== 'UPDATE' || !oldVm) return undefined;
  const change = (family: Family): readonly Diagnostic[] => {
    const changed = validateMatcherChange(matcherOf(oldVm, family), matcherOf(vm, family), family);
    return changed ? [changed] : [];
  };
  return failureOf(change('instancetype')) ?? failureOf(change('preference'));
}

function notesOf(outcome: Outcome<unknown>): readonly Diagnostic[] {
  return outcome.ok ? outcome.notes : asWarnings(outcome.causes);
}

function asWarnings(causes: Causes): readonly Diagnostic[] {
  return causes.map((cause) => ({ ...cause, severity: 'warning' as const }));
}
