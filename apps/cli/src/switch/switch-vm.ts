import type { VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, failureOf, type ObjectName, objectName, type Outcome, success } from '@instancetype/conflict';
import { planSwitch, type SwitchPlan, type SwitchTarget } from '@instancetype/update';
import { showPatch } from '../report/describe.ts';
import { inferReferences } from '../world/infer-references.ts';
import type { World } from '../world/world.ts';

/** What a switch means for one VM. */
export interface PlannedSwitch {
  readonly name: ObjectName;
  /** The VM as it is, with what it leaves to its volumes. */
  readonly before: VirtualMachineLike;
  readonly plan: SwitchPlan;
}

/** Plans a switch of a VM, after what it leaves to its volumes is inferred.
 * @param vm the VM
 * @param target what it is to name
 * @param world what it may refer to */
export function switchVm(vm: VirtualMachineLike, target: SwitchTarget, world: World): Outcome<PlannedSwitch> {
  const inferred = inferReferences(vm, world);
  const refused = failureOf(inferred.failures.flatMap(({ causes }) => [...causes]));
  if (refused) return refused;
  const planned = planSwitch(inferred.vm, target, world, { cluster: world.cluster });
  if (!planned.ok) return planned;
  return success({ name: objectName(vm, 'VirtualMachine'), before: inferred.vm, plan: planned.value }, [...planned.value.refusals.map(withoutFix), ...planned.notes]);
}

/** `validate --fix` does not know of the switch: what mends a conflict is shown as a way to do so. */
function withoutFix({ fix, ...diagnostic }: Diagnostic): Diagnostic {
  if (fix === undefined) return diagnostic;
  const title = showPatch(fix).replace(/^./, (letter) => letter.toUpperCase());
  return { ...diagnostic, suggestions: [{ title, patch: fix }, ...(diagnostic.suggestions ?? [])] };
}
