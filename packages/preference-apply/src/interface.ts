import type { DevicePreferences, InterfaceLike, Maybe, NetworkLike } from '@instancetype/api';
import type { Draft, Rule } from '@instancetype/draft';
import { prefer, preferText } from './prefer.ts';

const NAME = 'preferred-interface';
const MODEL: Rule = { name: NAME, field: 'spec.devices.preferredInterfaceModel' };
const MASQUERADE: Rule = { name: NAME, field: 'spec.devices.preferredInterfaceMasquerade' };

/** Tells whether an interface of that name is on the pod network. */
export type OnPodNetwork = (interfaceName: Maybe<string>) => boolean;

/** Takes the preferred settings of one interface where it has none: the model, and masquerade where it has no binding and
 * is on the pod network (BEHAVIOUR 5.6).
 * @param networkInterface one entry of `domain.devices.interfaces`
 * @param preferred `spec.devices` of the preference
 * @param onPodNetwork see {@link podNetworkOf} */
export function applyInterface(networkInterface: Draft<InterfaceLike>, preferred: DevicePreferences, onPodNetwork: OnPodNetwork): void {
  preferText(networkInterface, 'model', preferred.preferredInterfaceModel, MODEL);
  if (!preferred.preferredInterfaceMasquerade) return;
  const own = networkInterface.value ?? {};
  const hasOwnMasquerade = own.masquerade !== undefined && own.masquerade !== null;
  if (hasOwnMasquerade || hasOtherBinding(own) || !onPodNetwork(own.name)) return;
  prefer(networkInterface, 'masquerade', preferred.preferredInterfaceMasquerade, MASQUERADE);
}

function hasOtherBinding(own: InterfaceLike): boolean {
  const binding = own.bridge ?? own.slirp ?? own.sriov ?? own.macvtap ?? own.passt ?? own.passtBinding ?? own.binding;
  return binding !== undefined && binding !== null;
}

/** Tells by a VM's networks which interfaces are on the pod network; of several networks of one name the first counts.
 * @param networks `spec.networks` */
export function podNetworkOf(networks: Maybe<readonly NetworkLike[]>): OnPodNetwork {
  let byName: Map<Maybe<string>, boolean> | undefined;
  return (interfaceName) => {
    byName ??= new Map([...(networks ?? [])].reverse().map((network) => [network?.name, Boolean(network?.pod)]));
    return byName.get(interfaceName) ?? false;
  };
}
