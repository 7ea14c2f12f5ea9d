import type { Lookups, TemplateLike, VirtualMachineLike } from '@instancetype/api';
import { applyTo, missingTemplate, type Resolved, unreadableMembers } from '@instancetype/apply';
import { type Diagnostic, type Failure, failure, failureOf, objectName, type Outcome } from '@instancetype/conflict';
import { applyDefaultsTo, type Cluster } from '@instancetype/defaults';
import { type Draft, openDraft, type TracedOutcome } from '@instancetype/draft';
import { checkRequirements } from '@instancetype/preference-validate';
import { checkSpread } from '@instancetype/validate';
import { type Findings, notesOf, refusedReferences } from './found.ts';
import { checkRollout, checkVcpus } from './live-update.ts';
import { checkTemplateMetadata } from './metadata-limits.ts';
import { negativeMemory } from './negative-memory.ts';
import type { AdmitOptions } from './options.ts';
import { checkRevisionName } from './revision-limits.ts';

const BUILT_IN: Cluster = {};
const GUEST = 'spec.template.spec.domain.memory.guest';

/** One VM before the webhook. */
export interface Judgement<VM extends VirtualMachineLike> {
  readonly vm: VM;
  readonly options: AdmitOptions;
  /** What was said of its structure. */
  readonly notes: readonly Diagnostic[];
}

/** Steps 2 to 6 of BEHAVIOUR 14.3. */
export function* judge<VM extends VirtualMachineLike>({ vm, options, notes }: Judgement<VM>, found: Findings): Lookups<TracedOutcome<VM>> {
  const resolved = { instancetype: valueOf(found.instancetype), preference: valueOf(found.preference) };
  const draft = openDraft<VirtualMachineLike>(vm, options);
  const refused = refusedReferences(found, options) ?? resolve(vm, draft, resolved, options);
  if (refused) return refused;
  const more = options.steps === 'all' ? yield* checkResult(draft, resolved, options) : [];
  const failed = failureOf(more);
  return failed ?? { ok: true, value: (draft.value ?? vm) as VM, notes: [...notes, ...notesOf(found), ...more], trace: draft.trace };
}

function resolve(vm: VirtualMachineLike, draft: Draft<VirtualMachineLike>, resolved: Resolved, options: AdmitOptions): Failure | undefined {
  const object = objectName(vm, 'VirtualMachine');
  const spread = checkSpread(resolved.instancetype, resolved.preference);
  if (spread) return failure(spread);
  const template = draft.at('spec').at('template');
  if (template.value === undefined) return { ok: false, causes: unreadableMembers(draft, object) ?? [missingTemplate(object)] };
  const spec = template.at('spec');
  const causes =
    applyTo(template, resolved, { object, base: 'spec.template.spec' }) ??
    applyDefaultsTo(spec, options.cluster ?? BUILT_IN) ??
    unreadableMembers(draft, object);
  if (causes) return { ok: false, causes };
  const unmet = checkRequirements({ ...resolved, spec: spec.value, written: vm.spec?.template?.spec, vm: object });
  return unmet && failure(unmet);
}

/** What KubeVirt and Kubernetes want of the VM with all applied. */
function* checkResult(draft: Draft<VirtualMachineLike>, { instancetype, preference }: Resolved, options: AdmitOptions): Lookups<readonly Diagnostic[]> {
  const vm = draft.value ?? {};
  return [
    ...checkTemplate(vm.spec?.template ?? undefined, options),
    ...(yield* checkRevisionName({ vm, family: 'instancetype', found: instancetype }, options)),
    ...(yield* checkRevisionName({ vm, family: 'preference', found: preference }, options)),
  ];
}

function checkTemplate(template: TemplateLike | undefined, { cluster = BUILT_IN, negativeMemory: memory }: AdmitOptions): readonly Diagnostic[] {
  const spec = template?.spec ?? undefined;
  return [
    ...checkVcpus(spec),
    ...checkRollout(spec, cluster),
    ...negativeMemory({ value: spec?.domain?.memory?.guest, field: GUEST }, memory === 'deny' ? 'error' : 'warning'),
    ...checkTemplateMetadata(template),
  ];
}

function valueOf<T>(outcome: Outcome<T | undefined>): T | undefined {
  return outcome.ok ? outcome.value : undefined;
}
