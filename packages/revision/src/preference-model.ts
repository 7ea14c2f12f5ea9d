import { always, inline, list, type Members, object, type ObjectModel, pointer, PRESENCE, STATE, STRING_MAP, value } from './model.ts';
import { LAUNCH_SECURITY, VIRTUAL_GPU_OPTIONS } from './shared-model.ts';

const PRESENT = { present: pointer('boolean') } as const;
const TICKING = { tickPolicy: value('text'), ...PRESENT } as const;

const CLOCK = object({
  preferredClockOffset: object({ utc: object({ offsetSeconds: pointer('integer') }), timezone: pointer('text') }),
  preferredTimer: object({
    hpet: object(TICKING),
    kvm: object(PRESENT),
    pit: object(TICKING),
    rtc: object({ ...TICKING, track: value('text') }),
    hyperv: object(PRESENT),
  }),
});

const LEGACY_DEVICES: Members = {
  preferredAutoattachGraphicsDevice: pointer('boolean'),
  preferredAutoattachMemBalloon: pointer('boolean'),
  preferredAutoattachPodInterface: pointer('boolean'),
  preferredAutoattachSerialConsole: pointer('boolean'),
  preferredAutoattachInputDevice: pointer('boolean'),
  preferredDisableHotplug: pointer('boolean'),
  preferredVirtualGPUOptions: VIRTUAL_GPU_OPTIONS,
  preferredSoundModel: value('text'),
  preferredUseVirtioTransitional: pointer('boolean'),
  preferredInputBus: value('text'),
  preferredInputType: value('text'),
  preferredDiskBus: value('text'),
  preferredLunBus: value('text'),
  preferredCdromBus: value('text'),
  preferredDiskDedicatedIoThread: pointer('boolean'),
  preferredDiskCache: value('text'),
  preferredDiskIO: value('text'),
  preferredDiskBlockSize: object({
    custom: object({ logical: always('integer'), physical: always('integer'), discardGranularity: pointer('integer') }),
    matchVolume: STATE,
  }),
  preferredInterfaceModel: value('text'),
  preferredRng: PRESENCE,
  preferredBlockMultiQueue: pointer('boolean'),
  preferredNetworkInterfaceMultiQueue: pointer('boolean'),
  preferredTPM: object({ enabled: pointer('boolean'), persistent: pointer('boolean') }),
};

const FEATURES = object({
  preferredAcpi: STATE,
  preferredApic: object({ enabled: pointer('boolean'), endOfInterrupt: value('boolean') }),
  preferredHyperv: object({
    relaxed: STATE,
    vapic: STATE,
    spinlocks: object({ enabled: pointer('boolean'), spinlocks: pointer('uint32') }),
    vpindex: STATE,
    runtime: STATE,
    synic: STATE,
    synictimer: object({ enabled: pointer('boolean'), direct: STATE }),
    reset: STATE,
    vendorid: object({ enabled: pointer('boolean'), vendorid: value('text') }),
    frequencies: STATE,
    reenlightenment: STATE,
    tlbflush: object({ enabled: pointer('boolean'), direct: STATE, extended: STATE }),
    ipi: STATE,
    evmcs: STATE,
  }),
  preferredKvm: object({ hidden: value('boolean') }),
  preferredPvspinlock: STATE,
  preferredSmm: STATE,
});

const LEGACY_FIRMWARE: Members = {
  preferredUseBios: pointer('boolean'),
  preferredUseBiosSerial: pointer('boolean'),
  preferredUseEfi: pointer('boolean'),
  preferredUseSecureBoot: pointer('boolean'),
};

const MACHINE = object({ preferredMachineType: value('text') });
const VOLUMES = object({ preferredStorageClassName: value('text') });

/** The spec of a preference (BEHAVIOUR 1.3). */
export const PREFERENCE_SPEC: ObjectModel = inline({
  clock: CLOCK,
  cpu: object({
    preferredCPUTopology: pointer('text'),
    spreadOptions: object({ across: pointer('text'), ratio: pointer('uint32') }),
    preferredCPUFeatures: list({ name: always('text'), policy: value('text') }),
  }),
  devices: object({
    ...LEGACY_DEVICES,
    preferredInterfaceMasquerade: PRESENCE,
    preferredPanicDeviceModel: pointer('text'),
    preferredVideoType: pointer('text'),
  }),
  features: FEATURES,
  firmware: object({
    ...LEGACY_FIRMWARE,
    preferredEfi: object({ secureBoot: pointer('boolean'), persistent: pointer('boolean') }),
  }),
  machine: MACHINE,
  volumes: VOLUMES,
  preferredSubdomain: pointer('text'),
  preferredTerminationGracePeriodSeconds: pointer('integer'),
  requirements: object({
    cpu: object({ guest: always('uint32') }),
    memory: object({ guest: always('quantity') }),
    architecture: pointer('text'),
  }),
  annotations: STRING_MAP,
  preferSpreadSocketToCoreRatio: value('uint32'),
  preferredArchitecture: pointer('text'),
  preferredLaunchSecurity: LAUNCH_SECURITY,
});

const V1ALPHA1: Members = {
  clock: CLOCK,
  cpu: object({ preferredCPUTopology: value('text') }),
  devices: object(LEGACY_DEVICES),
  features: FEATURES,
  firmware: object(LEGACY_FIRMWARE),
  machine: MACHINE,
};

/** The same in v1alpha1 and in v1alpha2, which added the volumes (BEHAVIOUR 3.4). */
export const LEGACY_PREFERENCE_SPECS: Readonly<Record<'v1alpha1' | 'v1alpha2', ObjectModel>> = {
  v1alpha1: inline(V1ALPHA1),
  v1alpha2: inline({ ...V1ALPHA1, volumes: VOLUMES }),
};
