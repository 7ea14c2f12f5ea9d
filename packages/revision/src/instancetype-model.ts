import type { ListModel, ObjectModel } from './model.ts';
import { LAUNCH_SECURITY, VIRTUAL_GPU_OPTIONS } from './shared-model.ts';

const NUMA: ObjectModel = { guestMappingPassthrough: {} };
const REALTIME: ObjectModel = { mask: 'text' };
const HUGEPAGES: ObjectModel = { pageSize: 'text' };

const GPUS: ListModel = [
  'list',
  { name: 'text!', deviceName: 'text', claimName: 'text', requestName: 'text', virtualGPUOptions: VIRTUAL_GPU_OPTIONS, tag: 'text' },
];
const HOST_DEVICES: ListModel = ['list', { name: 'text!', deviceName: 'text', claimName: 'text', requestName: 'text', tag: 'text' }];

/** The spec of an instance type (BEHAVIOUR 1.2). */
export const INSTANCETYPE_SPEC: ObjectModel = {
  nodeSelector: 'map',
  schedulerName: 'text',
  cpu: [
    'inline',
    {
      guest: 'uint32!',
      model: 'text?',
      dedicatedCPUPlacement: 'boolean?',
      numa: NUMA,
      isolateEmulatorThread: 'boolean?',
      realtime: REALTIME,
      maxSockets: 'uint32?',
    },
  ],
  memory: ['inline', { guest: 'quantity!', hugepages: HUGEPAGES, overcommitPercent: 'integer', maxGuest: 'quantity?' }],
  gpus: GPUS,
  hostDevices: HOST_DEVICES,
  ioThreadsPolicy: 'text?',
  ioThreads: { supplementalPoolThreadCount: 'uint32?' },
  launchSecurity: LAUNCH_SECURITY,
  annotations: 'map',
};

/** The same in v1alpha1 and v1alpha2 (BEHAVIOUR 3.4): three members of `cpu` could not tell unset from zero. */
export const LEGACY_INSTANCETYPE_SPEC: ObjectModel = {
  cpu: [
    'inline',
    {
      guest: 'uint32!',
      model: 'text',
      dedicatedCPUPlacement: 'boolean',
      numa: NUMA,
      isolateEmulatorThread: 'boolean',
      realtime: REALTIME,
    },
  ],
  memory: ['inline', { guest: 'quantity!', hugepages: HUGEPAGES }],
  gpus: GPUS,
  hostDevices: HOST_DEVICES,
  ioThreadsPolicy: 'text?',
  launchSecurity: LAUNCH_SECURITY,
};
