import { goodQuantity } from './quantities.ts';
import { empty, flag, integer, listOf, mapOf, oneOf, type Shape } from './shape.ts';

const memory: Shape = (random) => (random.once(2) ? goodQuantity(random) : random.pick(['512Mi', '1Gi', '2Gi', '1024Mi', '4G', '1.5Gi', 2_147_483_648]));

/** The shape of an instance type's spec (BEHAVIOUR 1.2). */
export const instancetypeSpec: Shape = {
  nodeSelector: mapOf(['zone', 'disk'], ['a', 'b']),
  schedulerName: oneOf('', 'batch'),
  'cpu!': {
    'guest!': integer(1, 16),
    model: oneOf('', 'host-model', 'Haswell'),
    dedicatedCPUPlacement: flag,
    isolateEmulatorThread: flag,
    numa: { guestMappingPassthrough: empty },
    realtime: { mask: oneOf('0-1') },
    maxSockets: integer(0, 16),
  },
  'memory!': {
    'guest!': memory,
    hugepages: { pageSize: oneOf('2Mi', '1Gi') },
    overcommitPercent: integer(0, 100),
    maxGuest: memory,
  },
  gpus: listOf({ 'name!': oneOf('g1', 'g2'), deviceName: oneOf('nvidia.com/A2') }, 2),
  hostDevices: listOf({ 'name!': oneOf('h1'), deviceName: oneOf('intel.com/qat') }, 2),
  ioThreadsPolicy: oneOf('', 'shared', 'auto', 'supplementalPool'),
  ioThreads: { supplementalPoolThreadCount: integer(0, 8) },
  launchSecurity: oneOf({}, { sev: {} }, { tdx: {} }),
  annotations: mapOf(['a', 'example.com/b~c', 'd'], ['1', '2']),
};
