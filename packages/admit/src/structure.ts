import { type Diagnostic, failure, type Outcome, type Segment, segmentsOf, success, valueAt } from '@instancetype/conflict';
import { decodeQuantity } from '@instancetype/quantity';
import {
  fieldAt,
  type SchemaKind,
  validateVirtualMachine,
  validateVirtualMachineClusterInstancetype,
  validateVirtualMachineClusterPreference,
  validateVirtualMachineInstancetype,
  validateVirtualMachinePreference,
} from '@instancetype/schema';

const VALIDATORS: Readonly<Record<SchemaKind, (object: unknown) => Outcome<object>>> = {
  VirtualMachine: validateVirtualMachine,
  VirtualMachineInstancetype: validateVirtualMachineInstancetype,
  VirtualMachineClusterInstancetype: validateVirtualMachineClusterInstancetype,
  VirtualMachinePreference: validateVirtualMachinePreference,
  VirtualMachineClusterPreference: validateVirtualMachineClusterPreference,
};

/** The schema step of the webhooks (BEHAVIOUR 7.1, B7). Three things are no reason to refuse the object, and are notes of severity
 * `warning`: a field whose name differs from a known one in letter case only, which is left alone; a quantity with white space
 * around it, which Kubernetes reads without; and one that is a number with a fraction, which KubeVirt's own schema takes.
 * @param object anything
 * @param kind the kind that it should be; its own is not looked at
 * @returns the object, or the causes of `@instancetype/schema` */
export function checkStructure<T>(object: T, kind: SchemaKind): Outcome<T & object> {
  const checked = VALIDATORS[kind](object);
  if (checked.ok) return success(object as T & object, checked.notes);
  // of a list that was cut, the rest is not known
  if (checked.causes.some((cause) => cause.severity !== 'error')) return checked;
  const [first, ...more] = checked.causes.filter((cause) => !isWrongCase(cause, kind) && !isReadable(cause, object, kind));
  if (first) return failure(first, ...more);
  return success(object as T & object, checked.causes.map((cause) => ({ ...cause, severity: 'warning' as const })));
}

function isWrongCase({ code, pointer = '' }: Diagnostic, kind: SchemaKind): boolean {
  if (code !== 'schema-unknown-field') return false;
  const segments: readonly Segment[] = segmentsOf(pointer);
  const name = String(segments.at(-1) ?? '').toLowerCase();
  return fieldAt(kind, segments.slice(0, -1))?.fields.some((field) => field.toLowerCase() === name) ?? false;
}

function isReadable({ code, pointer = '' }: Diagnostic, object: unknown, kind: SchemaKind): boolean {
  const value = valueAt(object, pointer);
  const isFraction = code === 'schema-wrong-type' && typeof value === 'number' && fieldAt(kind, segmentsOf(pointer))?.type === 'quantity';
  return (isFraction || code === 'schema-bad-quantity') && decodeQuantity(value).ok;
}
