import { admit } from '@instancetype/admit';
import type { ObjectRef } from '@instancetype/api';
import type { Diagnostic } from '@instancetype/conflict';
import type { Cluster } from '@instancetype/defaults';
import type { WorldObject } from '../world/world.ts';

/** Why a VM cannot have both an instance type and a preference; undefined where it can. It is what KubeVirt would say of the
 * smallest VM that names them.
 * @param instancetype an instance type
 * @param preference a preference
 * @param cluster the cluster's defaults */
export function misfitOf(instancetype: WorldObject, preference: WorldObject, cluster: Cluster): Diagnostic | undefined {
  const namespace = instancetype.ref.namespace ?? preference.ref.namespace ?? 'default';
  const vm = {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name: 'vm', namespace },
    spec: { instancetype: matcher(instancetype), preference: matcher(preference), template: { spec: { domain: {} } } },
  };
  const get = (ref: ObjectRef): object | undefined => [instancetype, preference].find((each) => isNamed(each, ref, namespace))?.value;
  const outcome = admit(vm, { get }, { cluster });
  if (!outcome.ok) return outcome.causes[0];
  // what cannot be found counts as none in a cluster: objects of two namespaces never meet
  return outcome.notes.find(({ severity }) => severity === 'warning');
}

function matcher({ ref }: WorldObject): { readonly kind: string; readonly name: string } {
  return { kind: ref.kind, name: ref.name };
}

function isNamed({ ref }: WorldObject, wanted: ObjectRef, namespace: string): boolean {
  return ref.kind === wanted.kind && ref.name === wanted.name && (ref.namespace ?? namespace) === namespace;
}
