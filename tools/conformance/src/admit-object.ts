import { admitInstancetype, admitPreference, responseOf } from '@instancetype/admit';
import { isAdmissionWarning } from '@instancetype/validate';
import { statusCauses } from './error-of.ts';
import type { Case } from './outcome-of.ts';

/** Judges an instance type or a preference as its validating webhook does.
 * @param one a case of operation `admitInstancetype` or `admitPreference`
 * @param family which of the two */
export function admitObject(one: Case, family: 'instancetype' | 'preference'): object {
  const options = { operation: one.operation as string | undefined };
  const admitted = family === 'instancetype' ? admitInstancetype(one.object, options) : admitPreference(one.object, options);
  if (!admitted.ok) return { allowed: false, causes: statusCauses(admitted.causes), code: responseOf(admitted).status?.code };
  const warnings = admitted.notes.filter(isAdmissionWarning).length;
  return { allowed: true, ...(warnings === 0 ? {} : { warnings }) };
}
