/** A VirtualMachine with most of what people write. */
export const vm = (): Record<string, unknown> => ({
  apiVersion: 'kubevirt.io/v1',
  kind: 'VirtualMachine',
  metadata: { name: 'vm', namespace: 'default', labels: { app: 'web' }, creationTimestamp: null },
  spec: {
    runStrategy: 'Always',
    instancetype: { kind: 'VirtualMachineClusterInstancetype', name: 'u1.medium' },
    preference: { name: 'fedora', inferFromVolumeFailurePolicy: 'Ignore' },
    dataVolumeTemplates: [
      { metadata: { name: 'root' }, spec: { sourceRef: { kind: 'DataSource', name: 'fedora' }, storage: { resources: { requests: { storage: '30Gi' } } } } },
      null,
    ],
    template: {
      metadata: { labels: { app: 'web' }, creationTimestamp: null, anything: { goes: [1] } },
      spec: {
        architecture: 'amd64',
        terminationGracePeriodSeconds: 180,
        nodeSelector: { zone: 'a' },
        tolerations: [{ key: 'a', operator: 'AnyText', tolerationSeconds: -1 }],
        domain: {
          clock: { utc: { offsetSeconds: -3600 }, timer: { hpet: { present: false } }, kept: 'as it is' },
          cpu: { cores: 2, sockets: 1, threads: 1, dedicatedCpuPlacement: true, features: [{ name: 'svm', policy: 'require' }] },
          memory: { guest: 1024, maxGuest: '4Gi', hugepages: { pageSize: '2Mi' } },
          resources: { requests: { cpu: 2, memory: '1.5Gi' }, limits: { cpu: '2500m' } },
          features: { acpi: {}, hyperv: { spinlocks: { spinlocks: 8191 }, synictimer: { direct: { enabled: true } } } },
          rebootPolicy: 'Terminate',
          devices: {
            disks: [{ name: 'root', bootOrder: 1, disk: { bus: 'virtio' }, blockSize: { custom: { logical: 512, physical: 4096 } } }],
            interfaces: [{ name: 'net', masquerade: {}, portRanges: [{ start: 1, end: 9, protocol: 'TCP' }] }],
            rng: {},
          },
        },
        networks: [{ name: 'net', multus: { networkName: 'a/b', default: true } }, { name: 'x', resourceClaim: { claimName: 'c' } }],
        readinessProbe: { tcpSocket: { port: 22 }, initialDelaySeconds: 5 },
        livenessProbe: { httpGet: { port: 'http', scheme: 'ANY' } },
        volumes: [
          { name: 'root', dataVolume: { name: 'root' } },
          { name: 'scratch', emptyDisk: { capacity: '2Gi' } },
          { name: 'files', containerPath: { path: '/data', readOnly: true } },
        ],
      },
    },
  },
  status: {
    ready: true,
    unknownToUs: { yes: true },
    conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-01-01T00:00:00Z', more: 1 }],
  },
});

export const instancetype = (): Record<string, unknown> => ({
  apiVersion: 'instancetype.kubevirt.io/v1beta1',
  kind: 'VirtualMachineInstancetype',
  metadata: { name: 'small' },
  spec: {
    cpu: { guest: 1, maxSockets: 4, numa: { guestMappingPassthrough: {} }, realtime: { mask: '0' } },
    memory: { guest: '1Gi', overcommitPercent: 15 },
    gpus: [{ name: 'gpu', deviceName: 'nvidia.com/A100', virtualGPUOptions: { display: { ramFB: { enabled: true } } } }],
    hostDevices: [{ name: 'nic', deviceName: 'example.com/nic' }],
    ioThreadsPolicy: 'auto',
    ioThreads: { supplementalPoolThreadCount: 2 },
    launchSecurity: { sev: { policy: { encryptedState: true } } },
    nodeSelector: {},
    annotations: { a: 'b' },
  },
});

export const preference = (): Record<string, unknown> => ({
  apiVersion: 'instancetype.kubevirt.io/v1beta1',
  kind: 'VirtualMachinePreference',
  metadata: { name: 'linux' },
  spec: {
    clock: { preferredClockOffset: { utc: { offsetSeconds: 0 } }, preferredTimer: { rtc: { tickPolicy: 'catchup' } } },
    cpu: { preferredCPUTopology: 'spread', spreadOptions: { across: 'CoresThreads', ratio: 2 } },
    devices: { preferredDiskBus: 'virtio', preferredRng: {}, preferredInterfaceMasquerade: {}, preferredTPM: { persistent: true } },
    features: { preferredHyperv: { vpindex: {} }, preferredSmm: { enabled: true } },
    firmware: { preferredEfi: { secureBoot: true } },
    preferredLaunchSecurity: { snp: {} },
    preferredTerminationGracePeriodSeconds: 0,
    requirements: { cpu: { guest: 2 }, memory: { guest: '2Gi' }, architecture: 'amd64' },
    preferSpreadSocketToCoreRatio: 2,
  },
});

/** A VirtualMachine with one value set; the path's objects and lists are made where they are missing. */
export function vmWith(path: string, value: unknown): unknown {
  const base = { spec: { template: { spec: { domain: { devices: {} } } } } };
  const segments = path.split('.');
  const last = segments.pop() ?? '';
  let place: Record<string, unknown> = base;
  for (const [index, segment] of segments.entries()) {
    const next = /^\d+$/.test(segments[index + 1] ?? last) ? [] : {};
    place = (place[segment] ??= next) as Record<string, unknown>;
  }
  Object.defineProperty(place, last, { value, enumerable: true, configurable: true, writable: true });
  return base;
}
