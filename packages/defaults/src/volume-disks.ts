import type { Maybe, VmiSpecLike, VolumeLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const RULE: Rule = { name: 'default-volume-disk' };

/** Adds a disk for each volume that is neither a disk nor a filesystem yet (BEHAVIOUR 12.2).
 * @param spec the draft of a VMI's spec */
export function addVolumeDisks(spec: Draft<VmiSpecLike>): void {
  const volumes = spec.list('volumes').value;
  if (!volumes?.length) return;
  const devices = spec.at('domain').at('devices');
  const disks = devices.list('disks').value ?? NONE;
  const filesystems = devices.list('filesystems').value ?? NONE;
  // told before any is added: a volume that is named twice gets two disks, as in KubeVirt
  for (const volume of volumesNotIn(disks, filesystems, volumes)) devices.append('disks', { name: volume?.name }, RULE);
}

type Named = Maybe<{ readonly name?: Maybe<string> }>;
const NONE: readonly Named[] = [];
const FEW = 16;

/** The volumes that neither list names; a set is made only where there are many, which is rare. */
function volumesNotIn(disks: readonly Named[], filesystems: readonly Named[], volumes: readonly VolumeLike[]): readonly VolumeLike[] {
  if (disks.length + filesystems.length <= FEW) return volumes.filter((volume) => !hasName(disks, volume?.name) && !hasName(filesystems, volume?.name));
  const names = new Set([...disks, ...filesystems].map((one) => one?.name));
  return volumes.filter((volume) => !names.has(volume?.name));
}

function hasName(list: readonly Named[], name: Maybe<string>): boolean {
  for (let index = 0; index < list.length; index++) if (list[index]?.name === name) return true;
  return false;
}
