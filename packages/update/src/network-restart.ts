import { valueAt } from '@instancetype/conflict';
import { isSame } from './differences.ts';
import { setValueAt } from './running.ts';

type Member = Readonly<Record<string, unknown>>;

/** Whether what changed of a VM's interfaces and networks needs a restart: the instance has one that the template has no longer, or has
 * otherwise, or the pod network is new (BEHAVIOUR 15.5 step 3). That an interface is unplugged (its `state`) needs none.
 * @param current the template's spec, with everything applied
 * @param instance the running instance */
export function needsNetworkRestart(current: unknown, instance: unknown): boolean {
  const [wanted, running] = [listAt(current, '/domain/devices/interfaces'), listAt(instance, '/spec/domain/devices/interfaces')];
  const [networks, runningNetworks] = [listAt(current, '/networks'), listAt(instance, '/spec/networks')];
  if (differs(wanted.map(withoutState), running.map(withoutState), 'spec.domain.devices.interfaces')) return true;
  return (networks.some(isPod) && !runningNetworks.some(isPod)) || differs(networks, runningNetworks, 'spec.networks');
}

/** Whether one that runs is gone or different. */
function differs(wanted: readonly unknown[], running: readonly unknown[], name: string): boolean {
  const byName = new Map(wanted.map((each) => [valueAt(each, '/name'), each]));
  return running.some((each) => !isSame(byName.get(valueAt(each, '/name')), each, name));
}

function withoutState(each: unknown): unknown {
  if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
  const { state: _state, ...rest } = each as Member;
  return rest;
}

function isPod(network: unknown): boolean {
  return setValueAt(network, '/pod') !== undefined;
}

function listAt(object: unknown, pointer: string): readonly unknown[] {
  const list = valueAt(object, pointer);
  return Array.isArray(list) ? list : [];
}
