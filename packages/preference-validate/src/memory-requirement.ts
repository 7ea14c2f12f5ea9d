import type { Diagnostic, Suggestion } from '@instancetype/conflict';
import { canonicalText, compareQuantities, decodeQuantity } from '@instancetype/quantity';
import { claimsOf, setMember, showOwner } from '@instancetype/validate';
import { INSTANCETYPE_FIELD, type RequirementsInput, TEMPLATE_SPEC, TEMPLATE_SPEC_FIELD, unmet } from './requirement.ts';

const REQUIRED = 'spec.requirements.memory.guest';
const FIELD = `${TEMPLATE_SPEC_FIELD}.domain.memory`;

/** The memory rule (BEHAVIOUR 8): the VM's guest memory counts, whatever the source; with an instance type it is that which
 * is named. Quantities that cannot be read are for the schema to find. */
export function checkMemory(input: RequirementsInput, guest: unknown): Diagnostic | undefined {
  const required = decodeQuantity(guest);
  const provided = decodeQuantity(ownGuest(input) ?? instancetypeGuest(input));
  if (!required.ok || !provided.ok || compareQuantities(provided.value, required.value) >= 0) return undefined;
  const [needed, given] = [canonicalText(required.value), canonicalText(provided.value)];
  const wanted = `${showOwner(input.preference?.object, 'The preference')} requires ${needed} of memory`;
  const claim = [input.preference?.object, REQUIRED, guest] as const;
  const { instancetype } = input;
  if (instancetype) {
    const message = `${wanted}, and ${showOwner(instancetype.object, 'the instance type')} gives ${given}: choose an instance type with ${needed} or more`;
    const claims = claimsOf([instancetype.object, 'spec.memory.guest', instancetypeGuest(input)], claim);
    return unmet({ code: 'requirement-memory', message, fields: [INSTANCETYPE_FIELD], claims });
  }
  return unmet({
    code: 'requirement-memory',
    message: `${wanted}, and the VM has ${given}: raise ${FIELD}.guest, or choose an instance type`,
    fields: [FIELD],
    claims: claimsOf([input.vm, `${FIELD}.guest`, ownGuest(input)], claim),
    suggestions: raise(input, guest, needed),
  });
}

function ownGuest(input: RequirementsInput): unknown {
  return input.spec?.domain?.memory?.guest ?? undefined;
}

function instancetypeGuest(input: RequirementsInput): unknown {
  return input.instancetype?.spec?.memory?.guest ?? undefined;
}

function raise(input: RequirementsInput, guest: unknown, needed: string): readonly Suggestion[] {
  if (!input.written) return [];
  const patch = [setMember(input.written, TEMPLATE_SPEC, ['domain', 'memory', 'guest'], guest)];
  return [{ title: `Set ${FIELD}.guest to ${needed}`, patch }];
}
