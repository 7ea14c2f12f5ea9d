import type { PreferenceSpec, VmiSpecLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { preferText } from './prefer.ts';

const RULE: Rule = { name: 'preferred-machine', field: 'spec.machine.preferredMachineType' };

/** Takes the preferred machine type (BEHAVIOUR 5.11). */
export function applyMachine(spec: Draft<VmiSpecLike>, preference: PreferenceSpec): void {
  preferText(spec.at('domain').at('machine'), 'type', preference.machine?.preferredMachineType, RULE);
}
