import type { Maybe } from './maybe.ts';
import type { ObjectLike, ObjectMetaLike, StringMap } from './object.ts';
import type { VmiSpecLike } from './vmi-spec.ts';

/** How a VM names its instance type or its preference (BEHAVIOUR 1.5). */
export interface Matcher {
  readonly name?: Maybe<string>;
  readonly kind?: Maybe<string>;
  readonly revisionName?: Maybe<string>;
  readonly inferFromVolume?: Maybe<string>;
  readonly inferFromVolumeFailurePolicy?: Maybe<string>;
}

/** Where the VM's status says its instance type or preference is stored (BEHAVIOUR 1.6). */
export interface StatusRef {
  readonly name?: Maybe<string>;
  readonly kind?: Maybe<string>;
  readonly controllerRevisionRef?: Maybe<{ readonly name?: Maybe<string> }>;
  readonly inferFromVolume?: Maybe<string>;
  readonly inferFromVolumeFailurePolicy?: Maybe<string>;
}

/** The metadata and spec of which a VM's instance is made. */
export interface TemplateLike {
  readonly metadata?: Maybe<{ readonly labels?: Maybe<StringMap>; readonly annotations?: Maybe<StringMap> }>;
  readonly spec?: Maybe<VmiSpecLike>;
}

/** What is read and written of a DataVolume that a VM brings along. */
export interface DataVolumeTemplateLike {
  readonly metadata?: Maybe<{ readonly name?: Maybe<string> }>;
  readonly spec?: Maybe<{
    readonly pvc?: Maybe<{ readonly storageClassName?: Maybe<string> }>;
    readonly storage?: Maybe<{ readonly storageClassName?: Maybe<string> }>;
    readonly sourceRef?: Maybe<{ readonly kind?: Maybe<string>; readonly name?: Maybe<string>; readonly namespace?: Maybe<string> }>;
  }>;
}

/** What a VirtualMachine (kubevirt.io/v1) must look like to be read. Every other member is kept as it is. */
export interface VirtualMachineLike extends ObjectLike {
  readonly spec?: Maybe<{
    readonly instancetype?: Maybe<Matcher>;
    readonly preference?: Maybe<Matcher>;
    readonly template?: Maybe<TemplateLike>;
    readonly dataVolumeTemplates?: Maybe<readonly DataVolumeTemplateLike[]>;
  }>;
  readonly status?: Maybe<{
    readonly instancetypeRef?: Maybe<StatusRef>;
    readonly preferenceRef?: Maybe<StatusRef>;
  }>;
}

/** What a VirtualMachineInstance (kubevirt.io/v1) must look like to be read. */
export interface VirtualMachineInstanceLike extends ObjectLike {
  readonly metadata?: Maybe<ObjectMetaLike>;
  readonly spec?: Maybe<VmiSpecLike>;
}
