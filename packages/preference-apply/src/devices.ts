import type { DevicePreferences, DevicesLike, DomainLike, PreferenceSpec, VmiSpecLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { applyAutoattach } from './autoattach.ts';
import { applyDisk } from './disk.ts';
import { eachOf } from './each-of.ts';
import { applyInput } from './input.ts';
import { applyInterface, podNetworkOf } from './interface.ts';
import { applyPanicDevices } from './panic-devices.ts';
import { impose, prefer, preferText } from './prefer.ts';

const NAME = 'preferred-devices';
const VIRTIO_TRANSITIONAL: Rule = { name: NAME, field: 'spec.devices.preferredUseVirtioTransitional' };
const BLOCK_MULTI_QUEUE: Rule = { name: NAME, field: 'spec.devices.preferredBlockMultiQueue' };
const NETWORK_MULTI_QUEUE: Rule = { name: NAME, field: 'spec.devices.preferredNetworkInterfaceMultiQueue' };
const DISABLE_HOTPLUG: Rule = { name: NAME, field: 'spec.devices.preferredDisableHotplug' };
const SOUND: Rule = { name: NAME, field: 'spec.devices.preferredSoundModel' };
const RNG: Rule = { name: NAME, field: 'spec.devices.preferredRng' };
const TPM: Rule = { name: NAME, field: 'spec.devices.preferredTPM' };
const VIDEO: Rule = { name: NAME, field: 'spec.devices.preferredVideoType' };

/** Takes the preferred devices' settings (BEHAVIOUR 5.3); nothing happens without `spec.devices` in the preference. */
export function applyDevices(spec: Draft<VmiSpecLike>, domain: Draft<DomainLike>, preference: PreferenceSpec): void {
  const preferred = preference.devices;
  if (!preferred) return;
  const devices = domain.at('devices');
  applyWholeMachine(devices, preferred);
  applyAutoattach(devices, preferred);
  applyLists(spec, devices, preferred);
  applyPanicDevices(devices, preferred);
}

function applyWholeMachine(devices: Draft<DevicesLike>, preferred: DevicePreferences): void {
  prefer(devices, 'useVirtioTransitional', preferred.preferredUseVirtioTransitional, VIRTIO_TRANSITIONAL);
  prefer(devices, 'blockMultiQueue', preferred.preferredBlockMultiQueue, BLOCK_MULTI_QUEUE);
  prefer(devices, 'networkInterfaceMultiqueue', preferred.preferredNetworkInterfaceMultiQueue, NETWORK_MULTI_QUEUE);
  impose(devices, 'disableHotplug', preferred.preferredDisableHotplug, DISABLE_HOTPLUG);
  // a preference describes a sound device, it never adds one
  if (devices.value?.sound) preferText(devices.at('sound'), 'model', preferred.preferredSoundModel, SOUND);
  prefer(devices, 'rng', preferred.preferredRng, RNG);
  prefer(devices, 'tpm', preferred.preferredTPM, TPM);
  if (preferred.preferredVideoType !== undefined && preferred.preferredVideoType !== null) {
    preferText(devices.ensure('video', VIDEO), 'type', preferred.preferredVideoType, VIDEO);
  }
}

function applyLists(spec: Draft<VmiSpecLike>, devices: Draft<DevicesLike>, preferred: DevicePreferences): void {
  const onPodNetwork = podNetworkOf(spec.list('networks').value);
  eachOf(devices.list('disks'), (disk) => applyDisk(disk, preferred));
  eachOf(devices.list('interfaces'), (each) => applyInterface(each, preferred, onPodNetwork));
  if (devices.value?.inputs !== undefined) eachOf(devices.list('inputs'), (input) => applyInput(input, preferred));
}
