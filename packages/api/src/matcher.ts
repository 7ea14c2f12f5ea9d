import {
  CLUSTER_INSTANCETYPE,
  CLUSTER_PREFERENCE,
  INSTANCETYPE,
  type InstancetypeKind,
  PREFERENCE,
  type PreferenceKind,
  type Resource,
} from './kinds.ts';
import type { Maybe } from './maybe.ts';
import type { Matcher, StatusRef, VirtualMachineLike } from './virtual-machine.ts';

/** Which of a VM's two matchers is meant; also the name of its member of `spec`. */
export type Family = 'instancetype' | 'preference';

/** The VM's matcher of a family; undefined where it has none (BEHAVIOUR 1.5).
 * @param vm the VM
 * @param family which of the two */
export function matcherOf(vm: VirtualMachineLike, family: Family): Matcher | undefined {
  return vm.spec?.[family] ?? undefined;
}

/** The VM's status reference of a family; undefined where it has none (BEHAVIOUR 1.6).
 * @param vm the VM
 * @param family which of the two */
export function statusRefOf(vm: VirtualMachineLike, family: Family): StatusRef | undefined {
  const status = vm.status;
  return (family === 'instancetype' ? status?.instancetypeRef : status?.preferenceRef) ?? undefined;
}

/** The kind of instance type that a matcher's kind means: letter case and plural do not matter, empty is the cluster kind
 * (BEHAVIOUR 1.5). Undefined for an unknown kind.
 * @param kind `matcher.kind` as written */
export function instancetypeResource(kind: Maybe<string>): Resource<InstancetypeKind> | undefined {
  return resourceOf(kind, INSTANCETYPE, CLUSTER_INSTANCETYPE);
}

/** The kind of preference that a matcher's kind means, by the same rules (BEHAVIOUR 1.5). Undefined for an unknown kind.
 * @param kind `matcher.kind` as written */
export function preferenceResource(kind: Maybe<string>): Resource<PreferenceKind> | undefined {
  return resourceOf(kind, PREFERENCE, CLUSTER_PREFERENCE);
}

/** The resource that a matcher's kind means in a family (BEHAVIOUR 1.5). Undefined for an unknown kind.
 * @param kind `matcher.kind` as written
 * @param family which of the two */
export function resourceFor(kind: Maybe<string>, family: Family): Resource | undefined {
  return family === 'instancetype' ? instancetypeResource(kind) : preferenceResource(kind);
}

function resourceOf<Kind extends string>(
  kind: Maybe<string>,
  namespaced: Resource<Kind>,
  cluster: Resource<Kind>,
): Resource<Kind> | undefined {
  if (!kind) return cluster;
  // the exact kind is what nearly every manifest writes
  if (kind === cluster.kind) return cluster;
  if (kind === namespaced.kind) return namespaced;
  if (typeof kind !== 'string') return undefined;
  const lower = kind.toLowerCase();
  if (lower === cluster.singular || lower === cluster.plural) return cluster;
  if (lower === namespaced.singular || lower === namespaced.plural) return namespaced;
  return undefined;
}
