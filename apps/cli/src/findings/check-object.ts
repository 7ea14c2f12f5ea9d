import { GROUP, INSTANCETYPE_RESOURCES, PREFERENCE_RESOURCES, type VirtualMachineLike } from '@instancetype/api';
import { type Diagnostic, nearestWord, showValue } from '@instancetype/conflict';
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
  if (schema === undefined) return unknownKind(object);
  const { kind } = object;
  const faults = schema.ok ? schema.notes : schema.causes;
  const findings = ((): readonly Checked[] => {
    if (kind === 'VirtualMachine') return checkVirtualMachine(object as VirtualMachineLike, world, missing);
    const validate = INSTANCETYPES.includes(kind as string) ? validateInstancetype : validatePreference;
    return validate(object).map((diagnostic) => ({ diagnostic }));
  })();
  return [...faults.map((diagnostic) => ({ diagnostic })), ...findings.filter(({ diagnostic }) => !isTold(diagnostic, faults))];
}

/** What a rule says of a value that the schema rejects already is no news; that two values clash is. */
function isTold({ pointer, claims = [] }: Diagnostic, faults: readonly Diagnostic[]): boolean {
  if (pointer === undefined || claims.length > 1) return false;
  return faults.some((fault) => fault.pointer !== undefined && fault.code !== 'schema-unknown-field' && `${pointer}/`.startsWith(`${fault.pointer}/`));
}

/** An object of the instance types' API group whose kind does not exist there is a mistake, not another project's object. */
function unknownKind({ apiVersion, kind }: Readonly<Record<string, unknown>>): readonly Checked[] | undefined {
  if (typeof apiVersion !== 'string' || !apiVersion.startsWith(`${GROUP}/`) || typeof kind !== 'string') return undefined;
  const kinds = [...INSTANCETYPES, ...PREFERENCES];
  if (kinds.includes(kind) || kind.endsWith('List')) return undefined;
  const meant = nearestWord(kind, kinds);
  const message = `kind is ${showValue(kind)}, which ${GROUP} does not have: write ${meant ?? `one of ${kinds.join(', ')}`}`;
  const diagnostic: Diagnostic = { code: 'object-kind-unknown', severity: 'error', message, pointer: '/kind', field: 'kind' };
  if (meant === undefined) return [{ diagnostic }];
  return [{ diagnostic: { ...diagnostic, suggestions: [{ title: `Set kind to ${meant}`, patch: [{ op: 'replace', path: '/kind', value: meant }] }] } }];
}
