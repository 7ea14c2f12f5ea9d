import type { Maybe, QuantityLike } from './maybe.ts';
import type { ObjectLike, StringMap } from './object.ts';

/** The spec of the two preference kinds (BEHAVIOUR 1.3). */
export interface PreferenceSpec {
  readonly clock?: Maybe<ClockPreferences>;
  readonly cpu?: Maybe<CpuPreferences>;
  readonly devices?: Maybe<DevicePreferences>;
  readonly features?: Maybe<FeaturePreferences>;
  readonly firmware?: Maybe<FirmwarePreferences>;
  readonly machine?: Maybe<{ readonly preferredMachineType?: Maybe<string> }>;
  readonly volumes?: Maybe<{ readonly preferredStorageClassName?: Maybe<string> }>;
  readonly preferredSubdomain?: Maybe<string>;
  readonly preferredTerminationGracePeriodSeconds?: Maybe<number>;
  readonly requirements?: Maybe<Requirements>;
  readonly annotations?: Maybe<StringMap>;
  /** The older way to give the spread ratio; 0 means unset. */
  readonly preferSpreadSocketToCoreRatio?: Maybe<number>;
  readonly preferredArchitecture?: Maybe<string>;
  readonly preferredLaunchSecurity?: Maybe<object>;
}

export interface ClockPreferences {
  readonly preferredClockOffset?: Maybe<{ readonly utc?: Maybe<object>; readonly timezone?: Maybe<string> }>;
  readonly preferredTimer?: Maybe<object>;
}

export interface CpuPreferences {
  readonly preferredCPUTopology?: Maybe<string>;
  readonly spreadOptions?: Maybe<{ readonly across?: Maybe<string>; readonly ratio?: Maybe<number> }>;
  readonly preferredCPUFeatures?: Maybe<readonly CpuFeature[]>;
}

export interface CpuFeature {
  readonly name?: Maybe<string>;
  readonly policy?: Maybe<string>;
}

export interface DevicePreferences {
  readonly preferredAutoattachGraphicsDevice?: Maybe<boolean>;
  readonly preferredAutoattachMemBalloon?: Maybe<boolean>;
  readonly preferredAutoattachPodInterface?: Maybe<boolean>;
  readonly preferredAutoattachSerialConsole?: Maybe<boolean>;
  readonly preferredAutoattachInputDevice?: Maybe<boolean>;
  readonly preferredDisableHotplug?: Maybe<boolean>;
  readonly preferredUseVirtioTransitional?: Maybe<boolean>;
  readonly preferredDiskDedicatedIoThread?: Maybe<boolean>;
  readonly preferredBlockMultiQueue?: Maybe<boolean>;
  readonly preferredNetworkInterfaceMultiQueue?: Maybe<boolean>;
  readonly preferredSoundModel?: Maybe<string>;
  readonly preferredInputBus?: Maybe<string>;
  readonly preferredInputType?: Maybe<string>;
  readonly preferredDiskBus?: Maybe<string>;
  readonly preferredLunBus?: Maybe<string>;
  readonly preferredCdromBus?: Maybe<string>;
  readonly preferredDiskCache?: Maybe<string>;
  readonly preferredDiskIO?: Maybe<string>;
  readonly preferredInterfaceModel?: Maybe<string>;
  readonly preferredPanicDeviceModel?: Maybe<string>;
  readonly preferredVideoType?: Maybe<string>;
  /** Accepted and never applied (BEHAVIOUR 20, Q15). */
  readonly preferredVirtualGPUOptions?: Maybe<object>;
  readonly preferredDiskBlockSize?: Maybe<object>;
  readonly preferredRng?: Maybe<object>;
  readonly preferredTPM?: Maybe<object>;
  readonly preferredInterfaceMasquerade?: Maybe<object>;
}

export interface FeaturePreferences {
  readonly preferredAcpi?: Maybe<object>;
  readonly preferredApic?: Maybe<object>;
  readonly preferredHyperv?: Maybe<HypervLike>;
  readonly preferredKvm?: Maybe<object>;
  readonly preferredPvspinlock?: Maybe<object>;
  readonly preferredSmm?: Maybe<object>;
}

/** The Hyper-V enlightenments, the same in a VM and in a preference. */
export interface HypervLike {
  readonly evmcs?: Maybe<object>;
  readonly frequencies?: Maybe<object>;
  readonly ipi?: Maybe<object>;
  readonly reenlightenment?: Maybe<object>;
  readonly relaxed?: Maybe<object>;
  readonly reset?: Maybe<object>;
  readonly runtime?: Maybe<object>;
  readonly spinlocks?: Maybe<object>;
  readonly synic?: Maybe<object>;
  readonly synictimer?: Maybe<object>;
  readonly tlbflush?: Maybe<object>;
  readonly vapic?: Maybe<object>;
  readonly vpindex?: Maybe<object>;
  readonly vendorid?: Maybe<object>;
}

export interface FirmwarePreferences {
  readonly preferredUseBios?: Maybe<boolean>;
  readonly preferredUseBiosSerial?: Maybe<boolean>;
  /** Deprecated upstream in favour of preferredEfi. */
  readonly preferredUseEfi?: Maybe<boolean>;
  /** Deprecated upstream in favour of preferredEfi. */
  readonly preferredUseSecureBoot?: Maybe<boolean>;
  readonly preferredEfi?: Maybe<object>;
}

/** What a VM must have for the preference to make sense (BEHAVIOUR 8). */
export interface Requirements {
  readonly cpu?: Maybe<{ readonly guest?: Maybe<number> }>;
  readonly memory?: Maybe<{ readonly guest?: Maybe<QuantityLike> }>;
  readonly architecture?: Maybe<string>;
}

interface PreferenceObject extends ObjectLike {
  readonly spec?: Maybe<PreferenceSpec>;
}

export interface VirtualMachinePreference extends PreferenceObject {
  readonly kind?: Maybe<string>;
}

export interface VirtualMachineClusterPreference extends PreferenceObject {
  readonly kind?: Maybe<string>;
}
