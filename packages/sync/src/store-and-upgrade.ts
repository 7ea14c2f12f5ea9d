import type { VirtualMachineLike } from '@instancetype/api';
import { applyToVirtualMachine } from '@instancetype/apply';
import { type Outcome, success } from '@instancetype/conflict';
import { storePreferenceSteps } from '@instancetype/preference-store';
import { statusPatchOf, type StoreCheck, storeInstancetypeSteps, upgradeSteps, withReferences } from '@instancetype/store';
import { type Pass, type PassSteps, withAnswer } from './pass.ts';

/** Stores what the VM names, the instance type first, and refers to both with one patch of its status (BEHAVIOUR 10.1). A VM of which
 * one cannot be stored keeps its status (Appendix B3).
 * @param pass the pass; its VM gets the references */
export function* storeBoth<VM extends VirtualMachineLike>(pass: Pass<VM>): PassSteps<Outcome<void>> {
  const { vm } = pass;
  const instancetype = yield* storeInstancetypeSteps(vm, conflictsOf);
  if (!instancetype.ok) return instancetype;
  const preference = yield* storePreferenceSteps(vm);
  if (!preference.ok) return preference;
  const references = { instancetypeRef: instancetype.value, preferenceRef: preference.value };
  const operations = statusPatchOf(vm, references);
  if (operations.length > 0) {
    const answer = yield { verb: 'patchStatus', vm, operations };
    pass.vm = withAnswer(withReferences(vm, references), answer);
  }
  return success(undefined, [...instancetype.notes, ...preference.notes]);
}

/** Brings the revisions that the VM's status names up to date (BEHAVIOUR 11).
 * @param pass the pass; its VM gets the new references */
export function* upgradeBoth<VM extends VirtualMachineLike>(pass: Pass<VM>): PassSteps<Outcome<void>> {
  const upgraded = yield* upgradeSteps(pass.vm);
  if (!upgraded.ok) return upgraded;
  pass.vm = upgraded.value;
  return success(undefined, upgraded.notes);
}

// without the preference: what conflicts is the instance type alone
const conflictsOf: StoreCheck = (vm, { spec, object }) => {
  const applied = applyToVirtualMachine(vm, { instancetype: { spec, object } });
  return applied.ok ? undefined : applied.causes;
};
