import type { Maybe, VirtualMachineInstancetype, VirtualMachinePreference } from '@instancetype/api';
import { type Diagnostic, failureOf, type Outcome, success } from '@instancetype/conflict';
import { validatePreference } from '@instancetype/preference-validate';
import type { SchemaKind } from '@instancetype/schema';
import { validateInstancetype } from '@instancetype/validate';
import { checkAnnotations } from './metadata-limits.ts';
import { negativeMemory } from './negative-memory.ts';
import { checkStructure } from './structure.ts';

/** How to judge an instance type or a preference. */
export interface AdmitObjectOptions {
  /** What is being done to it; everything but `CREATE` and `UPDATE` is allowed. `CREATE` unless it is told. */
  readonly operation?: string | undefined;
  /** Whether negative guest memory is refused, or accepted with a warning as KubeVirt does (the default). */
  readonly negativeMemory?: 'warn' | 'deny' | undefined;
}

/** Judges an instance type of either kind as its validating webhook does: structure, then its rules (BEHAVIOUR 14.2, 7.2, B7).
 * @param object the object as it arrives; anything
 * @param options the operation, and how strict to be
 * @returns the object, with warnings as notes (KubeVirt's own are told by `isAdmissionWarning` of `@instancetype/validate`), or
 *   why it is refused. Every cause has a `reason` */
export function admitInstancetype<T>(object: T, options: AdmitObjectOptions = {}): Outcome<T> {
  return judgeObject(object, 'VirtualMachineInstancetype', options, (readable) => {
    const { spec } = readable as VirtualMachineInstancetype;
    const memory = { value: memberOf(spec, 'memory', 'guest'), field: 'spec.memory.guest' };
    return [
      // that a negative amount is no amount is said there already
      ...validateInstancetype(readable as VirtualMachineInstancetype),
      ...(options.negativeMemory === 'deny' ? negativeMemory(memory, 'error') : []),
      ...checkAnnotations(spec?.annotations, 'spec.annotations'),
    ];
  });
}

/** Judges a preference of either kind as its validating webhook does: structure, then its rules (BEHAVIOUR 14.2, 7.3, B7).
 * @param object the object as it arrives; anything
 * @param options the operation
 * @returns as `admitInstancetype` does */
export function admitPreference<T>(object: T, options: AdmitObjectOptions = {}): Outcome<T> {
  return judgeObject(object, 'VirtualMachinePreference', options, (readable) => [
    ...validatePreference(readable as VirtualMachinePreference),
    ...checkAnnotations((readable as VirtualMachinePreference).spec?.annotations, 'spec.annotations'),
  ]);
}

function judgeObject<T>(object: T, kind: SchemaKind, { operation = 'CREATE' }: AdmitObjectOptions, rules: (object: object) => readonly Diagnostic[]): Outcome<T> {
  if (operation !== 'CREATE' && operation !== 'UPDATE') return success(object);
  const structure = checkStructure(object, kind);
  const findings = typeof object === 'object' && object !== null ? rules(object) : [];
  const ruled = new Set(findings.filter(isError).map((finding) => finding.pointer));
  // of a number that is out of range, the rule says more than the schema
  const structural = structure.ok ? structure.notes : structure.causes.filter((cause) => !ruled.has(cause.pointer));
  const all = [...structural, ...findings];
  return failureOf(all) ?? success(object, all.filter((finding) => !isError(finding)));
}

function isError(finding: Diagnostic): boolean {
  return finding.severity === 'error';
}

function memberOf(value: unknown, ...path: readonly string[]): unknown {
  let inner = value;
  for (const key of path) inner = (inner as Maybe<Readonly<Record<string, unknown>>>)?.[key];
  return inner;
}
