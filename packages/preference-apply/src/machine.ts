import type { DomainLike, PreferenceSpec } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { preferText } from './prefer.ts';

const RULE: Rule = { name: 'preferred-machine', field: 'spec.machine.preferredMachineType' };

/** Takes the preferred machine type (BEHAVIOUR 5.11). */
export function applyMachine(domain: Draft<DomainLike>, preference: PreferenceSpec): void {
  if (preference.machine) preferText(domain.at('machine'), 'type', preference.machine.preferredMachineType, RULE);
}
