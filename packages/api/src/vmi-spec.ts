import type { Device, IoThreads } from './instancetype.ts';
import type { Maybe, QuantityLike } from './maybe.ts';
import type { StringMap } from './object.ts';
import type { CpuFeature, HypervLike } from './preference.ts';

/** The part of a VMI's spec (and so of a VM's template) that instance types, preferences and defaults read or write. */
export interface VmiSpecLike {
  readonly domain?: Maybe<DomainLike>;
  readonly volumes?: Maybe<readonly VolumeLike[]>;
  readonly networks?: Maybe<readonly NetworkLike[]>;
  readonly nodeSelector?: Maybe<StringMap>;
  readonly schedulerName?: Maybe<string>;
  readonly subdomain?: Maybe<string>;
  readonly architecture?: Maybe<string>;
  readonly terminationGracePeriodSeconds?: Maybe<number>;
  readonly evictionStrategy?: Maybe<string>;
}

export interface DomainLike {
  readonly cpu?: Maybe<CpuLike>;
  readonly memory?: Maybe<MemoryLike>;
  readonly resources?: Maybe<ResourcesLike>;
  readonly machine?: Maybe<{ readonly type?: Maybe<string> }>;
  readonly firmware?: Maybe<{ readonly bootloader?: Maybe<BootloaderLike>; readonly uuid?: Maybe<string>; readonly serial?: Maybe<string> }>;
  readonly clock?: Maybe<ClockLike>;
  readonly features?: Maybe<FeaturesLike>;
  readonly devices?: Maybe<DevicesLike>;
  readonly ioThreads?: Maybe<IoThreads>;
  readonly ioThreadsPolicy?: Maybe<string>;
  readonly launchSecurity?: Maybe<object>;
}

export interface CpuLike {
  readonly sockets?: Maybe<number>;
  readonly cores?: Maybe<number>;
  readonly threads?: Maybe<number>;
  readonly maxSockets?: Maybe<number>;
  readonly model?: Maybe<string>;
  /** Written with a lower-case "pu" here, unlike in an instance type (BEHAVIOUR 0.3). */
  readonly dedicatedCpuPlacement?: Maybe<boolean>;
  readonly isolateEmulatorThread?: Maybe<boolean>;
  readonly numa?: Maybe<object>;
  readonly realtime?: Maybe<object>;
  readonly features?: Maybe<readonly CpuFeature[]>;
}

export interface MemoryLike {
  readonly guest?: Maybe<QuantityLike>;
  readonly maxGuest?: Maybe<QuantityLike>;
  readonly hugepages?: Maybe<{ readonly pageSize?: Maybe<string> }>;
}

/** Resource lists name any resource; `cpu` and `memory` are the ones read here. */
export interface ResourcesLike {
  readonly requests?: Maybe<ResourceList>;
  readonly limits?: Maybe<ResourceList>;
}

export interface ResourceList {
  readonly cpu?: Maybe<QuantityLike>;
  readonly memory?: Maybe<QuantityLike>;
}

export interface BootloaderLike {
  readonly bios?: Maybe<{ readonly useSerial?: Maybe<boolean> }>;
  readonly efi?: Maybe<{ readonly secureBoot?: Maybe<boolean>; readonly persistent?: Maybe<boolean> }>;
}

export interface ClockLike {
  readonly utc?: Maybe<object>;
  readonly timezone?: Maybe<string>;
  readonly timer?: Maybe<object>;
}

export interface FeaturesLike {
  readonly acpi?: Maybe<object>;
  readonly apic?: Maybe<object>;
  readonly hyperv?: Maybe<HypervLike>;
  readonly kvm?: Maybe<object>;
  readonly pvspinlock?: Maybe<object>;
  readonly smm?: Maybe<object>;
}

export interface DevicesLike {
  readonly autoattachGraphicsDevice?: Maybe<boolean>;
  readonly autoattachMemBalloon?: Maybe<boolean>;
  readonly autoattachPodInterface?: Maybe<boolean>;
  readonly autoattachSerialConsole?: Maybe<boolean>;
  readonly autoattachInputDevice?: Maybe<boolean>;
  readonly disableHotplug?: Maybe<boolean>;
  readonly useVirtioTransitional?: Maybe<boolean>;
  readonly blockMultiQueue?: Maybe<boolean>;
  readonly networkInterfaceMultiqueue?: Maybe<boolean>;
  readonly sound?: Maybe<{ readonly model?: Maybe<string> }>;
  readonly rng?: Maybe<object>;
  readonly tpm?: Maybe<object>;
  readonly video?: Maybe<{ readonly type?: Maybe<string> }>;
  readonly disks?: Maybe<readonly DiskLike[]>;
  readonly filesystems?: Maybe<readonly { readonly name?: Maybe<string> }[]>;
  readonly interfaces?: Maybe<readonly InterfaceLike[]>;
  readonly inputs?: Maybe<readonly InputLike[]>;
  readonly panicDevices?: Maybe<readonly { readonly model?: Maybe<string> }[]>;
  readonly gpus?: Maybe<readonly Device[]>;
  readonly hostDevices?: Maybe<readonly Device[]>;
}

export interface DiskLike {
  readonly name?: Maybe<string>;
  readonly disk?: Maybe<DiskTargetLike>;
  readonly cdrom?: Maybe<DiskTargetLike>;
  readonly lun?: Maybe<DiskTargetLike>;
  readonly cache?: Maybe<string>;
  readonly io?: Maybe<string>;
  readonly blockSize?: Maybe<object>;
  readonly dedicatedIOThread?: Maybe<boolean>;
}

export interface DiskTargetLike {
  readonly bus?: Maybe<string>;
}

export interface InterfaceLike {
  readonly name?: Maybe<string>;
  readonly model?: Maybe<string>;
  readonly bridge?: Maybe<object>;
  readonly slirp?: Maybe<object>;
  readonly masquerade?: Maybe<object>;
  readonly sriov?: Maybe<object>;
  readonly macvtap?: Maybe<object>;
  readonly passt?: Maybe<object>;
  readonly passtBinding?: Maybe<object>;
  /** A binding plugin. */
  readonly binding?: Maybe<object>;
}

export interface InputLike {
  readonly name?: Maybe<string>;
  readonly bus?: Maybe<string>;
  readonly type?: Maybe<string>;
}

export interface NetworkLike {
  readonly name?: Maybe<string>;
  readonly pod?: Maybe<object>;
  readonly multus?: Maybe<object>;
}

export interface VolumeLike {
  readonly name?: Maybe<string>;
  readonly containerDisk?: Maybe<{ readonly image?: Maybe<string>; readonly imagePullPolicy?: Maybe<string> }>;
}
