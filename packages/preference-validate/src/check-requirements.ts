import type { PreferenceSpec } from '@instancetype/api';
import { type Diagnostic, showValue } from '@instancetype/conflict';
import { claimsOf, showOwner } from '@instancetype/validate';
import { checkCpu } from './cpu-requirement.ts';
import { checkMemory } from './memory-requirement.ts';
import { type RequirementsInput, TEMPLATE_SPEC, TEMPLATE_SPEC_FIELD, unmet } from './requirement.ts';

/**
 * Checks a VM against the requirements of its preference (BEHAVIOUR 8): vCPUs, then memory, then architecture; the first
 * that is not met is the result.
 * @param input what was found for the VM, and its template spec with everything applied
 * @returns undefined where all are met; else `requirement-cpu`, `requirement-memory` or `requirement-architecture`, whose
 *   `field` joins the paths as KubeVirt does. Pointers are into the VM
 */
export function checkRequirements(input: RequirementsInput): Diagnostic | undefined {
  const preference = input.preference?.spec;
  const requirements = preference?.requirements;
  if (!preference || !requirements) return undefined;
  const { cpu, memory, architecture } = requirements;
  let finding: Diagnostic | undefined;
  if (isSet(cpu)) finding = checkCpu(input, preference, cpu.guest);
  if (finding === undefined && isSet(memory)) finding = checkMemory(input, memory.guest);
  if (finding === undefined && isSet(architecture)) finding = checkArchitecture(input, preference, architecture);
  return finding;
}

function checkArchitecture(input: RequirementsInput, preference: PreferenceSpec, required: string): Diagnostic | undefined {
  const own = input.spec?.architecture ?? '';
  if (own === required) return undefined;
  const field = `${TEMPLATE_SPEC_FIELD}.architecture`;
  const wanted = `${showOwner(input.preference?.object, 'The preference')} requires the architecture ${showValue(required)}`;
  const patch = [{ op: 'add', path: `${TEMPLATE_SPEC}/architecture`, value: required } as const];
  return unmet({
    code: 'requirement-architecture',
    message: `${wanted}, and ${field} is ${showValue(own)}: set it to ${showValue(required)}, or choose another preference`,
    fields: [field],
    claims: claimsOf([input.vm, field, own], [input.preference?.object, 'spec.requirements.architecture', preference.requirements?.architecture]),
    suggestions: [{ title: `Set ${field} to ${showValue(required)}`, patch }],
  });
}

function isSet<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}
