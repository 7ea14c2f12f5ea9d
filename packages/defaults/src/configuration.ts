import type { Maybe, QuantityLike } from '@instancetype/api';

/** The part of a KubeVirt CR's `spec.configuration` that defaults and admission depend on (BEHAVIOUR 1.8). Every absent member has
 * KubeVirt's built-in value. */
export interface ClusterConfiguration {
  readonly machineType?: Maybe<string>;
  readonly architectureConfiguration?: Maybe<{
    readonly amd64?: Maybe<{ readonly machineType?: Maybe<string> }>;
    readonly arm64?: Maybe<{ readonly machineType?: Maybe<string> }>;
    readonly s390x?: Maybe<{ readonly machineType?: Maybe<string> }>;
  }>;
  readonly cpuRequest?: Maybe<QuantityLike>;
  readonly evictionStrategy?: Maybe<string>;
  /** `LiveUpdate` or `Stage`. */
  readonly vmRolloutStrategy?: Maybe<string>;
  readonly instancetype?: Maybe<{
    /** `reference`, `expand` or `expandAll`. */
    readonly referencePolicy?: Maybe<string>;
  }>;
  readonly network?: Maybe<{
    readonly defaultNetworkInterface?: Maybe<string>;
    readonly permitBridgeInterfaceOnPodNetwork?: Maybe<boolean>;
  }>;
}

/** What defaults need to know of the cluster. */
export interface Cluster {
  /** `spec.configuration` of the KubeVirt CR. */
  readonly configuration?: Maybe<ClusterConfiguration>;
  /** `status.defaultArchitecture` of the KubeVirt CR; without a CR KubeVirt takes its own, here `amd64`. */
  readonly defaultArchitecture?: Maybe<string>;
}

const MACHINE_TYPES = { amd64: 'q35', arm64: 'virt', s390x: 's390-ccw-virtio' } as const;

/** KubeVirt's built-in CPU request: leaving the setting there means no request is added. */
export const BUILT_IN_CPU_REQUEST = '100m';

/** The architecture of VMs that name none.
 * @param cluster the cluster */
export function defaultArchitecture(cluster: Cluster): string {
  return cluster.defaultArchitecture ?? 'amd64';
}

/** The machine type of VMs that name none (BEHAVIOUR 12.4 row 2).
 * @param cluster the cluster
 * @param architecture the VM's architecture; unknown ones count as amd64 */
export function defaultMachineType({ configuration }: Cluster, architecture: string): string {
  if (configuration?.machineType) return configuration.machineType;
  const known = architecture === 'arm64' || architecture === 's390x' ? architecture : 'amd64';
  return configuration?.architectureConfiguration?.[known]?.machineType ?? MACHINE_TYPES[known];
}

/** The CPU request of VMs that ask for none, compared with {@link BUILT_IN_CPU_REQUEST} before it is used.
 * @param cluster the cluster */
export function defaultCpuRequest({ configuration }: Cluster): QuantityLike {
  return configuration?.cpuRequest ?? BUILT_IN_CPU_REQUEST;
}

/** The eviction strategy of VMs that name none.
 * @param cluster the cluster */
export function defaultEvictionStrategy({ configuration }: Cluster): string {
  return configuration?.evictionStrategy ?? 'None';
}

/** How the interface of VMs without one is bound.
 * @param cluster the cluster */
export function defaultNetworkInterface({ configuration }: Cluster): string {
  return configuration?.network?.defaultNetworkInterface ?? 'bridge';
}

/** Whether a pod network may be bridged.
 * @param cluster the cluster */
export function permitsBridgeOnPodNetwork({ configuration }: Cluster): boolean {
  return configuration?.network?.permitBridgeInterfaceOnPodNetwork ?? true;
}
