import type { Maybe, VmiSpecLike } from '@instancetype/api';
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
  // taken once: a volume that is named twice gets two disks, as in KubeVirt
  const isUsed = nameTest(disks, filesystems);
  for (const volume of volumes) if (!isUsed(volume?.name)) devices.append('disks', { name: volume?.name }, RULE);
}

type Named = Maybe<{ readonly name?: Maybe<string> }>;
const NONE: readonly Named[] = [];
const FEW = 16;

/** Tells which names are taken; a set is made only where there are many, which is rare. */
function nameTest(disks: readonly Named[], filesystems: readonly Named[]): (name: Maybe<string>) => boolean {
  // what the test reads must not grow while disks are added
  const count = disks.length;
  if (count + filesystems.length <= FEW) return (name) => hasName(disks, count, name) || hasName(filesystems, filesystems.length, name);
  const names = new Set([...disks, ...filesystems].map((one) => one?.name));
  return (name) => names.has(name);
}

function hasName(list: readonly Named[], count: number, name: Maybe<string>): boolean {
  for (let index = 0; index < count; index++) if (list[index]?.name === name) return true;
  return false;
}
