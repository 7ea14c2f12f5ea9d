import type { VmiSpecLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';

const RULE: Rule = { name: 'default-volume-disk' };

/** Adds a disk for each volume that is neither a disk nor a filesystem yet (BEHAVIOUR 12.2).
 * @param spec the draft of a VMI's spec */
export function addVolumeDisks(spec: Draft<VmiSpecLike>): void {
  const volumes = spec.get('volumes');
  if (!volumes?.length) return;
  const devices = spec.at('domain').at('devices');
  // taken once: a volume that is named twice gets two disks, as in KubeVirt
  const used = new Set<unknown>();
  for (const disk of devices.get('disks') ?? []) used.add(disk?.name);
  for (const filesystem of devices.get('filesystems') ?? []) used.add(filesystem?.name);
  for (const volume of volumes) if (!used.has(volume?.name)) devices.append('disks', { name: volume?.name }, RULE);
}
