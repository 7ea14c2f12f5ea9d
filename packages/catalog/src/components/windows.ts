import type { PreferenceComponent } from '../define-family.ts';

/** The clock, timers and Hyper-V enlightenments that every Windows runs best with, and an hour to shut down. */
export const windowsGuest: PreferenceComponent = {
  clock: {
    preferredClockOffset: { utc: {} },
    preferredTimer: {
      hpet: { present: false },
      hyperv: {},
      pit: { tickPolicy: 'delay' },
      rtc: { tickPolicy: 'catchup' },
    },
  },
  cpu: { preferredCPUTopology: 'sockets' },
  devices: { preferredAutoattachInputDevice: true },
  features: {
    preferredAcpi: {},
    preferredApic: {},
    preferredHyperv: {
      frequencies: {},
      ipi: {},
      reenlightenment: {},
      relaxed: {},
      reset: {},
      runtime: {},
      spinlocks: { spinlocks: 8191 },
      synic: {},
      synictimer: { direct: {} },
      tlbflush: {},
      vapic: {},
      vpindex: {},
    },
  },
  preferredTerminationGracePeriodSeconds: 3600,
};

/** Disks, network, display and pointer through virtio: needs drivers that Windows does not bring. */
export const virtio: PreferenceComponent = {
  devices: {
    preferredDiskBus: 'virtio',
    preferredInputBus: 'virtio',
    preferredInputType: 'tablet',
    preferredInterfaceModel: 'virtio',
    preferredVideoType: 'virtio',
  },
};

/** Keeps PCI devices below 4 GiB, where 32-bit Windows finds them. */
export const noPciHole64: PreferenceComponent = {
  annotations: { 'kubevirt.io/disablePCIHole64': 'true' },
};
