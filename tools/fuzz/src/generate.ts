import type { Matcher, ObjectLike, VirtualMachineInstanceLike, VirtualMachineLike } from '@instancetype/api';
import type { Cluster } from '@instancetype/defaults';
import { instancetypeSpec } from './instancetype-shape.ts';
import { mutate } from './mutate.ts';
import { preferenceSpec } from './preference-shape.ts';
import { anyQuantity } from './quantities.ts';
import { Random } from '@instancetype-tools/random';
import { mapOf, make } from './shape.ts';
import { configuration, vmiSpec } from './virtual-machine-shape.ts';

/** One input of everything that is checked: plain JSON, but possibly of any wrong type and shape. */
export interface Case {
  readonly vm: VirtualMachineLike;
  readonly vmi: VirtualMachineInstanceLike;
  /** What the cluster holds. */
  readonly objects: readonly ObjectLike[];
  readonly cluster: Cluster;
  readonly quantities: readonly unknown[];
  /** How many places were spoilt; a case of 0 is a valid manifest. */
  readonly mutations: number;
}

const API_VERSION = 'instancetype.kubevirt.io/v1beta1';
const annotations = mapOf(['a', 'd', 'e/f', 'own'], ['1', '2']);

/** Makes a case: half of them valid manifests, the others spoilt in a few places.
 * @param seed all that the case depends on */
export function generate(seed: number): Case {
  const random = new Random(seed);
  const made = makeCase(random);
  const mutations = random.once(2) ? 0 : 1 + random.below(4);
  const { vm, objects, cluster, vmi } = made;
  for (let count = 0; count < mutations; count++) mutate(random.pick([{ vm }, { vm }, { objects }, { objects }, { objects }, { vmi }, { cluster }]), random);
  return { ...made, mutations };
}

function makeCase(random: Random): Omit<Case, 'mutations'> {
  const instancetype = makeObject('Instancetype', make(instancetypeSpec, random), random);
  const preference = makeObject('Preference', make(preferenceSpec, random), random);
  const hasInstancetype = !random.once(5);
  const hasPreference = !random.once(4);
  const isStored = random.once(4);
  const template = { ...(random.once(2) && { metadata: { annotations: make(annotations, random) } }), spec: make(vmiSpec, random) };
  return {
    vm: {
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachine',
      metadata: { name: 'vm', namespace: 'ns', uid: 'uid' },
      spec: {
        ...(hasInstancetype && { instancetype: matcher('Instancetype', instancetype, isStored, random) }),
        ...(hasPreference && { preference: matcher('Preference', preference, isStored, random) }),
        runStrategy: 'Always',
        template,
      },
      ...(isStored && { status: status(hasInstancetype, hasPreference, random) }),
    } as VirtualMachineLike,
    vmi: { kind: 'VirtualMachineInstance', metadata: { name: 'vm' }, spec: make(vmiSpec, random) } as VirtualMachineInstanceLike,
    objects: [instancetype, preference, ...(isStored ? [revisionOf(instancetype), revisionOf(preference)] : [])],
    cluster: { ...(random.once(3) && { defaultArchitecture: random.pick(['amd64', 'arm64', '']) }), ...(random.once(2) && { configuration: make(configuration, random) as object }) },
    quantities: Array.from({ length: 3 }, () => anyQuantity(random)),
  };
}

function makeObject(noun: string, spec: unknown, random: Random): ObjectLike {
  const isNamespaced = random.once(3);
  return {
    apiVersion: API_VERSION,
    kind: `VirtualMachine${isNamespaced ? '' : 'Cluster'}${noun}`,
    metadata: { name: `the-${noun.toLowerCase()}`, uid: noun, generation: 1, ...(isNamespaced && { namespace: 'ns' }) },
    spec,
  } as ObjectLike;
}

function matcher(noun: string, object: ObjectLike, isStored: boolean, random: Random): Matcher {
  const name = object.metadata?.name ?? '';
  const kind = object.kind ?? '';
  const isCluster = kind.includes('Cluster');
  return {
    name,
    ...(isCluster && random.once(2) ? {} : { kind: random.pick([kind, kind.toLowerCase(), `${kind.toLowerCase()}s`]) }),
    ...(isStored && random.once(3) && { revisionName: `revision-${noun.toLowerCase()}` }),
  };
}

function revisionOf(object: ObjectLike): ObjectLike {
  const name = object.metadata?.name ?? '';
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: { name: `revision-${name.replace('the-', '')}`, namespace: 'ns', labels: { 'instancetype.kubevirt.io/object-name': name } },
    // a mutation of one must not show in the other
    data: structuredClone(object),
    revision: 0,
  } as ObjectLike;
}

function status(hasInstancetype: boolean, hasPreference: boolean, random: Random): object {
  const ref = (noun: string): object => ({ name: `the-${noun}`, controllerRevisionRef: { name: random.pick([`revision-${noun}`, `revision-${noun}`, 'gone']) } });
  return { ...(hasInstancetype && { instancetypeRef: ref('instancetype') }), ...(hasPreference && { preferenceRef: ref('preference') }), ready: false };
}
