import type { DevicePreferences, DevicesLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { prefer } from './prefer.ts';

const RULE: Rule = { name: 'preferred-panic-device', field: 'spec.devices.preferredPanicDeviceModel' };

/** Adds a panic device of the preferred model, or fills the model of those that have none (BEHAVIOUR 5.8). */
export function applyPanicDevices(devices: Draft<DevicesLike>, preferred: DevicePreferences): void {
  const model = preferred.preferredPanicDeviceModel;
  if (model === undefined || model === null) return;
  const panicDevices = devices.list('panicDevices');
  const count = panicDevices.value?.length ?? 0;
  if (count === 0) devices.append('panicDevices', { model }, RULE);
  for (let index = 0; index < count; index++) prefer(panicDevices.at(index), 'model', model, RULE);
}
