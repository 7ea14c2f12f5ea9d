import type { DevicesLike, DiskLike, InputLike, InterfaceLike, Maybe, NetworkLike, PreferenceSpec } from '@instancetype/api';
import { type Draft, openDraft } from '@instancetype/draft';
import { applyAutoattach } from './autoattach.ts';
import { applyDisk } from './disk.ts';
import { applyInput } from './input.ts';
import { applyInterface, podNetworkOf } from './interface.ts';

/** One disk as the preference would have it, for a hot-plug (BEHAVIOUR 5.5). Without `spec.devices` in the preference the
 * disk itself.
 * @param disk an entry of `domain.devices.disks`; not changed
 * @param preference the preference's spec */
export function preferDisk<D extends DiskLike>(disk: D, preference: PreferenceSpec): D {
  if (!preference.devices) return disk;
  const draft = openDraft<DiskLike>(disk);
  applyDisk(draft, preference.devices);
  return resultOf(draft, disk);
}

/** One interface as the preference would have it, for a hot-plug (BEHAVIOUR 5.6).
 * @param networkInterface an entry of `domain.devices.interfaces`; not changed
 * @param preference the preference's spec
 * @param networks the VM's `spec.networks`, with the network of the interface */
export function preferInterface<I extends InterfaceLike>(
  networkInterface: I,
  preference: PreferenceSpec,
  networks?: Maybe<readonly NetworkLike[]>,
): I {
  if (!preference.devices) return networkInterface;
  const draft = openDraft<InterfaceLike>(networkInterface);
  applyInterface(draft, preference.devices, podNetworkOf(networks));
  return resultOf(draft, networkInterface);
}

/** One input device as the preference would have it (BEHAVIOUR 5.7).
 * @param input an entry of `domain.devices.inputs`; not changed
 * @param preference the preference's spec */
export function preferInput<I extends InputLike>(input: I, preference: PreferenceSpec): I {
  if (!preference.devices) return input;
  const draft = openDraft<InputLike>(input);
  applyInput(draft, preference.devices);
  return resultOf(draft, input);
}

/** The devices with the preferred `autoattach` settings, and nothing else of the preference (BEHAVIOUR 5.4).
 * @param devices `domain.devices`; not changed
 * @param preference the preference's spec */
export function preferAutoattach<D extends DevicesLike>(devices: D, preference: PreferenceSpec): D {
  if (!preference.devices) return devices;
  const draft = openDraft<DevicesLike>(devices);
  applyAutoattach(draft, preference.devices);
  return resultOf(draft, devices);
}

/** What was drafted, or the part itself where it has something else in place of an object: that is not to be overwritten. */
function resultOf<Part extends object>(draft: Draft, part: Part): Part {
  return draft.misfits.length === 0 ? (draft.value as Part) : part;
}
