import { always, inline, list, type Members, object, type ObjectModel, pointer, PRESENCE, STRING_MAP, value } from './model.ts';
import { LAUNCH_SECURITY, VIRTUAL_GPU_OPTIONS } from './shared-model.ts';

const NUMA = object({ guestMappingPassthrough: PRESENCE });
const REALTIME = object({ mask: value('text') });
const HUGEPAGES = object({ pageSize: value('text') });

const HOST_DEVICE: Members = {
  name: always('text'),
  deviceName: value('text'),
  claimName: value('text'),
  requestName: value('text'),
  tag: value('text'),
};

const DEVICES: Members = {
  gpus: list({ ...HOST_DEVICE, virtualGPUOptions: VIRTUAL_GPU_OPTIONS }),
  hostDevices: list(HOST_DEVICE),
};

/** The spec of an instance type (BEHAVIOUR 1.2). */
export const INSTANCETYPE_SPEC: ObjectModel = inline({
  nodeSelector: STRING_MAP,
  schedulerName: value('text'),
  cpu: inline({
    guest: always('uint32'),
    model: pointer('text'),
    dedicatedCPUPlacement: pointer('boolean'),
    numa: NUMA,
    isolateEmulatorThread: pointer('boolean'),
    realtime: REALTIME,
    maxSockets: pointer('uint32'),
  }),
  memory: inline({
    guest: always('quantity'),
    hugepages: HUGEPAGES,
    overcommitPercent: value('integer'),
    maxGuest: pointer('quantity'),
  }),
  ...DEVICES,
  ioThreadsPolicy: pointer('text'),
  ioThreads: object({ supplementalPoolThreadCount: pointer('uint32') }),
  launchSecurity: LAUNCH_SECURITY,
  annotations: STRING_MAP,
});

/** The same in v1alpha1 and v1alpha2 (BEHAVIOUR 3.4): three members of `cpu` could not tell unset from zero. */
export const LEGACY_INSTANCETYPE_SPEC: ObjectModel = inline({
  cpu: inline({
    guest: always('uint32'),
    model: value('text'),
    dedicatedCPUPlacement: value('boolean'),
    numa: NUMA,
    isolateEmulatorThread: value('boolean'),
    realtime: REALTIME,
  }),
  memory: inline({ guest: always('quantity'), hugepages: HUGEPAGES }),
  ...DEVICES,
  ioThreadsPolicy: pointer('text'),
  launchSecurity: LAUNCH_SECURITY,
});
