import type { InstancetypeSpec, Maybe, PreferenceSpec, VmiSpecLike } from '@instancetype/api';
import type { Claim, Diagnostic, ObjectName, Suggestion } from '@instancetype/conflict';
import type { Owned } from '@instancetype/validate';

/** What is checked against a preference's requirements. */
export interface RequirementsInput {
  /** What was found for the VM, `{spec, object}`; undefined or null for none. */
  readonly instancetype?: Owned<InstancetypeSpec> | null | undefined;
  /** The same. */
  readonly preference?: Owned<PreferenceSpec> | null | undefined;
  /** The VM's template spec with the instance type, the preference and the defaults applied. */
  readonly spec?: Maybe<VmiSpecLike>;
  /** The same as its author wrote it; without it there are no suggestions for CPU and memory, for they patch this. */
  readonly written?: Maybe<VmiSpecLike>;
  /** The VM's name, for claims. */
  readonly vm?: ObjectName | undefined;
}

/** JSON pointer of a VM's template spec, and the same as KubeVirt's causes write it. */
export const TEMPLATE_SPEC = '/spec/template/spec';
export const TEMPLATE_SPEC_FIELD = 'spec.template.spec';
export const INSTANCETYPE_FIELD = 'spec.instancetype';

/** What differs between the three rules' findings. */
export interface Unmet {
  readonly code: 'requirement-cpu' | 'requirement-memory' | 'requirement-architecture';
  readonly message: string;
  /** The fields that KubeVirt names, in its order. */
  readonly fields: readonly string[];
  /** The place to show where there are no fields. */
  readonly place?: string;
  readonly claims: readonly Claim[] | undefined;
  readonly suggestions?: readonly Suggestion[] | undefined;
}

/** One cause, whatever the number of fields (BEHAVIOUR 8). */
export function unmet({ code, message, fields, place, claims, suggestions }: Unmet): Diagnostic {
  return {
    code,
    severity: 'error',
    message,
    reason: 'FieldValueNotFound',
    field: fields.join(', '),
    pointer: `/${(fields[0] ?? place ?? '').replaceAll('.', '/')}`,
    ...(claims && { claims }),
    ...(suggestions && suggestions.length > 0 && { suggestions }),
  };
}
