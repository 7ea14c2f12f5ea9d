import type { PreferenceComponent } from '../define-family.ts';

/** Disks, network and random numbers through virtio, whose drivers every Linux of the catalog has. */
export const virtioDevices: PreferenceComponent = {
  devices: { preferredDiskBus: 'virtio', preferredInterfaceModel: 'virtio', preferredRng: {} },
};

/** The older virtio devices, for kernels that do not know virtio 1.0. */
export const virtioTransitional: PreferenceComponent = {
  devices: { preferredUseVirtioTransitional: true },
};

/** An I/O thread for each disk that can have one. */
export const diskIoThreads: PreferenceComponent = {
  devices: { preferredDiskDedicatedIoThread: true },
};

/** A pointer that follows the mouse of whoever looks at the console. */
export const desktop: PreferenceComponent = {
  devices: { preferredAutoattachInputDevice: true, preferredInputBus: 'virtio', preferredInputType: 'tablet' },
};

/** For packet processing in user space: CPUs spread over sockets, cores and threads, and several network queues. */
export const dpdk: PreferenceComponent = {
  cpu: { preferredCPUTopology: 'spread', spreadOptions: { across: 'SocketsCoresThreads', ratio: 4 } },
  devices: { preferredNetworkInterfaceMultiQueue: true },
};

/** For realtime guests: the same spread with the default ratio, and no graphics or memory balloon to disturb it. */
export const realtime: PreferenceComponent = {
  cpu: { preferredCPUTopology: 'spread', spreadOptions: { across: 'SocketsCoresThreads' } },
  devices: {
    preferredAutoattachGraphicsDevice: false,
    preferredAutoattachMemBalloon: false,
    preferredAutoattachSerialConsole: true,
    preferredNetworkInterfaceMultiQueue: true,
  },
};
