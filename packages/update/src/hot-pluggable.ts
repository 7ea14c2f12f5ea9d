import { valueAt } from '@instancetype/conflict';
import { isSame } from './differences.ts';
import { setValueAt } from './running.ts';

/** What a VM has of volumes and disks, in two states. */
interface Change {
  /** The template's spec with which the VM was started, and the present one. */
  readonly last: unknown;
  readonly current: unknown;
}

type Named = ReadonlyMap<unknown, unknown>;

/** Whether all that changed of a VM's volumes can change while it runs: those that are hot-plugged, and claims where the VM asks that
 * its volumes be migrated (BEHAVIOUR 15.5 step 3).
 * @param change the two states
 * @param updateVolumesStrategy the VM's `spec.updateVolumesStrategy` */
export function areVolumesLive({ last, current }: Change, updateVolumesStrategy: unknown): boolean {
  const before = named(last, '/volumes');
  const after = named(current, '/volumes');
  const isLive = ([name, volume]: [unknown, unknown]): boolean =>
    isHotplugged(volume) || (before.has(name) && ((updateVolumesStrategy === 'Migration' && isClaim(volume)) || isSame(before.get(name), volume, 'spec.volumes')));
  return [...after].every(isLive) && [...before].every(([name, volume]) => after.has(name) || isHotplugged(volume));
}

/** Whether all that changed of a VM's disks belongs to hot-plugged volumes (BEHAVIOUR 15.5 step 3).
 * @param change the two states */
export function areDisksLive({ last, current }: Change): boolean {
  const [before, after] = [named(last, '/domain/devices/disks'), named(current, '/domain/devices/disks')];
  const [volumesBefore, volumes] = [named(last, '/volumes'), named(current, '/volumes')];
  const isLive = ([name, disk]: [unknown, unknown]): boolean =>
    isHotplugged(volumes.get(name)) || (before.has(name) && isSame(before.get(name), disk, 'spec.domain.devices.disks'));
  const mayGo = ([name, disk]: [unknown, unknown]): boolean =>
    after.has(name) || ((!volumesBefore.has(name) || isHotplugged(volumesBefore.get(name))) && setValueAt(disk, '/cdrom') === undefined);
  return [...after].every(isLive) && [...before].every(mayGo);
}

function named(spec: unknown, pointer: string): Named {
  const list = valueAt(spec, pointer);
  return new Map(Array.isArray(list) ? list.map((each: unknown) => [valueAt(each, '/name'), each]) : []);
}

function isHotplugged(volume: unknown): boolean {
  return ['/dataVolume/hotpluggable', '/persistentVolumeClaim/hotpluggable', '/memoryDump/hotpluggable', '/scratchVolume/hotpluggable'].some(
    (pointer) => valueAt(volume, pointer) === true,
  );
}

function isClaim(volume: unknown): boolean {
  return setValueAt(volume, '/persistentVolumeClaim') !== undefined || setValueAt(volume, '/dataVolume') !== undefined;
}
