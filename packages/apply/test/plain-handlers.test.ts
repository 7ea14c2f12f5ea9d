import type { InstancetypeSpec, VmiSpecLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { conflicts, it, specWith } from './applied.ts';

const CPU_AND_MEMORY = { cpu: { sockets: 1, cores: 1, threads: 1 }, memory: { guest: '1Gi' } };

// BEHAVIOUR 4.2: the VM's spec, the instance type, and either the conflict or what becomes of the VM
describe.each<[string, VmiSpecLike, InstancetypeSpec, string | VmiSpecLike]>([
  ['nodeSelector', {}, { nodeSelector: { a: 'b' } }, { nodeSelector: { a: 'b' } }],
  ['nodeSelector of null', { nodeSelector: null }, { nodeSelector: { a: 'b' } }, { nodeSelector: { a: 'b' } }],
  ['nodeSelector of both', { nodeSelector: { c: 'd' } }, { nodeSelector: { a: 'b' } }, 'spec.nodeSelector'],
  ['nodeSelector, the same in both', { nodeSelector: { a: 'b' } }, { nodeSelector: { a: 'b' } }, 'spec.nodeSelector'],
  ['nodeSelector, empty in the VM (20 Q7)', { nodeSelector: {} }, { nodeSelector: { a: 'b' } }, 'spec.nodeSelector'],
  ['nodeSelector, empty in the instance type (20 Q7)', {}, { nodeSelector: {} }, { nodeSelector: {} }],
  ['nodeSelector, empty in both (20 Q7)', { nodeSelector: {} }, { nodeSelector: {} }, 'spec.nodeSelector'],
  ['nodeSelector of the VM alone', { nodeSelector: { a: 'b' } }, { nodeSelector: null }, { nodeSelector: { a: 'b' } }],
  ['schedulerName', {}, { schedulerName: 's' }, { schedulerName: 's' }],
  ['schedulerName, empty in the VM', { schedulerName: '' }, { schedulerName: 's' }, { schedulerName: 's' }],
  ['schedulerName of both', { schedulerName: 't' }, { schedulerName: 's' }, 'spec.schedulerName'],
  ['schedulerName, empty in the instance type', { schedulerName: 't' }, { schedulerName: '' }, { schedulerName: 't' }],
  ['ioThreads', {}, { ioThreads: { supplementalPoolThreadCount: 2 } }, { domain: { ioThreads: { supplementalPoolThreadCount: 2 } } }],
  ['ioThreads, without a count in the VM', { domain: { ioThreads: {} } }, { ioThreads: { supplementalPoolThreadCount: 0 } }, { domain: { ioThreads: { supplementalPoolThreadCount: 0 } } }],
  ['ioThreads of both', { domain: { ioThreads: { supplementalPoolThreadCount: 0 } } }, { ioThreads: { supplementalPoolThreadCount: 2 } }, 'spec.domain.ioThreads.supplementalPoolThreadCount'],
  ['ioThreads, without a count in the instance type', { domain: { ioThreads: { supplementalPoolThreadCount: 1 } } }, { ioThreads: {} }, { domain: { ioThreads: { supplementalPoolThreadCount: 1 } } }],
  ['ioThreadsPolicy', {}, { ioThreadsPolicy: 'auto' }, { domain: { ioThreadsPolicy: 'auto' } }],
  ['ioThreadsPolicy, empty in the instance type (Appendix A)', {}, { ioThreadsPolicy: '' }, { domain: { ioThreadsPolicy: '' } }],
  ['ioThreadsPolicy of both', { domain: { ioThreadsPolicy: 'shared' } }, { ioThreadsPolicy: 'auto' }, 'spec.domain.ioThreadsPolicy'],
  ['ioThreadsPolicy, empty in the VM', { domain: { ioThreadsPolicy: '' } }, { ioThreadsPolicy: 'auto' }, 'spec.domain.ioThreadsPolicy'],
  ['ioThreadsPolicy of the VM alone', { domain: { ioThreadsPolicy: 'shared' } }, { ioThreadsPolicy: null }, { domain: { ioThreadsPolicy: 'shared' } }],
  ['launchSecurity', {}, { launchSecurity: { sev: {} } }, { domain: { launchSecurity: { sev: {} } } }],
  ['launchSecurity, empty in the instance type', {}, { launchSecurity: {} }, { domain: { launchSecurity: {} } }],
  ['launchSecurity of both', { domain: { launchSecurity: {} } }, { launchSecurity: { sev: {} } }, 'spec.domain.launchSecurity'],
  ['launchSecurity of the VM alone', { domain: { launchSecurity: { snp: {} } } }, { launchSecurity: null }, { domain: { launchSecurity: { snp: {} } } }],
  ['gpus', {}, { gpus: [{ name: 'g', deviceName: 'd' }] }, { domain: { devices: { gpus: [{ name: 'g', deviceName: 'd' }] } } }],
  ['gpus, empty in the VM', { domain: { devices: { gpus: [] } } }, { gpus: [{ name: 'g' }] }, { domain: { devices: { gpus: [{ name: 'g' }] } } }],
  ['gpus of both', { domain: { devices: { gpus: [{ name: 'h' }] } } }, { gpus: [{ name: 'g' }] }, 'spec.domain.devices.gpus'],
  ['gpus, empty in the instance type', { domain: { devices: { gpus: [{ name: 'h' }] } } }, { gpus: [] }, { domain: { devices: { gpus: [{ name: 'h' }] } } }],
  ['hostDevices', {}, { hostDevices: [{ name: 'g' }] }, { domain: { devices: { hostDevices: [{ name: 'g' }] } } }],
  ['hostDevices of both', { domain: { devices: { hostDevices: [{ name: 'h' }] } } }, { hostDevices: [{ name: 'g' }] }, 'spec.domain.devices.hostDevices'],
  ['hostDevices, empty in the instance type', {}, { hostDevices: [] }, {}],
])('%s', (_case, spec, theirs, result) => {
  if (typeof result === 'string') {
    test(`conflicts at ${result}`, () => {
      expect(conflicts(spec, it(1, theirs))).toEqual([result]);
    });
  } else {
    test(`gives ${JSON.stringify(result)}`, () => {
      expect(specWith(spec, it(1, theirs))).toEqual({ ...result, domain: { ...CPU_AND_MEMORY, ...result.domain } });
    });
  }
});

test('what the instance type gives is shared with it, not copied', () => {
  const theirs = it(1, { nodeSelector: { a: 'b' }, launchSecurity: { sev: {} }, gpus: [{ name: 'g' }] });
  const spec = specWith({}, theirs);
  expect(spec?.nodeSelector).toBe(theirs.nodeSelector);
  expect(spec?.domain?.launchSecurity).toBe(theirs.launchSecurity);
  expect(spec?.domain?.devices?.gpus).toBe(theirs.gpus);
});
