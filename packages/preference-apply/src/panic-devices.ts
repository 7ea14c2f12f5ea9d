import type { DevicePreferences, DevicesLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { eachOf } from './each-of.ts';
import { prefer } from './prefer.ts';

const RULE: Rule = { name: 'preferred-panic-device', field: 'spec.devices.preferredPanicDeviceModel' };

/** Adds a panic device of the preferred model, or fills the model of those that have none (BEHAVIOUR 5.8). */
export function applyPanicDevices(devices: Draft<DevicesLike>, preferred: DevicePreferences): void {
  const model = preferred.preferredPanicDeviceModel;
  if (model === undefined || model === null) return;
  const panicDevices = devices.list('panicDevices');
  if (panicDevices.value?.length) eachOf(panicDevices, (device) => prefer(device, 'model', model, RULE));
  else devices.append('panicDevices', { model }, RULE);
}
