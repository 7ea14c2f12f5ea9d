import { type Draft, openDraft, type Rule } from '@instancetype/draft';
import { areDisksLive, areVolumesLive } from './hot-pluggable.ts';
import { needsNetworkRestart } from './network-restart.ts';
import { type RolloutCluster, isLiveUpdate } from './rollout.ts';
import { type RunningInstanceLike, setValueAt, type UpdatableSpec } from './running.ts';

/** A VM as it was started and as it is now. */
export interface Update {
  /** The template's spec with which it was started, and the present one, both with everything applied. */
  readonly last: UpdatableSpec;
  readonly current: UpdatableSpec;
  readonly instance: RunningInstanceLike;
  readonly cluster: RolloutCluster;
  /** The VM's `spec.updateVolumesStrategy`. */
  readonly updateVolumesStrategy: unknown;
}

const LIVE: Rule = { name: 'live-updatable' };
const PLACEMENT = ['nodeSelector', 'affinity', 'tolerations'] as const;

/** JSON pointers, from the template's spec, of what a cluster that changes running VMs can change. */
export const LIVE_FIELDS: readonly string[] = ['/domain/cpu/sockets', '/domain/memory/guest', '/nodeSelector', '/affinity', '/tolerations'];

/** The template's spec with which the VM was started, with those changes that need no restart (BEHAVIOUR 15.5 step 3). What still differs
 * from the present one needs a restart.
 * @param update the VM, then and now */
export function withLiveChanges(update: Update): UpdatableSpec {
  const { last, current, instance, cluster } = update;
  const draft = openDraft<UpdatableSpec>(last);
  const devices = draft.at('domain').at('devices');
  if (areVolumesLive(update, update.updateVolumesStrategy)) draft.set('volumes', current.volumes, LIVE);
  // with the volumes that were taken over, as KubeVirt judges it
  if (areDisksLive({ last: draft.value, current })) devices.set('disks', current.domain?.devices?.disks, LIVE);
  if (isLiveUpdate(cluster)) takeResources(draft, current);
  if (!needsNetworkRestart(current, instance)) {
    devices.set('interfaces', current.domain?.devices?.interfaces, LIVE);
    draft.set('networks', current.networks, LIVE);
  }
  takeFirmwareUuid(draft, current, instance);
  return draft.value ?? last;
}

function takeResources(draft: Draft<UpdatableSpec>, current: UpdatableSpec): void {
  const domain = draft.at('domain');
  if (domain.get('cpu') && current.domain?.cpu) domain.at('cpu').set('sockets', current.domain.cpu.sockets, LIVE);
  const guest = current.domain?.memory?.guest;
  if (guest !== undefined && guest !== null) domain.at('memory').set('guest', guest, LIVE);
  for (const key of PLACEMENT) draft.set(key, current[key] as never, LIVE);
}

/** A UUID that the VM was given after its start, and that its instance has had from the start. */
function takeFirmwareUuid(draft: Draft<UpdatableSpec>, current: UpdatableSpec, instance: RunningInstanceLike): void {
  const own = current.domain?.firmware;
  const running = setValueAt(instance, '/spec/domain/firmware');
  if (!own || running === undefined || (setValueAt(running, '/uuid') ?? '') !== (own.uuid ?? '')) return;
  draft.at('domain').at('firmware').set('uuid', own.uuid, LIVE);
}
