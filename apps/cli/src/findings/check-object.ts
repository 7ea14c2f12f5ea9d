import { INSTANCETYPE_RESOURCES, PREFERENCE_RESOURCES, type VirtualMachineLike } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import { validatePreference } from '@instancetype/preference-validate';
import { validateObject } from '@instancetype/schema';
import { validateInstancetype } from '@instancetype/validate';
import type { World } from '../world/world.ts';
import type { Checked } from './checked.ts';
import { checkVirtualMachine, type Missing } from './check-virtual-machine.ts';

const INSTANCETYPES: readonly string[] = INSTANCETYPE_RESOURCES.map(({ kind }) => kind);
const PREFERENCES: readonly string[] = PREFERENCE_RESOURCES.map(({ kind }) => kind);

/** Everything that would make KubeVirt reject or misread an object: its schema, and the rules of its kind.
 * @param object an object of a manifest
 * @param world what it may refer to
 * @param missing how bad a missing object is
 * @returns the findings; undefined for objects of other kinds */
export function checkObject(object: Readonly<Record<string, unknown>>, world: World, missing: Missing): readonly Checked[] | undefined {
  const schema = validateObject(object);
  if (schema === undefined) return undefined;
  const { kind } = object;
  const faults = schema.ok ? schema.notes : schema.causes;
  const findings = ((): readonly Checked[] => {
    if (kind === 'VirtualMachine') return checkVirtualMachine(object as VirtualMachineLike, world, missing);
    if (INSTANCETYPES.includes(kind as string)) return validateInstancetype(object).map((diagnostic) => ({ diagnostic }));
    return PREFERENCES.includes(kind as string) ? validatePreference(object).map((diagnostic) => ({ diagnostic })) : [];
  })();
  return [...faults.map((diagnostic) => ({ diagnostic })), ...findings.filter(({ diagnostic }) => !isTold(diagnostic, faults))];
}

/** What a rule says of a value that the schema rejects already is no news; that two values clash is. */
function isTold({ pointer, claims = [] }: Diagnostic, faults: readonly Diagnostic[]): boolean {
  if (pointer === undefined || claims.length > 1) return false;
  return faults.some((fault) => fault.pointer !== undefined && fault.code !== 'schema-unknown-field' && `${pointer}/`.startsWith(`${fault.pointer}/`));
}
