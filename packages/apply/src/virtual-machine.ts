import type { VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, failure, objectName, type ObjectName } from '@instancetype/conflict';
import { type DraftOptions, openDraft, type TracedOutcome } from '@instancetype/draft';
import { applyTo } from './apply.ts';
import type { FieldBase, Resolved } from './application.ts';
import { refuseNonObject } from './guard.ts';

/** How to apply to a VM. */
export interface ApplyOptions extends DraftOptions {
  /** The path under which conflicts are reported: `spec.template.spec` (the default) as webhooks and expand do, `spec` as the
   * VM controller does (BEHAVIOUR 4.1). */
  readonly base?: FieldBase | undefined;
}

/** Applies an instance type and a preference to a VM's template (BEHAVIOUR 4.1, ApplyToVM). Without either the result is the
 * VM itself.
 * @param vm the VM; not changed
 * @param resolved what was found for it
 * @param options the conflicts' base path, and whether to record a trace
 * @returns the VM with everything else shared, or the conflicts */
export function applyToVirtualMachine<VM extends VirtualMachineLike>(vm: VM, resolved: Resolved, options: ApplyOptions = {}): TracedOutcome<VM> {
  const refused = refuseNonObject(vm, 'VirtualMachine');
  if (refused) return refused;
  const object = objectName(vm, 'VirtualMachine');
  const draft = openDraft<VirtualMachineLike>(vm, options);
  if (!resolved.instancetype && !resolved.preference) return { ok: true, value: vm, notes: [], trace: draft.trace };
  if (!vm.spec?.template) return failure(missingTemplate(object));
  const causes = applyTo(draft.at('spec').at('template'), resolved, { object, base: options.base ?? 'spec.template.spec' });
  return causes ? { ok: false, causes } : { ok: true, value: draft.value as VM, notes: [], trace: draft.trace };
}

/** The finding that a VM has no template.
 * @param object the VM */
export function missingTemplate(object: ObjectName): Diagnostic {
  return {
    code: 'template-missing',
    severity: 'error',
    message: 'spec.template is missing, so there is nothing to apply to: add it, with a spec',
    reason: 'FieldValueRequired',
    field: 'spec.template',
    pointer: '/spec/template',
    claims: [{ owner: object, field: 'spec.template' }],
  };
}
