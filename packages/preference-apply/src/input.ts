import type { DevicePreferences, InputLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { preferText } from './prefer.ts';

const NAME = 'preferred-input';
const BUS: Rule = { name: NAME, field: 'spec.devices.preferredInputBus' };
const TYPE: Rule = { name: NAME, field: 'spec.devices.preferredInputType' };

/** Takes the preferred bus and type of one input where it has none (BEHAVIOUR 5.7).
 * @param input one entry of `domain.devices.inputs`
 * @param preferred `spec.devices` of the preference */
export function applyInput(input: Draft<InputLike>, preferred: DevicePreferences): void {
  preferText(input, 'bus', preferred.preferredInputBus, BUS);
  preferText(input, 'type', preferred.preferredInputType, TYPE);
}
