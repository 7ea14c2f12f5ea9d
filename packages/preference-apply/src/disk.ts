import type { DevicePreferences, DiskLike, Maybe } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { prefer, preferText } from './prefer.ts';

const TARGET: Rule = { name: 'disk-target' };
const NAME = 'preferred-disk';
const DISK_BUS: Rule = { name: NAME, field: 'spec.devices.preferredDiskBus' };
const CDROM_BUS: Rule = { name: NAME, field: 'spec.devices.preferredCdromBus' };
const LUN_BUS: Rule = { name: NAME, field: 'spec.devices.preferredLunBus' };
const BLOCK_SIZE: Rule = { name: NAME, field: 'spec.devices.preferredDiskBlockSize' };
const CACHE: Rule = { name: NAME, field: 'spec.devices.preferredDiskCache' };
const IO: Rule = { name: NAME, field: 'spec.devices.preferredDiskIO' };
const IO_THREAD: Rule = { name: NAME, field: 'spec.devices.preferredDiskDedicatedIoThread' };

/** Takes the preferred settings of one disk where it has none; one without a target becomes a `disk` (BEHAVIOUR 5.5).
 * @param disk one entry of `domain.devices.disks`
 * @param preferred `spec.devices` of the preference */
export function applyDisk(disk: Draft<DiskLike>, preferred: DevicePreferences): void {
  const own = disk.value;
  if (own?.disk || !(own?.cdrom || own?.lun)) applyDiskTarget(disk, preferred);
  else if (own.cdrom) preferBus(disk, 'cdrom', preferred.preferredCdromBus, CDROM_BUS);
  else preferBus(disk, 'lun', preferred.preferredLunBus, LUN_BUS);
}

function preferBus(disk: Draft<DiskLike>, target: 'cdrom' | 'lun', preferred: Maybe<string>, rule: Rule): void {
  if (preferred) preferText(disk.at(target), 'bus', preferred, rule);
}

function applyDiskTarget(disk: Draft<DiskLike>, preferred: DevicePreferences): void {
  const target = disk.ensure('disk', TARGET);
  preferText(target, 'bus', preferred.preferredDiskBus, DISK_BUS);
  prefer(disk, 'blockSize', preferred.preferredDiskBlockSize, BLOCK_SIZE);
  preferText(disk, 'cache', preferred.preferredDiskCache, CACHE);
  preferText(disk, 'io', preferred.preferredDiskIO, IO);
  // only virtio disks have threads of their own, and the bus may have been preferred just now
  if (target.value?.bus === 'virtio') prefer(disk, 'dedicatedIOThread', preferred.preferredDiskDedicatedIoThread, IO_THREAD);
}
