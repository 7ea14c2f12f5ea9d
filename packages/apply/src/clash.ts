import { type Diagnostic, escapeSegment, showObject, showText, showValue } from '@instancetype/conflict';
import type { Application } from './application.ts';

/** Two values that may not both be set. */
interface Clash {
  /** KubeVirt's path of the VM's field, below the base. */
  readonly field: string;
  readonly own: unknown;
  /** The instance type's field, and its value. */
  readonly theirField: string;
  readonly theirs: unknown;
  /** The VM's value is what the instance type gives anyway. */
  readonly same?: boolean;
}

/** Reports that a field of the VM clashes with the instance type (BEHAVIOUR 6).
 * @param application where to report
 * @param clash the two values */
export function reportClash(application: Application, clash: Clash): void {
  const { base, spec } = application;
  // KubeVirt reports this one member in the instance type's spelling (BEHAVIOUR 20, Q3)
  const path = clash.field.replace('dedicatedCPUPlacement', 'dedicatedCpuPlacement').replaceAll('.', '/');
  application.found.push(conflictOf(application, clash, { field: `${base}.${clash.field}`, pointer: `${spec.pointer}/${path}` }));
}

/** Reports that an annotation clashes; its path has no base (BEHAVIOUR 20, Q1).
 * @param application where to report
 * @param key the annotation
 * @param own the template's value
 * @param theirs the instance type's value */
export function reportAnnotationClash(application: Application, key: string, own: unknown, theirs: string): void {
  const clash = { field: '', own, theirField: `spec.annotations["${showText(key)}"]`, theirs };
  const pointer = `${application.template.pointer}/metadata/annotations/${escapeSegment(key)}`;
  application.found.push(conflictOf(application, clash, { field: `annotations.${key}`, pointer }));
}

function conflictOf({ target, source }: Application, clash: Clash, place: { field: string; pointer: string }): Diagnostic {
  const remove = [{ op: 'remove' as const, path: place.pointer }];
  const field = showText(place.field);
  const where = `${field} is ${showValue(clash.own)} in ${showObject(target)}`;
  const title = showObject(source);
  const message = clash.same
    ? `${where}, which ${title} sets already (${clash.theirField}): remove it from the VM`
    : `${where}, but ${title} decides it (${clash.theirField}: ${showValue(clash.theirs)}): remove it from the VM, or choose an instance type that fits it`;
  return {
    code: 'instancetype-conflict',
    severity: 'error',
    message,
    reason: 'FieldValueInvalid',
    field: place.field,
    pointer: place.pointer,
    claims: [
      { owner: target, field: place.field, value: clash.own },
      { owner: source, field: clash.theirField, value: clash.theirs },
    ],
    ...(clash.same ? { fix: remove } : { suggestions: [{ title: `Remove ${field}`, patch: remove }] }),
  };
}
