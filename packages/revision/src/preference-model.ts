import { type ObjectModel, STATE } from './model.ts';
import { LAUNCH_SECURITY, VIRTUAL_GPU_OPTIONS } from './shared-model.ts';

const TIMER: ObjectModel = { present: 'boolean?' };
const TICKING_TIMER: ObjectModel = { tickPolicy: 'text', present: 'boolean?' };

const CLOCK: ObjectModel = {
  preferredClockOffset: { utc: { offsetSeconds: 'integer?' }, timezone: 'text?' },
  preferredTimer: {
    hpet: TICKING_TIMER,
    kvm: TIMER,
    pit: TICKING_TIMER,
    rtc: { tickPolicy: 'text', present: 'boolean?', track: 'text' },
    hyperv: TIMER,
  },
};

const LEGACY_DEVICES: ObjectModel = {
  preferredAutoattachGraphicsDevice: 'boolean?',
  preferredAutoattachMemBalloon: 'boolean?',
  preferredAutoattachPodInterface: 'boolean?',
  preferredAutoattachSerialConsole: 'boolean?',
  preferredAutoattachInputDevice: 'boolean?',
  preferredDisableHotplug: 'boolean?',
  preferredVirtualGPUOptions: VIRTUAL_GPU_OPTIONS,
  preferredSoundModel: 'text',
  preferredUseVirtioTransitional: 'boolean?',
  preferredInputBus: 'text',
  preferredInputType: 'text',
  preferredDiskBus: 'text',
  preferredLunBus: 'text',
  preferredCdromBus: 'text',
  preferredDiskDedicatedIoThread: 'boolean?',
  preferredDiskCache: 'text',
  preferredDiskIO: 'text',
  preferredDiskBlockSize: {
    custom: { logical: 'integer!', physical: 'integer!', discardGranularity: 'integer?' },
    matchVolume: STATE,
  },
  preferredInterfaceModel: 'text',
  preferredRng: {},
  preferredBlockMultiQueue: 'boolean?',
  preferredNetworkInterfaceMultiQueue: 'boolean?',
  preferredTPM: { enabled: 'boolean?', persistent: 'boolean?' },
};

const FEATURES: ObjectModel = {
  preferredAcpi: STATE,
  preferredApic: { enabled: 'boolean?', endOfInterrupt: 'boolean' },
  preferredHyperv: {
    relaxed: STATE,
    vapic: STATE,
    spinlocks: { enabled: 'boolean?', spinlocks: 'uint32?' },
    vpindex: STATE,
    runtime: STATE,
    synic: STATE,
    synictimer: { enabled: 'boolean?', direct: STATE },
    reset: STATE,
    vendorid: { enabled: 'boolean?', vendorid: 'text' },
    frequencies: STATE,
    reenlightenment: STATE,
    tlbflush: { enabled: 'boolean?', direct: STATE, extended: STATE },
    ipi: STATE,
    evmcs: STATE,
  },
  preferredKvm: { hidden: 'boolean' },
  preferredPvspinlock: STATE,
  preferredSmm: STATE,
};

const LEGACY_FIRMWARE: ObjectModel = {
  preferredUseBios: 'boolean?',
  preferredUseBiosSerial: 'boolean?',
  preferredUseEfi: 'boolean?',
  preferredUseSecureBoot: 'boolean?',
};

const MACHINE: ObjectModel = { preferredMachineType: 'text' };
const VOLUMES: ObjectModel = { preferredStorageClassName: 'text' };

/** The spec of a preference (BEHAVIOUR 1.3). */
export const PREFERENCE_SPEC: ObjectModel = {
  clock: CLOCK,
  cpu: {
    preferredCPUTopology: 'text?',
    spreadOptions: { across: 'text?', ratio: 'uint32?' },
    preferredCPUFeatures: ['list', { name: 'text!', policy: 'text' }],
  },
  devices: {
    ...LEGACY_DEVICES,
    preferredInterfaceMasquerade: {},
    preferredPanicDeviceModel: 'text?',
    preferredVideoType: 'text?',
  },
  features: FEATURES,
  firmware: { ...LEGACY_FIRMWARE, preferredEfi: { secureBoot: 'boolean?', persistent: 'boolean?' } },
  machine: MACHINE,
  volumes: VOLUMES,
  preferredSubdomain: 'text?',
  preferredTerminationGracePeriodSeconds: 'integer?',
  requirements: { cpu: { guest: 'uint32!' }, memory: { guest: 'quantity!' }, architecture: 'text?' },
  annotations: 'map',
  preferSpreadSocketToCoreRatio: 'uint32',
  preferredArchitecture: 'text?',
  preferredLaunchSecurity: LAUNCH_SECURITY,
};

const V1ALPHA1: ObjectModel = {
  clock: CLOCK,
  cpu: { preferredCPUTopology: 'text' },
  devices: LEGACY_DEVICES,
  features: FEATURES,
  firmware: LEGACY_FIRMWARE,
  machine: MACHINE,
};

/** The same in v1alpha1 and in v1alpha2, which added the volumes (BEHAVIOUR 3.4). */
export const LEGACY_PREFERENCE_SPECS: Readonly<Record<'v1alpha1' | 'v1alpha2', ObjectModel>> = {
  v1alpha1: V1ALPHA1,
  v1alpha2: { ...V1ALPHA1, volumes: VOLUMES },
};
