import type { InterfaceLike, VmiSpecLike } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import type { Draft, Rule } from '@instancetype/draft';
import { type Cluster, defaultNetworkInterface, permitsBridgeOnPodNetwork } from './configuration.ts';

const NAME = 'default';
const RULE: Rule = { name: 'default-network-interface', field: 'spec.configuration.network.defaultNetworkInterface' };

/** Gives a VM without networks and interfaces an interface on the pod network (BEHAVIOUR 12.3).
 * @param spec the draft of a VMI's spec
 * @param cluster the cluster
 * @returns why the cluster's default cannot be used, or undefined */
export function addNetworkInterface(spec: Draft<VmiSpecLike>, cluster: Cluster): Diagnostic | undefined {
  const devices = spec.at('domain').at('devices');
  if (devices.value?.autoattachPodInterface === false) return undefined;
  if (spec.list('networks').value?.length || devices.list('interfaces').value?.length) return undefined;
  const binding = defaultNetworkInterface(cluster);
  if (binding === 'slirp') return refused(spec, 'slirp-not-supported', 'KubeVirt no longer supports slirp');
  if (binding === 'bridge' && !permitsBridgeOnPodNetwork(cluster)) {
    return refused(spec, 'bridge-not-permitted', 'network.permitBridgeInterfaceOnPodNetwork is false');
  }
  const added = interfaceBoundBy(binding);
  if (added) devices.set('interfaces', [added], RULE);
  spec.set('networks', [{ name: NAME, pod: {} }], RULE);
  return undefined;
}

function interfaceBoundBy(binding: string): InterfaceLike | undefined {
  if (binding === 'bridge') return { name: NAME, bridge: {} };
  if (binding === 'masquerade') return { name: NAME, masquerade: {} };
  return undefined;
}

function refused(spec: Draft<VmiSpecLike>, code: string, why: string): Diagnostic {
  return {
    code,
    severity: 'error',
    message: `The VM has no interface, and the cluster's default cannot be used, because ${why}: give the VM an interface (masquerade) and a network`,
    pointer: `${spec.pointer}/domain/devices/interfaces`,
  };
}
