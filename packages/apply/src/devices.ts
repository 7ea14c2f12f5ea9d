import type { Device, Maybe } from '@instancetype/api';
import { type Rule, sameJson } from '@instancetype/draft';
import type { Application } from './application.ts';
import { reportClash } from './clash.ts';

const GPUS: Rule = { name: 'instancetype-gpus', field: 'spec.gpus' };
const HOST_DEVICES: Rule = { name: 'instancetype-host-devices', field: 'spec.hostDevices' };

/** Takes the instance type's GPUs (BEHAVIOUR 4.2). */
export function applyGpus(application: Application): void {
  applyDeviceList(application, 'gpus', application.instancetype.gpus, GPUS);
}

/** Takes the instance type's host devices (BEHAVIOUR 4.2). */
export function applyHostDevices(application: Application): void {
  applyDeviceList(application, 'hostDevices', application.instancetype.hostDevices, HOST_DEVICES);
}

function applyDeviceList(application: Application, list: 'gpus' | 'hostDevices', theirs: Maybe<readonly Device[]>, rule: Rule): void {
  if (!theirs?.length) return;
  const devices = application.domain.at('devices');
  const own = devices.list(list).value;
  if (!own?.length) devices.set(list, theirs, rule);
  else reportClash(application, { field: `domain.devices.${list}`, own, theirField: `spec.${list}`, theirs, same: sameJson(own, theirs) });
}
