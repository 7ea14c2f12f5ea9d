import type { VirtualMachineInstancetype, VirtualMachinePreference } from '@instancetype/api';
import { failureOf } from '@instancetype/conflict';
import { validatePreference } from '@instancetype/preference-validate';
import { isAdmissionWarning, validateInstancetype } from '@instancetype/validate';
import { statusCauses } from './error-of.ts';
import type { Case } from './outcome-of.ts';

const UNPROCESSABLE = 422;

/** Judges an instance type or a preference as its validating webhook does.
 * @param one a case of operation `admitInstancetype` or `admitPreference`
 * @param family which of the two */
export function admitObject(one: Case, family: 'instancetype' | 'preference'): object {
  if (one.operation !== 'CREATE' && one.operation !== 'UPDATE') return { allowed: true };
  const findings =
    family === 'instancetype' ? validateInstancetype(one.object as VirtualMachineInstancetype) : validatePreference(one.object as VirtualMachinePreference);
  const failed = failureOf(findings);
  if (failed) return { allowed: false, causes: statusCauses(failed.causes), code: UNPROCESSABLE };
  const warnings = findings.filter(isAdmissionWarning).length;
  return { allowed: true, ...(warnings === 0 ? {} : { warnings }) };
}
