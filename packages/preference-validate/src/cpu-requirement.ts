import type { PreferenceSpec } from '@instancetype/api';
import { type Diagnostic, showValue, type Suggestion } from '@instancetype/conflict';
import { type ClaimSource, claimsOf, setMember, showOwner } from '@instancetype/validate';
import { countedParts, type CpuPart, partOf, vcpusOf } from './cpu-provided.ts';
import { INSTANCETYPE_FIELD, type RequirementsInput, TEMPLATE_SPEC, TEMPLATE_SPEC_FIELD, unmet } from './requirement.ts';

const REQUIRED = 'spec.requirements.cpu.guest';

/** The CPU rule (BEHAVIOUR 8): an instance type's vCPUs, or else what the preferred topology counts of the VM's own. */
export function checkCpu(input: RequirementsInput, preference: PreferenceSpec, guest: unknown): Diagnostic | undefined {
  const required = typeof guest === 'number' ? guest : 0;
  const wanted = `${showOwner(input.preference?.object, 'The preference')} requires ${required} vCPUs`;
  const claim = [input.preference?.object, REQUIRED, required] as const;
  const { instancetype } = input;
  if (instancetype) {
    const own: unknown = instancetype.spec?.cpu?.guest;
    const provided = typeof own === 'number' ? own : 0;
    if (provided >= required) return undefined;
    const message = `${wanted}, and ${showOwner(instancetype.object, 'the instance type')} has ${provided}: choose an instance type with ${required} or more`;
    return unmet({ code: 'requirement-cpu', message, fields: [INSTANCETYPE_FIELD], claims: claimsOf([instancetype.object, 'spec.cpu.guest', provided], claim) });
  }
  return checkOwnCpu(input, preference, required, wanted, claim);
}

function checkOwnCpu(
  input: RequirementsInput,
  preference: PreferenceSpec,
  required: number,
  wanted: string,
  claim: ClaimSource,
): Diagnostic | undefined {
  const cpu = input.spec?.domain?.cpu;
  const field = `${TEMPLATE_SPEC_FIELD}.domain.cpu`;
  const parts = countedParts(preference);
  if (cpu === undefined || cpu === null) {
    const message = `${wanted}, and the VM has no ${field}: set it there, or choose an instance type`;
    const claims = claimsOf([input.vm, field, undefined], claim);
    return unmet({ code: 'requirement-cpu', message, fields: [field], claims, suggestions: grow(input, parts ?? [], required) });
  }
  if (parts === undefined) return undefined;
  const provided = vcpusOf(cpu, parts);
  if (provided >= required) return undefined;
  if (parts.length === 0) {
    const message = `${wanted}, and its spec.cpu.spreadOptions.across ${showValue(preference.cpu?.spreadOptions?.across)} counts none of the VM's: correct the preference`;
    return unmet({ code: 'requirement-cpu', message, fields: [], place: field, claims: claimsOf(claim) });
  }
  const fields = parts.map((part) => `${field}.${part}`);
  const counted = `the VM's ${parts.join(' × ')} ${parts.length === 1 ? 'are' : 'is'} ${provided}`;
  const message = `${wanted}, and ${counted}: raise ${fields.join(' or ')}, or choose an instance type`;
  const claims = claimsOf(...parts.map((part) => [input.vm, `${field}.${part}`, cpu[part] ?? undefined] as const), claim);
  return unmet({ code: 'requirement-cpu', message, fields, claims, suggestions: grow(input, parts, required) });
}

/** Raises one part, the sockets where they count, until there are enough. */
function grow(input: RequirementsInput, parts: readonly CpuPart[], required: number): readonly Suggestion[] {
  const part = parts.includes('sockets') ? 'sockets' : parts[0];
  if (part === undefined || !input.written) return [];
  const cpu = input.spec?.domain?.cpu ?? {};
  const others = parts.filter((other) => other !== part).map((other) => partOf(cpu, other));
  const factor = others.reduce((product, value) => product * value, 1);
  const value = Math.ceil(required / factor);
  if (!Number.isSafeInteger(value)) return [];
  const patch = [setMember(input.written, TEMPLATE_SPEC, ['domain', 'cpu', part], value)];
  return [{ title: `Set ${TEMPLATE_SPEC_FIELD}.domain.cpu.${part} to ${value}`, patch }];
}
