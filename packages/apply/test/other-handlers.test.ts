import type { InstancetypeSpec, VmiSpecLike } from '@instancetype/api';
import { describe, expect, test } from 'vitest';
import { apply, conflicts, frozen, instancetype, it, specWith, vmOf } from './helpers.ts';
import { applyToVirtualMachine } from '../src/index.ts';

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

// BEHAVIOUR 4.5
describe('annotations', () => {
  function annotate(own: Record<string, string> | undefined, theirs: Record<string, string>): unknown {
    const outcome = applyToVirtualMachine(frozen(vmOf({}, own)), instancetype(frozen(it(1, { annotations: theirs }))), { base: 'spec' });
    return outcome.ok ? outcome.value.spec?.template?.metadata?.annotations : outcome.causes.map((cause) => cause.field);
  }

  test.each<[Record<string, string> | undefined, Record<string, string>, unknown]>([
    [undefined, { a: '1' }, { a: '1' }],
    [{}, { a: '1' }, { a: '1' }],
    [{ b: '2' }, { a: '1' }, { a: '1', b: '2' }],
    [{ a: '1' }, { a: '1', b: '2' }, { a: '1', b: '2' }],
    [{ a: '' }, { a: '' }, { a: '' }],
    [{ a: '2' }, { a: '1' }, ['annotations.a']],
    [{ a: '' }, { a: '1' }, ['annotations.a']],
    [{ a: '1' }, { a: '' }, ['annotations.a']],
    [{ 'example.com/a.b': '2' }, { 'example.com/a.b': '1' }, ['annotations.example.com/a.b']],
    // sorted by key (Appendix B8)
    [{ c: 'x', a: 'x', b: 'x', B: 'x' }, { c: '1', b: '1', B: '1', a: '1', d: '1' }, ['annotations.B', 'annotations.a', 'annotations.b', 'annotations.c']],
  ])('VM %j, instance type %j: %j', (own, theirs, result) => {
    expect(annotate(own, theirs)).toEqual(result);
  });

  test('a template without metadata gets none for an instance type without annotations', () => {
    const outcome = apply({}, it(1, { annotations: {} }));
    expect(outcome.ok && outcome.value.spec?.template).not.toHaveProperty('metadata');
  });

  test('hostile keys are data', () => {
    const theirs = JSON.parse('{"__proto__":"1","constructor":"2"}') as Record<string, string>;
    expect(JSON.stringify(annotate({ z: '0' }, theirs))).toBe('{"z":"0","__proto__":"1","constructor":"2"}');
    expect(annotate(JSON.parse('{"__proto__":"other"}') as Record<string, string>, theirs)).toEqual(['annotations.__proto__']);
  });
});
