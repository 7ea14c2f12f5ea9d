import type { Maybe, QuantityLike } from './maybe.ts';
import type { ObjectLike, StringMap } from './object.ts';

/** The spec of the two instance type kinds (BEHAVIOUR 1.2). */
export interface InstancetypeSpec {
  readonly nodeSelector?: Maybe<StringMap>;
  readonly schedulerName?: Maybe<string>;
  readonly cpu?: Maybe<CpuInstancetype>;
  readonly memory?: Maybe<MemoryInstancetype>;
  readonly gpus?: Maybe<readonly Device[]>;
  readonly hostDevices?: Maybe<readonly Device[]>;
  readonly ioThreadsPolicy?: Maybe<string>;
  readonly ioThreads?: Maybe<IoThreads>;
  /** Deprecated upstream in favour of the preference's; still applied. */
  readonly launchSecurity?: Maybe<object>;
  readonly annotations?: Maybe<StringMap>;
}

export interface CpuInstancetype {
  /** Number of vCPUs. */
  readonly guest?: Maybe<number>;
  readonly model?: Maybe<string>;
  readonly dedicatedCPUPlacement?: Maybe<boolean>;
  readonly isolateEmulatorThread?: Maybe<boolean>;
  readonly numa?: Maybe<object>;
  readonly realtime?: Maybe<object>;
  readonly maxSockets?: Maybe<number>;
}

export interface MemoryInstancetype {
  readonly guest?: Maybe<QuantityLike>;
  readonly hugepages?: Maybe<{ readonly pageSize?: Maybe<string> }>;
  /** Percent of the guest memory that is not requested from the node, 0 to 100. */
  readonly overcommitPercent?: Maybe<number>;
  readonly maxGuest?: Maybe<QuantityLike>;
}

export interface IoThreads {
  readonly supplementalPoolThreadCount?: Maybe<number>;
}

/** A GPU or host device; kept whole. */
export interface Device {
  readonly name?: Maybe<string>;
  readonly deviceName?: Maybe<string>;
}

interface InstancetypeObject extends ObjectLike {
  readonly spec?: Maybe<InstancetypeSpec>;
}

export interface VirtualMachineInstancetype extends InstancetypeObject {
  readonly kind?: Maybe<string>;
}

export interface VirtualMachineClusterInstancetype extends InstancetypeObject {
  readonly kind?: Maybe<string>;
}
