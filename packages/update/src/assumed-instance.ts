import type { CpuLike } from '@instancetype/api';
import { openDraft, type Rule } from '@instancetype/draft';
import { formatQuantity, integerValue, newQuantity } from '@instancetype/quantity';
import { memoryHotplugObstacle } from '@instancetype/validate';
import { quantityAt } from './amount.ts';
import { isLiveUpdate, maxHotplugRatio, type RolloutCluster } from './rollout.ts';
import { numberAt, type RunningInstanceLike, setValueAt, type UpdatableSpec } from './running.ts';

const ROOM: Rule = { name: 'room-for-hotplug', field: 'spec.configuration.liveUpdateConfiguration' };
const MOST_VCPUS = 512;

/** The instance that runs where a VM was started as it is: migratable, with no change under way, and with the room to grow that a
 * cluster gives it (BEHAVIOUR 12.5 row g).
 * @param spec the template's spec with instance type, preference and defaults
 * @param cluster the cluster */
export function assumedInstance(spec: UpdatableSpec, cluster: RolloutCluster): RunningInstanceLike {
  const running = isLiveUpdate(cluster) ? withRoom(spec, cluster) : spec;
  const guest = running.domain?.memory?.guest;
  return {
    spec: running,
    status: { conditions: [{ type: 'LiveMigratable', status: 'True' }], memory: { guestAtBoot: guest, guestCurrent: guest } },
  };
}

function withRoom(spec: UpdatableSpec, cluster: RolloutCluster): UpdatableSpec {
  if (spec.architecture === 'arm64') return spec;
  const draft = openDraft<UpdatableSpec>(spec);
  const domain = draft.at('domain');
  const maxSockets = numberAt(spec, '/domain/cpu/maxSockets') || maxSocketsFor(domain.at('cpu').value ?? {}, cluster);
  if (maxSockets > 0) domain.at('cpu').set('maxSockets', maxSockets, ROOM);
  const maxGuest = setValueAt(spec, '/domain/memory/maxGuest') ?? maxGuestFor(spec, cluster);
  if (maxGuest !== undefined) domain.at('memory').set('maxGuest', maxGuest as string, ROOM);
  return draft.value ?? spec;
}

function maxSocketsFor(cpu: CpuLike, cluster: RolloutCluster): number {
  const [sockets, cores, threads] = [numberAt(cpu, '/sockets'), numberAt(cpu, '/cores') || 1, numberAt(cpu, '/threads') || 1];
  const most = numberAt(cluster, '/configuration/liveUpdateConfiguration/maxCpuSockets');
  if (most > 0) return Math.max(most, sockets);
  return Math.max(sockets, Math.min(sockets * maxHotplugRatio(cluster), Math.floor(MOST_VCPUS / (cores * threads))));
}

function maxGuestFor(spec: UpdatableSpec, cluster: RolloutCluster): unknown {
  const guest = quantityAt(spec, '/domain/memory/guest');
  if (guest === undefined) return undefined;
  const grown = formatQuantity(newQuantity(integerValue(guest) * BigInt(maxHotplugRatio(cluster)), 'BinarySI'));
  const most = setValueAt(cluster, '/configuration/liveUpdateConfiguration/maxGuest') ?? grown;
  return memoryHotplugObstacle(spec, most as string) === undefined ? most : undefined;
}
