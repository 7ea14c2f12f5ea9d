import type { VirtualMachineLike } from '@instancetype/api';
import { applyTo, missingTemplate, refuseNonObject, type Resolved, unreadableMembers } from '@instancetype/apply';
import { type Diagnostic, failure, objectName, type Outcome } from '@instancetype/conflict';
import { applyDefaultsTo, type Cluster } from '@instancetype/defaults';
import { type DraftOptions, openDraft, type TracedOutcome } from '@instancetype/draft';
import { type AsyncReader, findInstancetype, findInstancetypeAsync, type Reader } from '@instancetype/find';
import { findPreference, findPreferenceAsync } from '@instancetype/preference-find';
import { checkRequirements } from '@instancetype/preference-validate';
import { checkSpread } from '@instancetype/validate';

/** How to judge. */
export interface AdmitOptions extends DraftOptions {
  /** The cluster whose defaults are taken; without it KubeVirt's built-in ones. */
  readonly cluster?: Cluster | undefined;
}

const BUILT_IN: Cluster = {};

/** Judges a VM as KubeVirt's validating webhook does, as far as instance types and preferences are concerned: spread,
 * conflicts, defaults, requirements (BEHAVIOUR 14.3 steps 2 to 4). What cannot be found counts as none there, and is a note
 * of severity `warning` here.
 *
 * A cause without a `reason` is one that the webhook answers with a bare error (HTTP 400), not with a status cause.
 * @param vm the VM; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, and whether to record a trace
 * @returns the VM as the webhook's further checks would see it, or why it is refused */
export function admit<VM extends VirtualMachineLike>(vm: VM, reader: Reader, options?: AdmitOptions): TracedOutcome<VM> {
  return refuseNonObject(vm, 'VirtualMachine') ?? judge(vm, findInstancetype(vm, reader), findPreference(vm, reader), options);
}

/** {@link admit} for a reader that answers later.
 * @param vm the VM; not changed
 * @param reader gives objects by kind, namespace and name; what it throws passes through
 * @param options the cluster's defaults, and whether to record a trace */
export async function admitAsync<VM extends VirtualMachineLike>(vm: VM, reader: AsyncReader, options?: AdmitOptions): Promise<TracedOutcome<VM>> {
  return refuseNonObject(vm, 'VirtualMachine') ?? judge(vm, await findInstancetypeAsync(vm, reader), await findPreferenceAsync(vm, reader), options);
}

function judge<VM extends VirtualMachineLike>(
  vm: VM,
  instancetype: Outcome<Resolved['instancetype']>,
  preference: Outcome<Resolved['preference']>,
  options: AdmitOptions = {},
): TracedOutcome<VM> {
  const resolved = { instancetype: valueOf(instancetype), preference: valueOf(preference) };
  const notes = [...notesOf(instancetype), ...notesOf(preference)];
  const object = objectName(vm, 'VirtualMachine');
  const spread = checkSpread(resolved.instancetype, resolved.preference);
  if (spread) return failure(spread);
  const draft = openDraft<VirtualMachineLike>(vm, options);
  const template = draft.at('spec').at('template');
  if (template.value === undefined) return { ok: false, causes: unreadableMembers(draft, object) ?? [missingTemplate(object)] };
  const spec = template.at('spec');
  const causes =
    applyTo(template, resolved, { object, base: 'spec.template.spec' }) ??
    applyDefaultsTo(spec, options.cluster ?? BUILT_IN) ??
    unreadableMembers(draft, object);
  if (causes) return { ok: false, causes };
  const unmet = checkRequirements({ ...resolved, spec: spec.value, written: vm.spec?.template?.spec, vm: object });
  if (unmet) return failure(unmet);
  return { ok: true, value: draft.value as VM, notes, trace: draft.trace };
}

function valueOf<T>(outcome: Outcome<T | undefined>): T | undefined {
  return outcome.ok ? outcome.value : undefined;
}

function notesOf(outcome: Outcome<unknown>): readonly Diagnostic[] {
  return outcome.ok ? outcome.notes : outcome.causes.map((cause) => ({ ...cause, severity: 'warning' as const }));
}
