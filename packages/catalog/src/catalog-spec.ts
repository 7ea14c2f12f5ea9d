import type { StringMap } from '@instancetype/api';

/** The spec of an instance type of the catalog: the fields of BEHAVIOUR 1.2 that the catalog sets, never null. */
export interface CatalogInstancetypeSpec {
  readonly annotations?: StringMap;
  readonly cpu: {
    /** Number of vCPUs. */
    readonly guest: number;
    readonly dedicatedCPUPlacement?: boolean;
    readonly isolateEmulatorThread?: boolean;
    readonly maxSockets?: number;
    readonly numa?: { readonly guestMappingPassthrough: object };
    readonly realtime?: object;
  };
  readonly ioThreadsPolicy?: string;
  readonly memory: {
    /** A quantity, `512Mi`. */
    readonly guest: string;
    readonly hugepages?: { readonly pageSize: string };
    readonly overcommitPercent?: number;
  };
}

/** The spec of a preference of the catalog: the fields of BEHAVIOUR 1.3 that the catalog sets, never null. */
export interface CatalogPreferenceSpec {
  readonly annotations?: StringMap;
  readonly clock?: {
    readonly preferredClockOffset: { readonly utc: object };
    readonly preferredTimer: {
      readonly hpet: { readonly present: boolean };
      readonly hyperv: object;
      readonly pit: { readonly tickPolicy: string };
      readonly rtc: { readonly tickPolicy: string };
    };
  };
  readonly cpu?: {
    readonly preferredCPUTopology: string;
    readonly spreadOptions?: { readonly across: string; readonly ratio?: number };
  };
  readonly devices?: CatalogDevices;
  readonly features?: {
    readonly preferredAcpi?: object;
    readonly preferredApic?: object;
    readonly preferredHyperv?: CatalogHyperv;
    readonly preferredSmm?: object;
  };
  readonly firmware?: { readonly preferredEfi: { readonly persistent?: boolean; readonly secureBoot: boolean } };
  readonly preferredArchitecture?: string;
  readonly preferredTerminationGracePeriodSeconds?: number;
  readonly requirements?: {
    readonly architecture?: string;
    readonly cpu?: { readonly guest: number };
    readonly memory?: { readonly guest: string };
  };
}

interface CatalogDevices {
  readonly preferredAutoattachGraphicsDevice?: boolean;
  readonly preferredAutoattachInputDevice?: boolean;
  readonly preferredAutoattachMemBalloon?: boolean;
  readonly preferredAutoattachSerialConsole?: boolean;
  readonly preferredDiskBus?: string;
  readonly preferredDiskDedicatedIoThread?: boolean;
  readonly preferredInputBus?: string;
  readonly preferredInputType?: string;
  readonly preferredInterfaceModel?: string;
  readonly preferredNetworkInterfaceMultiQueue?: boolean;
  readonly preferredRng?: object;
  readonly preferredTPM?: { readonly persistent: boolean };
  readonly preferredUseVirtioTransitional?: boolean;
  readonly preferredVideoType?: string;
}

interface CatalogHyperv {
  readonly frequencies: object;
  readonly ipi: object;
  readonly reenlightenment: object;
  readonly relaxed: object;
  readonly reset: object;
  readonly runtime: object;
  readonly spinlocks: { readonly spinlocks: number };
  readonly synic: object;
  readonly synictimer: { readonly direct: object };
  readonly tlbflush: object;
  readonly vapic: object;
  readonly vpindex: object;
}
