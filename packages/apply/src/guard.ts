import { type Misfit, misfitsOfInstancetype, misfitsOfPreference } from '@instancetype/api';
import { type Causes, type Diagnostic, displayPath, type ObjectName, showValue } from '@instancetype/conflict';
import type { Resolved } from './application.ts';
import { titleOf } from './clash.ts';

/** The findings about members that are not of the type that the API gives them, so that no rule can read them. KubeVirt
 * cannot decode such objects either. Undefined where all can be read.
 * @param target whose members the first list names
 * @param misfits what the target's check found
 * @param resolved the specs to be applied, which are checked here */
export function unreadable(target: ObjectName, misfits: readonly Misfit[], resolved: Resolved): Causes | undefined {
  const { instancetype, preference } = resolved;
  const [first, ...more] = [
    ...misfits.map((misfit) => wrongType(target, misfit, misfit.pointer)),
    ...(instancetype ? misfitsOfInstancetype(instancetype.spec).map((misfit) => wrongType(instancetype.object, misfit)) : []),
    ...(preference ? misfitsOfPreference(preference.spec).map((misfit) => wrongType(preference.object, misfit)) : []),
  ];
  return first && [first, ...more];
}

function wrongType(owner: ObjectName, misfit: Misfit, pointer?: string): Diagnostic {
  const field = displayPath(pointer ?? `/spec${misfit.pointer}`);
  const what = misfit.expected === 'text' ? 'a string' : misfit.expected;
  return {
    code: 'wrong-type',
    severity: 'error',
    message: `${field || 'The object'} of ${titleOf(owner)} is ${showValue(misfit.actual)}, but must be ${what}.`,
    reason: 'FieldValueInvalid',
    field,
    pointer,
    claims: [{ owner, field, value: misfit.actual }],
  };
}
