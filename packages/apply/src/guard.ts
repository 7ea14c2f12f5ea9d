import { type Causes, type Diagnostic, displayPath, type Failure, failure, objectName, type ObjectName, showObject, showValue } from '@instancetype/conflict';
import type { Draft } from '@instancetype/draft';
import { misfitsOf } from '@instancetype/revision';
import type { Resolved } from './application.ts';

/** The findings about members of an instance type or a preference that are not of the type that the API gives them, so that
 * no rule can read them; KubeVirt cannot decode such objects either. Undefined where all can be read.
 * @param resolved the specs to be applied */
export function unreadableSpecs({ instancetype, preference }: Resolved): Causes | undefined {
  const ofInstancetype = instancetype ? misfitsOf(instancetype.spec, 'instancetype') : NONE;
  const ofPreference = preference ? misfitsOf(preference.spec, 'preference') : NONE;
  if (ofInstancetype.length + ofPreference.length === 0) return undefined;
  return [
    ...ofInstancetype.map((misfit) => wrongType(instancetype?.object as ObjectName, misfit, `/spec${misfit.pointer}`)),
    ...ofPreference.map((misfit) => wrongType(preference?.object as ObjectName, misfit, `/spec${misfit.pointer}`)),
  ] as unknown as Causes;
}

/** The findings about members of a drafted object that were to be entered and are neither objects nor lists; the draft is
 * then of no use. Undefined where there are none.
 * @param draft any place in the object, after the rules have run
 * @param owner whose draft it is */
export function unreadableMembers(draft: Draft, owner: ObjectName): Causes | undefined {
  if (draft.misfits.length === 0) return undefined;
  return draft.misfits.map((misfit) => ({ ...wrongType(owner, misfit, misfit.pointer), pointer: misfit.pointer })) as unknown as Causes;
}

/** The failure that something is no object at all; undefined where it is one.
 * @param value what should be an object
 * @param kind the kind that it should be */
export function refuseNonObject(value: unknown, kind: string): Failure | undefined {
  if (typeof value === 'object' && value !== null) return undefined;
  return failure(wrongType(objectName({}, kind), { expected: 'an object', actual: value }, ''));
}

const NONE: readonly never[] = [];

function wrongType(owner: ObjectName, misfit: { readonly expected: string; readonly actual: unknown }, path: string): Diagnostic {
  const field = displayPath(path);
  return {
    code: 'wrong-type',
    severity: 'error',
    message: `${field === '' ? showObject(owner) : `${field} of ${showObject(owner)}`} is ${showValue(misfit.actual)}, but must be ${misfit.expected}`,
    reason: 'FieldValueInvalid',
    field,
    claims: [{ owner, field, value: misfit.actual }],
  };
}
