import type { DevicePreferences, DevicesLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { prefer } from './prefer.ts';

const NAME = 'preferred-autoattach';
const GRAPHICS: Rule = { name: NAME, field: 'spec.devices.preferredAutoattachGraphicsDevice' };
const BALLOON: Rule = { name: NAME, field: 'spec.devices.preferredAutoattachMemBalloon' };
const POD_INTERFACE: Rule = { name: NAME, field: 'spec.devices.preferredAutoattachPodInterface' };
const SERIAL: Rule = { name: NAME, field: 'spec.devices.preferredAutoattachSerialConsole' };
const INPUT: Rule = { name: NAME, field: 'spec.devices.preferredAutoattachInputDevice' };

/** Takes the five preferred `autoattach` settings where the VM has none (BEHAVIOUR 5.4).
 * @param devices `domain.devices`
 * @param preferred `spec.devices` of the preference */
export function applyAutoattach(devices: Draft<DevicesLike>, preferred: DevicePreferences): void {
  prefer(devices, 'autoattachGraphicsDevice', preferred.preferredAutoattachGraphicsDevice, GRAPHICS);
  prefer(devices, 'autoattachMemBalloon', preferred.preferredAutoattachMemBalloon, BALLOON);
  prefer(devices, 'autoattachPodInterface', preferred.preferredAutoattachPodInterface, POD_INTERFACE);
  prefer(devices, 'autoattachSerialConsole', preferred.preferredAutoattachSerialConsole, SERIAL);
  prefer(devices, 'autoattachInputDevice', preferred.preferredAutoattachInputDevice, INPUT);
}
