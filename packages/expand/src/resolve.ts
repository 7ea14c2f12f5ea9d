import type { VirtualMachineLike } from '@instancetype/api';
import type { Resolved } from '@instancetype/apply';
import type { Diagnostic, Outcome } from '@instancetype/conflict';
import { type AsyncReader, findInstancetype, findInstancetypeAsync, type Reader } from '@instancetype/find';
import { findPreference, findPreferenceAsync } from '@instancetype/preference-find';

/** Finds what applies to a VM: the instance type, then the preference (BEHAVIOUR 2). The first failure is the result.
 * @param vm the VM
 * @param reader gives objects by kind, namespace and name; what it throws passes through */
export function resolve(vm: VirtualMachineLike, reader: Reader): Outcome<Resolved> {
  const instancetype = findInstancetype(vm, reader);
  if (!instancetype.ok) return instancetype;
  const preference = findPreference(vm, reader);
  if (!preference.ok) return preference;
  return resolved(instancetype, preference);
}

/** The same for a reader that answers later.
 * @param vm the VM
 * @param reader gives objects by kind, namespace and name; what it throws passes through */
export async function resolveAsync(vm: VirtualMachineLike, reader: AsyncReader): Promise<Outcome<Resolved>> {
  const instancetype = await findInstancetypeAsync(vm, reader);
  if (!instancetype.ok) return instancetype;
  const preference = await findPreferenceAsync(vm, reader);
  if (!preference.ok) return preference;
  return resolved(instancetype, preference);
}

interface Found<T> {
  readonly value: T;
  readonly notes: readonly Diagnostic[];
}

function resolved(
  instancetype: Found<Resolved['instancetype']>,
  preference: Found<Resolved['preference']>,
): Outcome<Resolved> {
  const notes = instancetype.notes.length + preference.notes.length === 0 ? instancetype.notes : [...instancetype.notes, ...preference.notes];
  return { ok: true, value: { instancetype: instancetype.value, preference: preference.value }, notes };
}
