import type { Maybe, QuantityLike } from '@instancetype/api';
import type { Cluster, ClusterConfiguration } from '@instancetype/defaults';
import { numberAt } from './running.ts';

/** The part of a KubeVirt CR's `spec.configuration` that changes of running VMs depend on (BEHAVIOUR 1.8). */
export interface RolloutConfiguration extends ClusterConfiguration {
  readonly liveUpdateConfiguration?: Maybe<{
    readonly maxCpuSockets?: Maybe<number>;
    readonly maxGuest?: Maybe<QuantityLike>;
    readonly maxHotplugRatio?: Maybe<number>;
  }>;
  readonly developerConfiguration?: Maybe<{ readonly cpuAllocationRatio?: Maybe<number> }>;
}

/** A cluster, as far as changes of running VMs depend on it. What `clusterOf` of `@instancetype/defaults` gives is one. */
export interface RolloutCluster extends Cluster {
  readonly configuration?: Maybe<RolloutConfiguration>;
}

const ALLOCATION_RATIO = 10;
const HOTPLUG_RATIO = 4;

/** Whether the cluster changes VMs while they run; else every change waits for a restart.
 * @param cluster the cluster */
export function isLiveUpdate({ configuration }: RolloutCluster): boolean {
  return (configuration?.vmRolloutStrategy || 'LiveUpdate') === 'LiveUpdate';
}

/** How much CPU a vCPU requests, in thousandths of a core (BEHAVIOUR 15.6).
 * @param cluster the cluster */
export function milliCpuPerVcpu({ configuration }: RolloutCluster): number {
  return Math.floor(1000 / positiveAt(configuration, '/developerConfiguration/cpuAllocationRatio', ALLOCATION_RATIO));
}

/** How many times its first size a VM may grow to (BEHAVIOUR 12.5 row g).
 * @param cluster the cluster */
export function maxHotplugRatio({ configuration }: RolloutCluster): number {
  return positiveAt(configuration, '/liveUpdateConfiguration/maxHotplugRatio', HOTPLUG_RATIO);
}

function positiveAt(configuration: unknown, pointer: string, otherwise: number): number {
  const value = Math.floor(numberAt(configuration, pointer));
  return value > 0 && Number.isSafeInteger(value) ? value : otherwise;
}
